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

  /// How many bits [#next] says.
  static final int AT_ONCE = 57;

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

  /// Where the first bits are.
  int start() {
    return start;
  }

  /// The next 57 bits, the next one the highest; zeros follow the last one.
  ///
  /// @param left how many bits there are
  static long next(byte[] bytes, int start, int left) {
    int from = left - AT_ONCE;
    if (from >= 0) {
      return (long) LONG.get(bytes, start + (from >> 3)) << (7 - (from & 7));
    }
    return left <= 0 ? 0 : (long) LONG.get(bytes, start) << (64 - left);
  }

  /// The highest bits of such a number.
  ///
  /// @param count at most 32, and as few as none
  static int high(long bits, int count) {
    return (int) (bits >>> 1 >>> (63 - count));
  }

  int read(int count) {
    int value = high(next(bytes, start, left), count);
    left -= count;
    return value;
  }
}
