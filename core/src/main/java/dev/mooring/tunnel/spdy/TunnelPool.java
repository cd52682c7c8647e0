package dev.mooring.tunnel.spdy;

/// What the other tunnels into the pod mean for one.
public interface TunnelPool {
  /// Whether the next stream finds a place without it.
  boolean isSurplus(SpdyTunnel tunnel);

  /// Whether it is the one that asks often whether the way stands, for all.
  boolean isWatcher(SpdyTunnel tunnel);

  /// One of its streams was closed.
  ///
  /// @param life how long it was open, in nanoseconds
  /// @param bytes in both directions
  void left(long life, long bytes);

  /// Its connection has ended.
  void ended(SpdyTunnel tunnel);
}
