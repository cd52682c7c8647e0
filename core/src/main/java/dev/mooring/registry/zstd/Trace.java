package dev.mooring.registry.zstd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.BitSet;

/// Which bytes of a window are repeated by what follows it: a decoder that begins there needs only
/// these, which are far fewer.
final class Trace {
  /// Shorter gaps take less than to say where they are.
  private static final int GAP = 8;

  private final byte[] window;
  private final long end;
  private final BitSet used = new BitSet();

  /// @param end where the window ends in its frame
  Trace(byte[] window, long end) {
    this.window = window;
    this.end = end;
  }

  /// Takes note of a repetition.
  void note(long from, int count) {
    if (from < end) {
      int start = (int) (from - (end - window.length));
      used.set(start, (int) Math.min(start + (long) count, window.length));
    }
  }

  void write(DataOutputStream out) throws IOException {
    out.writeInt(window.length);
    for (int at = used.nextSetBit(0); at >= 0; ) {
      int end = used.nextClearBit(at);
      int next = used.nextSetBit(end);
      while (next >= 0 && next - end < GAP) {
        end = used.nextClearBit(next);
        next = used.nextSetBit(end);
      }
      out.writeInt(at);
      out.writeInt(end - at);
      out.write(window, at, end - at);
      at = next;
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
