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
  private BlockCodes codes = BlockCodes.FIXED;

  Inflate(BitInput in) {
    this.in = in;
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
        codes = BlockCodes.FIXED;
        state = State.CODED;
        coded();
      }
      case 2 -> {
        codes = BlockCodes.read(in);
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

  /// The inner loop: everything it needs is local.
  private void coded() throws IOException {
    byte[] out = bytes;
    byte[] buffer = in.buffer;
    int[] ofLiterals = codes.literals();
    int[] ofDistances = codes.distances();
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
      int entry = ofLiterals[(int) bits & ((1 << BlockCodes.LITERAL_ROOT) - 1)];
      if ((entry & Codes.LITERAL) != 0) {
        // Two at once fit into what was taken.
        bits >>>= entry & 15;
        count -= entry & 15;
        out[to++] = (byte) (entry >>> 16);
        entry = ofLiterals[(int) bits & ((1 << BlockCodes.LITERAL_ROOT) - 1)];
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
        int index = (int) (bits >>> BlockCodes.LITERAL_ROOT) & ((1 << (entry >> 8 & 15)) - 1);
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
      entry = ofDistances[(int) bits & ((1 << BlockCodes.DISTANCE_ROOT) - 1)];
      if ((entry & Codes.FURTHER) != 0) {
        int index = (int) (bits >>> BlockCodes.DISTANCE_ROOT) & ((1 << (entry >> 8 & 15)) - 1);
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
}
