package dev.mooring.registry.zstd;

import java.io.IOException;

/// A few bits, from the lowest of the first byte on.
final class ForwardBits {
  private final byte[] bytes;
  private final int end;
  private long at;

  ForwardBits(byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.end = end;
    this.at = 8L * start;
  }

  int read(int count) throws IOException {
    int value = 0;
    for (int i = 0; i < count; i++, at++) {
      int index = (int) (at >> 3);
      if (index >= end) {
        throw new IOException("a table that is cut off");
      }
      value |= ((bytes[index] >> (at & 7)) & 1) << i;
    }
    return value;
  }

  /// The first byte of which no bit was read.
  int next() {
    return (int) ((at + 7) >> 3);
  }
}
