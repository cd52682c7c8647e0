package dev.mooring.registry.zstd;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Bits that are read from the last byte to the first one; its highest set bit only marks the end.
///
/// https://www.rfc-editor.org/rfc/rfc8878#section-4.1
final class BackwardBits {
  /// How many bytes after the last one an array has to have.
  static final int ROOM = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final byte[] bytes;
  private final int start;

  /// How many bits are left; less than none where more were read than there are, which are zero.
  private int left;

  BackwardBits(byte[] bytes, int start, int end) throws IOException {
    if (end <= start || bytes[end - 1] == 0) {
      throw new IOException("a bit stream without an end");
    }
    this.bytes = bytes;
    this.start = start;
    int last = bytes[end - 1] & 0xff;
    this.left = (end - start - 1) * 8 + 31 - Integer.numberOfLeadingZeros(last);
  }

  int left() {
    return left;
  }

  /// @param count at most 32
  int read(int count) {
    int value = peek(count);
    left -= count;
    return value;
  }

  void skip(int count) {
    left -= count;
  }

  /// The next bits; zeros follow the last one.
  int peek(int count) {
    int from = left - count;
    if (from >= 0) {
      return bits(from, count);
    }
    return left <= 0 ? 0 : bits(0, left) << -from;
  }

  private int bits(int from, int count) {
    long eight = (long) LONG.get(bytes, start + (from >> 3));
    return (int) ((eight >>> (from & 7)) & ((1L << count) - 1));
  }
}
