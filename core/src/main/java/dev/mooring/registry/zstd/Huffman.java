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
    int left = new BackwardBits(bytes, start, end).left();
    int at = from;
    int to = from + count;
    while (at <= to - AT_ONCE && left >= BackwardBits.AT_ONCE) {
      long bits = BackwardBits.next(bytes, start, left);
      int taken = 0;
      for (int i = 0; i < AT_ONCE; i++) {
        int symbol = symbols[BackwardBits.high(bits, log)];
        into[at + i] = (byte) (symbol >> 8);
        int width = symbol & 0xff;
        bits <<= width;
        taken += width;
      }
      at += AT_ONCE;
      left -= taken;
    }
    for (; at < to; at++) {
      int symbol = symbols[BackwardBits.high(BackwardBits.next(bytes, start, left), log)];
      into[at] = (byte) (symbol >> 8);
      left -= symbol & 0xff;
    }
    if (left != 0) {
      throw new IOException("literals of another length");
    }
  }
}
