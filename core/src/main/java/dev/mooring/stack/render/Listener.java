package dev.mooring.stack.render;

import java.util.List;
import java.util.Map;

/// A port of a proxy without iptables, as Istio's `Sidecar` fixes it.
sealed interface Listener {
  int port();

  String name();

  /// As Istio writes it: HTTP, TCP, TLS.
  String protocol();

  String bind();

  /// What comes in from others and goes on to `endpoint` in the pod.
  record Ingress(int port, String name, String protocol, String bind, String endpoint)
      implements Listener {
    @Override
    public Map<String, Object> spec() {
      return Meta.map(
          "port", portSpec(), "bind", bind, "captureMode", "NONE", "defaultEndpoint", endpoint);
    }
  }

  /// What goes out to the named hosts of the mesh and nowhere else.
  record Egress(int port, String name, String protocol, String bind, List<String> hosts)
      implements Listener {
    @Override
    public Map<String, Object> spec() {
      return Meta.map(
          "port", portSpec(), "bind", bind, "captureMode", "NONE", "hosts", List.copyOf(hosts));
    }
  }

  Map<String, Object> spec();

  default Map<String, Object> portSpec() {
    Map<String, Object> spec = Meta.map();
    // A socket of the file system has no port; Istio then takes the only one of the service.
    if (!bind().startsWith("unix:")) {
      spec.put("number", port());
    }
    spec.put("name", name());
    spec.put("protocol", protocol());
    return spec;
  }
}
