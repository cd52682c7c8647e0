package dev.mooring.registry.zstd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The sequences of a block: so many literals, then so much of what was there before.
///
/// https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.3.2
final class Sequences {
  private static final int[] LITERALS = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64,
    128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536
  };
  private static final int[] LITERAL_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11,
    12, 13, 14, 15, 16
  };
  private static final int[] MATCHES = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
    29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051,
    4099, 8195, 16387, 32771, 65539
  };
  private static final int[] MATCH_BITS = {
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
    1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16
  };
  private static final short[] USUAL_LITERALS = {
    4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
    -1, -1, -1, -1
  };
  private static final short[] USUAL_MATCHES = {
    1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1
  };
  private static final short[] USUAL_OFFSETS = {
    1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1
  };

  /// The way to say that a table is that of the block before.
  private static final int REPEATED = 3;

  /// No window is longer.
  private static final int MOST_OFFSET = 30;

  private static final Codes OF_LITERALS = new Codes(USUAL_LITERALS, 6, 9, LITERALS.length - 1);
  private static final Codes OF_MATCHES = new Codes(USUAL_MATCHES, 6, 9, MATCHES.length - 1);
  private static final Codes OF_OFFSETS = new Codes(USUAL_OFFSETS, 5, 8, MOST_OFFSET);

  private final int[] offsets = new int[3];
  private @Nullable Said literals;
  private @Nullable Said distances;
  private @Nullable Said matches;

  /// A frame knows nothing of the one before.
  void reset() {
    offsets[0] = 1;
    offsets[1] = 4;
    offsets[2] = 8;
    literals = null;
    distances = null;
    matches = null;
  }

  void write(DataOutputStream out) throws IOException {
    for (int each : offsets) {
      out.writeInt(each);
    }
    write(literals, out);
    write(distances, out);
    write(matches, out);
  }

  private static void write(@Nullable Said table, DataOutputStream out) throws IOException {
    out.writeByte(table == null ? REPEATED : table.mode);
    if (table != null) {
      out.writeByte(table.bytes.length);
      out.write(table.bytes);
    }
  }

  /// Knows again what it did when it was written.
  void resume(DataInputStream in) throws IOException {
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = in.readInt();
    }
    literals = said(OF_LITERALS, in);
    distances = said(OF_OFFSETS, in);
    matches = said(OF_MATCHES, in);
  }

  private static @Nullable Said said(Codes codes, DataInputStream in) throws IOException {
    int mode = in.readUnsignedByte();
    if (mode >= REPEATED) {
      return null;
    }
    byte[] bytes = in.readNBytes(in.readUnsignedByte());
    return codes.table(mode, new Cursor(bytes, 0, bytes.length), null);
  }

  /// Carries them out.
  void run(byte[] block, int start, int end, Literals from, Window into) throws IOException {
    Cursor at = new Cursor(block, start, end);
    int count = at.next();
    if (count >= 128) {
      int second = at.next();
      count = count < 255 ? ((count - 128) << 8) + second : second + (at.next() << 8) + 0x7f00;
    }
    int used = 0;
    if (count > 0) {
      int modes = at.next();
      if ((modes & 3) != 0) {
        throw new IOException("sequences of an unknown form");
      }
      literals = OF_LITERALS.table(modes >> 6, at, literals);
      distances = OF_OFFSETS.table((modes >> 4) & 3, at, distances);
      matches = OF_MATCHES.table((modes >> 2) & 3, at, matches);
      used = run(block, new BackwardBits(block, at.index, end), count, from, into);
    } else if (at.index != end) {
      throw new IOException("a block that is too long");
    }
    into.append(from.bytes, used, from.length - used);
  }

  /// Reads bytes of a block.
  private static final class Cursor {
    private final byte[] block;
    private final int end;
    private int index;

    Cursor(byte[] block, int index, int end) {
      this.block = block;
      this.index = index;
      this.end = end;
    }

    int next() throws IOException {
      if (index >= end) {
        throw new IOException("sequences that are cut off");
      }
      return block[index++] & 0xff;
    }
  }

  /// A table, and how a block said it.
  private static final class Said {
    private final FseTable table;
    private final int mode;
    private final byte[] bytes;

    Said(FseTable table, int mode, byte[] bytes) {
      this.table = table;
      this.mode = mode;
      this.bytes = bytes;
    }
  }

  /// One of the three kinds of code.
  private static final class Codes {
    private final short[] usual;
    private final int usualLog;
    private final int mostLog;
    private final int most;

    /// @param usual the counts where a block says nothing else
    /// @param usualLog of their table
    /// @param mostLog the largest table
    /// @param most the largest code
    Codes(short[] usual, int usualLog, int mostLog, int most) {
      this.usual = usual;
      this.usualLog = usualLog;
      this.mostLog = mostLog;
      this.most = most;
    }

    Said table(int mode, Cursor at, @Nullable Said before) throws IOException {
      int start = at.index;
      FseTable table =
          switch (mode) {
            case 0 -> FseTable.of(usual, usualLog);
            case 1 -> FseTable.of(known(at.next()));
            case 2 -> {
              FseTable.Described described =
                  FseTable.read(at.block, at.index, at.end, mostLog, most);
              at.index = described.next();
              yield described.table();
            }
            default -> null;
          };
      return table == null
          ? demanded(before)
          : new Said(table, mode, Arrays.copyOfRange(at.block, start, at.index));
    }

    private int known(int symbol) throws IOException {
      if (symbol > most) {
        throw new IOException("a sequence of an unknown symbol");
      }
      return symbol;
    }
  }

  /// @return how many literals were used
  private int run(byte[] block, BackwardBits bits, int count, Literals from, Window into)
      throws IOException {
    int[] ofLiterals = demanded(literals).table.states;
    int[] ofDistances = demanded(distances).table.states;
    int[] ofMatches = demanded(matches).table.states;
    int literal = ofLiterals[bits.read(demanded(literals).table.log)];
    int distance = ofDistances[bits.read(demanded(distances).table.log)];
    int match = ofMatches[bits.read(demanded(matches).table.log)];
    int start = bits.start();
    int left = bits.left();
    int used = 0;
    for (int i = 0; i < count; i++) {
      // At most 30 and 16 bits, of the 57.
      int width = FseTable.symbol(distance);
      int more = MATCH_BITS[FseTable.symbol(match)];
      long next = BackwardBits.next(block, start, left);
      int value = (1 << width) + BackwardBits.high(next, width);
      int length = MATCHES[FseTable.symbol(match)] + BackwardBits.high(next << width, more);
      left -= width + more;
      // At most 16, and 9, 9, and 8 for the next states.
      next = BackwardBits.next(block, start, left);
      more = LITERAL_BITS[FseTable.symbol(literal)];
      int plain = LITERALS[FseTable.symbol(literal)] + BackwardBits.high(next, more);
      left -= more;
      if (plain > from.length - used) {
        throw new IOException("a sequence of more literals than there are");
      }
      into.append(from.bytes, used, plain);
      used += plain;
      into.repeat(offset(value, plain == 0), length);
      if (i < count - 1) {
        next <<= more;
        width = FseTable.width(literal);
        literal = ofLiterals[FseTable.base(literal) + BackwardBits.high(next, width)];
        next <<= width;
        left -= width;
        width = FseTable.width(match);
        match = ofMatches[FseTable.base(match) + BackwardBits.high(next, width)];
        next <<= width;
        left -= width;
        width = FseTable.width(distance);
        distance = ofDistances[FseTable.base(distance) + BackwardBits.high(next, width)];
        left -= width;
      }
      if (left < 0) {
        throw new IOException("sequences that are cut off");
      }
    }
    if (left != 0) {
      throw new IOException("sequences of another length");
    }
    return used;
  }

  private static Said demanded(@Nullable Said table) throws IOException {
    if (table == null) {
      throw new IOException("a table that was never said");
    }
    return table;
  }

  /// Small values stand for one of the last three offsets.
  private int offset(int value, boolean noLiterals) throws IOException {
    if (value > 3) {
      return remember(2, value - 3);
    }
    int index = value - 1 + (noLiterals ? 1 : 0);
    if (index == 3) {
      return remember(2, offsets[0] - 1);
    }
    return remember(index, offsets[index]);
  }

  /// Puts an offset first; those before a place move back.
  private int remember(int place, int offset) throws IOException {
    if (offset <= 0) {
      throw new IOException("an offset of nothing");
    }
    if (place == 2) {
      offsets[2] = offsets[1];
    }
    if (place > 0) {
      offsets[1] = offsets[0];
    }
    offsets[0] = offset;
    return offset;
  }
}
