package dev.mooring.mesh;

import dev.mooring.document.Document;
import java.util.List;
import java.util.Locale;

/// What a port of a Service speaks, as Istio chooses it: by `appProtocol`, else by the part of the
/// port's name before the first hyphen (istio.io, "Protocol Selection").
///
/// A port that declares nothing is taken for HTTP/1.1, the one that web pages speak too.
enum Speech {
  HTTP,
  /// With gRPC. A sidecar then expects HTTP/2's own bytes.
  HTTP2,
  TCP;

  /// What is offered in the TLS handshake (ALPN), so that a sidecar takes it for mesh traffic.
  /// Never h2 where the bytes are HTTP/1.1: Envoy would choose it.
  List<String> protocols() {
    return switch (this) {
      case HTTP -> List.of("istio-http/1.1", "istio", "http/1.1");
      case HTTP2 -> List.of("istio-h2", "istio", "h2");
      case TCP -> List.of("istio");
    };
  }

  /// @param port of a Service or a container
  static Speech of(Document port) {
    String declared = port.at("appProtocol").textOrEmpty();
    String name = port.at("name").textOrEmpty();
    return named(declared.isEmpty() ? name.replaceFirst("-.*", "") : declared);
  }

  static Speech named(String protocol) {
    return switch (protocol.toLowerCase(Locale.ROOT)) {
      case "http2", "grpc", "kubernetes.io/h2c" -> HTTP2;
      case "tcp", "tls", "https", "mongo", "mysql", "redis" -> TCP;
      default -> HTTP;
    };
  }
}
