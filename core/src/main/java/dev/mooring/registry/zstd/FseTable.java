package dev.mooring.registry.zstd;

import java.io.IOException;

/// A decoding table of finite state entropy.
///
/// https://www.rfc-editor.org/rfc/rfc8878#section-4.1
final class FseTable {
  /// By state: the symbol, then how many bits lead to the next state, then what they are added to.
  /// One look at memory for each is what makes it fast.
  final int[] states;

  /// How many bits the first state has.
  final int log;

  private FseTable(int[] states, int log) {
    this.states = states;
    this.log = log;
  }

  /// One symbol for ever.
  static FseTable of(int symbol) {
    return new FseTable(new int[] {symbol}, 0);
  }

  static int symbol(int state) {
    return state & 0xff;
  }

  static int width(int state) {
    return (state >> 8) & 0xff;
  }

  static int base(int state) {
    return state >>> 16;
  }

  /// @param counts how often each symbol is met; -1 for less than once
  static FseTable of(short[] counts, int log) throws IOException {
    int size = 1 << log;
    byte[] symbols = new byte[size];
    int[] next = new int[counts.length];
    int high = size;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] == -1) {
        high--;
        symbols[high] = (byte) symbol;
        next[symbol] = 1;
      }
    }
    int step = (size >> 1) + (size >> 3) + 3;
    int at = 0;
    for (int symbol = 0; symbol < counts.length; symbol++) {
      if (counts[symbol] > 0) {
        next[symbol] = counts[symbol];
        for (int i = 0; i < counts[symbol]; i++) {
          symbols[at] = (byte) symbol;
          do {
            at = (at + step) & (size - 1);
          } while (at >= high);
        }
      }
    }
    if (at != 0) {
      throw new IOException("incomplete table");
    }
    int[] states = new int[size];
    for (int i = 0; i < size; i++) {
      int state = next[symbols[i] & 0xff]++;
      int width = log - (31 - Integer.numberOfLeadingZeros(state));
      states[i] = (((state << width) - size) << 16) | (width << 8) | (symbols[i] & 0xff);
    }
    return new FseTable(states, log);
  }

  /// What a block says of one.
  ///
  /// @param next where what follows it begins
  record Described(FseTable table, int next) {}

  /// @param mostLog the largest table that is allowed here
  /// @param most the largest symbol
  static Described read(byte[] bytes, int start, int end, int mostLog, int most)
      throws IOException {
    ForwardBits bits = new ForwardBits(bytes, start, end);
    int log = bits.read(4) + 5;
    if (log > mostLog) {
      throw new IOException("a table that is too large");
    }
    short[] counts = new short[most + 1];
    int remaining = 1 << log;
    int symbol = 0;
    while (remaining > 0) {
      if (symbol > most) {
        throw new IOException("a table of too many symbols");
      }
      int count = count(bits, remaining);
      remaining -= Math.abs(count);
      counts[symbol] = (short) count;
      symbol++;
      if (count == 0) {
        for (int zeros = 3; zeros == 3; ) {
          zeros = bits.read(2);
          symbol += zeros;
        }
      }
    }
    if (remaining < 0) {
      throw new IOException("a table that is too full");
    }
    return new Described(of(counts, log), bits.next());
  }

  /// Small values take one bit less where that is unambiguous.
  private static int count(ForwardBits bits, int remaining) throws IOException {
    int width = 32 - Integer.numberOfLeadingZeros(remaining + 1);
    int value = bits.read(width - 1);
    int threshold = (1 << width) - 1 - (remaining + 1);
    if (value < threshold) {
      return value - 1;
    }
    if (bits.read(1) == 1) {
      value += (1 << (width - 1)) - threshold;
    }
    return value - 1;
  }
}
