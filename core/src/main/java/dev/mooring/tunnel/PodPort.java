package dev.mooring.tunnel;

/// A TCP port inside a pod's network, as the runtime dials it: on the pod's loopback address.
public record PodPort(String namespace, String pod, int port) {
  @Override
  public String toString() {
    return namespace + "/" + pod + ":" + port;
  }
}
