package dev.mooring.registry.gzip;

import java.io.IOException;
import java.util.Arrays;

/// Decodes deflate, block by block, into a buffer of which the last 32 KiB always stay.
///
/// Unlike the JDK's, it tells where blocks begin. Data is somebody else's: every access is within
/// an array.
///
/// https://www.rfc-editor.org/rfc/rfc1951
final class Inflate {
  static final int WINDOW = 1 << 15;
  private static final int LONGEST_COPY = 258;
  private static final int LITERAL_ROOT = 10;
  private static final int DISTANCE_ROOT = 9;
  private static final byte[] ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };
  private static final int[] LENGTHS = lengths();

  private enum State {
    BETWEEN,
    PLAIN,
    CODED,
    ENDED
  }

  private final BitInput in;
  final byte[] bytes = new byte[WINDOW + (1 << 17)];

  /// Where the bytes begin that the last run decoded.
  int begun;

  /// Where the decoded bytes end.
  int end;

  /// Where those begin that may be copied.
  private int start;

  private State state = State.ENDED;
  private boolean last;
  private int plain;
  private int[] literals = {};
  private int[] distances = {};

  Inflate(BitInput in) {
    this.in = in;
  }

  /// The entries of code lengths are their symbols.
  private static int[] lengths() {
    int[] entries = new int[19];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = i << 16 | Codes.LITERAL;
    }
    return entries;
  }

  /// Begins with a new stream, which knows nothing of the one before.
  void begin() {
    start = end;
    state = State.BETWEEN;
  }

  /// Begins between two blocks of a stream.
  ///
  /// @param window what was decoded before them
  void begin(byte[] window) {
    System.arraycopy(window, 0, bytes, 0, window.length);
    start = 0;
    end = window.length;
    state = State.BETWEEN;
  }

  boolean isBetweenBlocks() {
    return state == State.BETWEEN;
  }

  boolean isEnded() {
    return state == State.ENDED;
  }

  /// What a decoder has to know to begin after the bytes decoded so far.
  byte[] window() {
    return Arrays.copyOfRange(bytes, Math.max(start, end - WINDOW), end);
  }

  /// Decodes some more, up to the end of the block. What was decoded before is taken from the
  /// buffer by now, and may be moved.
  void run() throws IOException {
    if (bytes.length - end <= LONGEST_COPY) {
      int from = end - WINDOW;
      System.arraycopy(bytes, from, bytes, 0, WINDOW);
      start = Math.max(0, start - from);
      end = WINDOW;
    }
    begun = end;
    switch (state) {
      case BETWEEN -> head();
      case PLAIN -> plain();
      case CODED -> coded();
      case ENDED -> {}
    }
  }

  private void head() throws IOException {
    last = in.take(1) == 1;
    switch (in.take(2)) {
      case 0 -> {
        in.take(in.count & 7);
        plain = in.take(16);
        if ((in.take(16) ^ plain) != 0xffff) {
          throw new IOException("it has a block of an invalid length");
        }
        in.align();
        state = State.PLAIN;
        plain();
      }
      case 1 -> {
        literals = Fixed.LITERALS;
        distances = Fixed.DISTANCES;
        state = State.CODED;
        coded();
      }
      case 2 -> {
        codes();
        state = State.CODED;
        coded();
      }
      default -> throw new IOException("it has a block of an unknown kind");
    }
  }

  private void plain() throws IOException {
    int some = Math.min(plain, bytes.length - end);
    in.read(bytes, end, some);
    end += some;
    plain -= some;
    if (plain == 0) {
      blockEnds();
    }
  }

  private void blockEnds() {
    state = last ? State.ENDED : State.BETWEEN;
  }

  private void codes() throws IOException {
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
      int symbol = symbol(code);
      if (symbol < 16) {
        lengths[i] = (byte) symbol;
        i++;
      } else {
        i = repeat(symbol, lengths, i, literalCount + distanceCount);
      }
    }
    if (lengths[256] == 0) {
      throw new IOException("it has a block without an end");
    }
    literals = Codes.table(lengths, 0, literalCount, LITERAL_ROOT, Codes.LITERALS);
    distances = Codes.table(lengths, literalCount, distanceCount, DISTANCE_ROOT, Codes.DISTANCES);
  }

  private int symbol(int[] code) throws IOException {
    in.refill();
    int entry = code[(int) in.bits & 127];
    int length = entry & 15;
    if (length == 0) {
      throw new IOException("it has an unknown code");
    }
    in.take(length);
    return entry >>> 16;
  }

  private int repeat(int symbol, byte[] lengths, int at, int most) throws IOException {
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

  /// The inner loop: everything it needs is local.
  private void coded() throws IOException {
    byte[] out = bytes;
    byte[] buffer = in.buffer;
    int[] ofLiterals = literals;
    int[] ofDistances = distances;
    int most = out.length - LONGEST_COPY;
    int to = end;
    int at = in.at;
    int fast = in.end - 8;
    long bits = in.bits;
    int count = in.count;
    boolean ended = false;
    while (to < most) {
      if (at <= fast) {
        bits |= (long) BitInput.LONG.get(buffer, at) << count;
        at += (63 - count) >> 3;
        count |= 56;
      } else {
        in.at = at;
        in.bits = bits;
        in.count = count;
        in.refill();
        at = in.at;
        fast = in.end - 8;
        bits = in.bits;
        count = in.count;
      }
      int entry = ofLiterals[(int) bits & ((1 << LITERAL_ROOT) - 1)];
      if ((entry & Codes.LITERAL) != 0) {
        // Two at once fit into what was taken.
        bits >>>= entry & 15;
        count -= entry & 15;
        out[to++] = (byte) (entry >>> 16);
        entry = ofLiterals[(int) bits & ((1 << LITERAL_ROOT) - 1)];
        if ((entry & Codes.LITERAL) != 0) {
          bits >>>= entry & 15;
          count -= entry & 15;
          out[to++] = (byte) (entry >>> 16);
          if (count < 0) {
            throw BitInput.cut();
          }
          continue;
        }
        if (count < 48) {
          if (count < 0) {
            throw BitInput.cut();
          }
          continue;
        }
      }
      if ((entry & Codes.FURTHER) != 0) {
        int index = (int) (bits >>> LITERAL_ROOT) & ((1 << (entry >> 8 & 15)) - 1);
        entry = ofLiterals[(entry >>> 16) + index];
      }
      bits >>>= entry & 15;
      count -= entry & 15;
      if (count < 0) {
        throw BitInput.cut();
      }
      if ((entry & Codes.LITERAL) != 0) {
        out[to++] = (byte) (entry >>> 16);
        continue;
      }
      if ((entry & Codes.END) != 0) {
        ended = true;
        break;
      }
      if (entry == 0) {
        throw new IOException("it has an unknown code");
      }
      int extra = entry >> 8 & 15;
      int length = (entry >>> 16) + ((int) bits & ((1 << extra) - 1));
      bits >>>= extra;
      count -= extra;
      entry = ofDistances[(int) bits & ((1 << DISTANCE_ROOT) - 1)];
      if ((entry & Codes.FURTHER) != 0) {
        int index = (int) (bits >>> DISTANCE_ROOT) & ((1 << (entry >> 8 & 15)) - 1);
        entry = ofDistances[(entry >>> 16) + index];
      }
      if (entry == 0) {
        throw new IOException("it has an unknown code");
      }
      bits >>>= entry & 15;
      count -= entry & 15;
      extra = entry >> 8 & 15;
      int distance = (entry >>> 16) + ((int) bits & ((1 << extra) - 1));
      bits >>>= extra;
      count -= extra;
      if (count < 0) {
        throw BitInput.cut();
      }
      if (distance > to - start || distance > WINDOW) {
        throw new IOException("it copies from before its beginning");
      }
      if (distance >= length) {
        System.arraycopy(out, to - distance, out, to, length);
      } else {
        for (int i = 0; i < length; i++) {
          out[to + i] = out[to - distance + i];
        }
      }
      to += length;
    }
    in.at = at;
    in.bits = bits;
    in.count = count;
    end = to;
    if (ended) {
      blockEnds();
    }
  }

  /// The codes that blocks may use without saying them.
  private static final class Fixed {
    static final int[] LITERALS;
    static final int[] DISTANCES;

    static {
      byte[] lengths = new byte[288];
      Arrays.fill(lengths, 0, 144, (byte) 8);
      Arrays.fill(lengths, 144, 256, (byte) 9);
      Arrays.fill(lengths, 256, 280, (byte) 7);
      Arrays.fill(lengths, 280, 288, (byte) 8);
      byte[] fives = new byte[32];
      Arrays.fill(fives, (byte) 5);
      try {
        LITERALS = Codes.table(lengths, 0, 288, LITERAL_ROOT, Codes.LITERALS);
        DISTANCES = Codes.table(fives, 0, 32, DISTANCE_ROOT, Codes.DISTANCES);
      } catch (IOException e) {
        throw new ExceptionInInitializerError(e);
      }
    }
  }
}
