package dev.mooring.tunnel.cluster;

/// The ways to speak port-forward to an API server, best first.
enum Dialect {
  /// SPDY inside a WebSocket (KEP-4006): Kubernetes 1.31 and later.
  TUNNEL("SPDY/3.1+portforward.k8s.io"),
  /// SPDY on the upgraded connection itself. Few proxies let it pass.
  SPDY("portforward.k8s.io"),
  /// One WebSocket per connection, the first byte of a message is the channel. Every server knows
  /// it, every proxy that knows WebSocket lets it pass; each connection costs a handshake.
  CHANNELS("v4.channel.k8s.io");

  private final String protocol;

  Dialect(String protocol) {
    this.protocol = protocol;
  }

  String protocol() {
    return protocol;
  }
}
