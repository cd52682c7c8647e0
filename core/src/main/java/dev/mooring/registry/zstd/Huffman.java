package dev.mooring.registry.zstd;

import java.io.IOException;

/// A Huffman code of literals.
///
/// https://www.rfc-editor.org/rfc/rfc8878#section-4.2
final class Huffman {
  private static final int LONGEST = 11;
  private static final int MOST_WEIGHTS = 255;

  /// How many symbols the bits that are looked at together have at least.
  private static final int AT_ONCE = BackwardBits.AT_ONCE / LONGEST;

  /// By the next bits: the symbol, then how many of them it takes.
  private final short[] symbols;

  private final int log;

  private Huffman(short[] symbols, int log) {
    this.symbols = symbols;
    this.log = log;
  }

  /// @param next where what follows it begins
  record Described(Huffman code, int next) {}

  static Described read(byte[] bytes, int start, int end) throws IOException {
    if (start >= end) {
      throw new IOException("truncated code");
    }
    int[] weights = new int[MOST_WEIGHTS + 1];
    int head = bytes[start] & 0xff;
    int at = start + 1;
    if (head >= 128) {
      int count = head - 127;
      int next = at + (count + 1) / 2;
      if (next > end) {
        throw new IOException("truncated code");
      }
      for (int i = 0; i < count; i++) {
        int two = bytes[at + i / 2];
        weights[i] = (i % 2 == 0 ? two >> 4 : two) & 0xf;
      }
      return new Described(of(weights, count), next);
    }
    if (at + head > end) {
      throw new IOException("truncated code");
    }
    FseTable.Described table = FseTable.read(bytes, at, at + head, 6, MOST_WEIGHTS);
    int count = weights(table.table(), bytes, table.next(), at + head, weights);
    return new Described(of(weights, count), at + head);
  }

  /// Two states in turn, until there are no bits left.
  private static int weights(FseTable table, byte[] bytes, int start, int end, int[] weights)
      throws IOException {
    BackwardBits bits = new BackwardBits(bytes, start, end);
    int[] states = {bits.read(table.log), bits.read(table.log)};
    int count = 0;
    while (true) {
      if (count > MOST_WEIGHTS - 2) {
        throw new IOException("a code of too many symbols");
      }
      int turn = count % 2;
      int state = table.states[states[turn]];
      weights[count] = FseTable.symbol(state);
      count++;
      states[turn] = FseTable.base(state) + bits.read(FseTable.width(state));
      if (bits.left() < 0) {
        weights[count] = FseTable.symbol(table.states[states[1 - turn]]);
        return count + 1;
      }
    }
  }

  /// The last weight is what the others leave.
  private static Huffman of(int[] weights, int count) throws IOException {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      if (weights[i] > LONGEST) {
        throw new IOException("a code that is too long");
      }
      sum += weights[i] == 0 ? 0 : 1 << (weights[i] - 1);
    }
    if (sum == 0) {
      throw new IOException("a code of nothing");
    }
    int log = 32 - Integer.numberOfLeadingZeros(sum);
    int rest = (1 << log) - sum;
    if (log > LONGEST || Integer.bitCount(rest) != 1) {
      throw new IOException("a code that is not whole");
    }
    weights[count] = 32 - Integer.numberOfLeadingZeros(rest);
    short[] symbols = new short[1 << log];
    int at = 0;
    for (int weight = 1; weight <= log; weight++) {
      for (int symbol = 0; symbol <= count; symbol++) {
        if (weights[symbol] == weight) {
          int to = at + (1 << (weight - 1));
          for (; at < to; at++) {
            symbols[at] = (short) ((symbol << 8) | (log + 1 - weight));
          }
        }
      }
    }
    return new Huffman(symbols, log);
  }

  /// Decodes exactly so many symbols, which take all the bits.
  void decode(byte[] bytes, int start, int end, byte[] into, int from, int count)
      throws IOException {
    finish(bytes, start, new BackwardBits(bytes, start, end).left(), into, from, from + count);
  }

  /// Decodes four streams of symbols, which lie one after the other. A processor takes steps of
  /// all four at a time, since none waits for another.
  ///
  /// @param starts where each begins, then the end of the last
  /// @param each how many symbols the first three have
  void decodeFour(byte[] bytes, int[] starts, byte[] into, int each, int count) throws IOException {
    int start0 = starts[0];
    int start1 = starts[1];
    int start2 = starts[2];
    int start3 = starts[3];
    int left0 = new BackwardBits(bytes, start0, start1).left();
    int left1 = new BackwardBits(bytes, start1, start2).left();
    int left2 = new BackwardBits(bytes, start2, start3).left();
    int left3 = new BackwardBits(bytes, start3, starts[4]).left();
    int at = 0;
    int together = count - 3 * each - AT_ONCE;
    while (at <= together
        && Math.min(Math.min(left0, left1), Math.min(left2, left3)) >= BackwardBits.AT_ONCE) {
      long bits0 = BackwardBits.next(bytes, start0, left0);
      long bits1 = BackwardBits.next(bytes, start1, left1);
      long bits2 = BackwardBits.next(bytes, start2, left2);
      long bits3 = BackwardBits.next(bytes, start3, left3);
      for (int i = at; i < at + AT_ONCE; i++) {
        int symbol0 = symbols[BackwardBits.high(bits0, log)];
        int symbol1 = symbols[BackwardBits.high(bits1, log)];
        int symbol2 = symbols[BackwardBits.high(bits2, log)];
        int symbol3 = symbols[BackwardBits.high(bits3, log)];
        into[i] = (byte) (symbol0 >> 8);
        into[i + each] = (byte) (symbol1 >> 8);
        into[i + 2 * each] = (byte) (symbol2 >> 8);
        into[i + 3 * each] = (byte) (symbol3 >> 8);
        // Of a long only the lowest six bits of a shift count: the width.
        bits0 <<= symbol0;
        bits1 <<= symbol1;
        bits2 <<= symbol2;
        bits3 <<= symbol3;
        left0 -= symbol0 & 0xff;
        left1 -= symbol1 & 0xff;
        left2 -= symbol2 & 0xff;
        left3 -= symbol3 & 0xff;
      }
      at += AT_ONCE;
    }
    finish(bytes, start0, left0, into, at, each);
    finish(bytes, start1, left1, into, at + each, 2 * each);
    finish(bytes, start2, left2, into, at + 2 * each, 3 * each);
    finish(bytes, start3, left3, into, at + 3 * each, count);
  }

  private void finish(byte[] bytes, int start, int bits, byte[] into, int from, int to)
      throws IOException {
    int left = bits;
    for (int at = from; at < to; at++) {
      int symbol = symbols[BackwardBits.high(BackwardBits.next(bytes, start, left), log)];
      into[at] = (byte) (symbol >> 8);
      left -= symbol & 0xff;
    }
    if (left != 0) {
      throw new IOException("literals of another length");
    }
  }
}
