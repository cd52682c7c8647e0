package dev.mooring.tunnel;

/// A TCP port inside a pod's network, as the runtime dials it: on the pod's loopback address.
/// UDP and SCTP cannot be forwarded.
///
/// @param port from 1 to 65,535; whether anything listens there shows when it is dialled
public record PodPort(String namespace, String pod, int port) {
  @Override
  public String toString() {
    return namespace + "/" + pod + ":" + port;
  }
}
