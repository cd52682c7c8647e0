package dev.mooring.registry.zstd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;

/// Which bytes of a window are repeated by what follows it: a decoder that begins there needs only
/// these, which are far fewer.
final class Trace {
  /// What is taken note of together, as a power of two: shorter gaps take less than to say where
  /// they are.
  private static final int UNIT = 3;

  private final byte[] window;
  private final long end;
  private final long[] used;

  /// @param end where the window ends in its frame
  Trace(byte[] window, long end) {
    this.window = window;
    this.end = end;
    this.used = new long[(window.length >> UNIT >> 6) + 1];
  }

  /// Takes note of a repetition.
  void note(long from, int count) {
    if (from < end) {
      int start = (int) (from - (end - window.length));
      int first = start >> UNIT;
      int last = (int) (Math.min(start + (long) count, window.length) - 1) >> UNIT;
      // Of a long only the lowest six bits of a shift count.
      long head = -1L << first;
      long tail = -1L >>> (63 - last);
      if (first >> 6 == last >> 6) {
        used[first >> 6] |= head & tail;
      } else {
        used[first >> 6] |= head;
        Arrays.fill(used, (first >> 6) + 1, last >> 6, -1);
        used[last >> 6] |= tail;
      }
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(window.length);
    BitSet units = BitSet.valueOf(used);
    for (int at = units.nextSetBit(0); at >= 0; ) {
      int to = units.nextClearBit(at);
      int from = at << UNIT;
      int count = Math.min(to << UNIT, window.length) - from;
      out.writeInt(from);
      out.writeInt(count);
      out.write(window, from, count);
      at = units.nextSetBit(to);
    }
    out.writeInt(window.length);
  }

  /// The window, with zeros for what is not needed.
  ///
  /// @param most bytes of it
  static byte[] read(DataInputStream in, int most) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > most) {
      throw new IOException("a window that is too large");
    }
    byte[] window = new byte[length];
    for (int at = in.readInt(); at != length; at = in.readInt()) {
      int count = in.readInt();
      if (at < 0 || count < 0 || at > length || count > length - at) {
        throw new IOException("a window of other parts");
      }
      in.readFully(window, at, count);
    }
    return window;
  }
}
