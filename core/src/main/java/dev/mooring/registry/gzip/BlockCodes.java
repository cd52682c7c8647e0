package dev.mooring.registry.gzip;

import java.io.IOException;
import java.util.Arrays;

/// The codes of one deflate block, as tables of [Codes].
///
/// https://www.rfc-editor.org/rfc/rfc1951#section-3.2.6
///
/// @param literals of bytes, lengths, and the end; the first [#LITERAL_ROOT] bits find an entry
/// @param distances of how far back a copy begins; the first [#DISTANCE_ROOT] bits find an entry
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and read in an inner loop
record BlockCodes(int[] literals, int[] distances) {
  static final int LITERAL_ROOT = 10;
  static final int DISTANCE_ROOT = 9;
  private static final byte[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int[] LENGTHS = lengths();

  /// Those that blocks may use without saying them.
  static final BlockCodes FIXED = fixed();

  /// The entries of code lengths are their symbols.
  private static int[] lengths() {
    int[] entries = new int[19];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = i << 16 | Codes.LITERAL;
    }
    return entries;
  }

  private static BlockCodes fixed() {
    byte[] lengths = new byte[288];
    Arrays.fill(lengths, 0, 144, (byte) 8);
    Arrays.fill(lengths, 144, 256, (byte) 9);
    Arrays.fill(lengths, 256, 280, (byte) 7);
    Arrays.fill(lengths, 280, 288, (byte) 8);
    byte[] fives = new byte[32];
    Arrays.fill(fives, (byte) 5);
    try {
      return new BlockCodes(
          Codes.table(lengths, 0, 288, LITERAL_ROOT, Codes.LITERALS),
          Codes.table(fives, 0, 32, DISTANCE_ROOT, Codes.DISTANCES));
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// As a block that brings its own says them at its beginning.
  static BlockCodes read(BitInput in) throws IOException {
    int literalCount = in.take(5) + 257;
    int distanceCount = in.take(5) + 1;
    int lengthCount = in.take(4) + 4;
    if (literalCount > 286 || distanceCount > 30) {
      throw new IOException("it has a code of too many symbols");
    }
    byte[] lengths = new byte[320];
    for (int i = 0; i < lengthCount; i++) {
      lengths[ORDER[i]] = (byte) in.take(3);
    }
    int[] code = Codes.table(lengths, 0, 19, 7, LENGTHS);
    Arrays.fill(lengths, (byte) 0);
    for (int i = 0; i < literalCount + distanceCount; ) {
      int symbol = symbol(in, code);
      if (symbol < 16) {
        lengths[i] = (byte) symbol;
        i++;
      } else {
        i = repeat(in, symbol, lengths, i, literalCount + distanceCount);
      }
    }
    if (lengths[256] == 0) {
      throw new IOException("it has a block without an end");
    }
    return new BlockCodes(
        Codes.table(lengths, 0, literalCount, LITERAL_ROOT, Codes.LITERALS),
        Codes.table(lengths, literalCount, distanceCount, DISTANCE_ROOT, Codes.DISTANCES));
  }

  private static int symbol(BitInput in, int[] code) throws IOException {
    in.refill();
    int entry = code[(int) in.bits & 127];
    int length = entry & 15;
    if (length == 0) {
      throw new IOException("it has an unknown code");
    }
    in.take(length);
    return entry >>> 16;
  }

  private static int repeat(BitInput in, int symbol, byte[] lengths, int at, int most)
      throws IOException {
    if (symbol == 16 && at == 0) {
      throw new IOException("it repeats a code's length before the first one");
    }
    byte value = symbol == 16 ? lengths[at - 1] : 0;
    int times =
        switch (symbol) {
          case 16 -> 3 + in.take(2);
          case 17 -> 3 + in.take(3);
          default -> 11 + in.take(7);
        };
    if (at + times > most) {
      throw new IOException("it has lengths of too many codes");
    }
    Arrays.fill(lengths, at, at + times, value);
    return at + times;
  }
}
