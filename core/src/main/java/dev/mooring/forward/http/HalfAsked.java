package dev.mooring.forward.http;

import dev.mooring.tunnel.ByteStream;

/// A stream that knows whether half of an HTTP request was sent on it.
public interface HalfAsked extends ByteStream {
  /// True while the rest of a request is to come: until then no answer to it can be whole.
  boolean asksHalf();
}
