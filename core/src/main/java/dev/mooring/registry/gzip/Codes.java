package dev.mooring.registry.gzip;

import java.io.IOException;

/// Makes decoding tables of Huffman codes.
///
/// An entry has the code's length in bits 0 to 3, what it is in bits 4 to 6, how many extra bits
/// follow it in bits 8 to 11, and its value in the upper half; 0 is no code. A code that is longer
/// than the table's root is looked up in a second table, of which the entry of its first bits says
/// where it is and how many bits it takes.
///
/// https://www.rfc-editor.org/rfc/rfc1951#section-3.2.2
final class Codes {
  static final int LITERAL = 1 << 4;
  static final int END = 1 << 5;
  static final int FURTHER = 1 << 6;
  static final int LONGEST = 15;

  private static final int MOST_LITERALS = 286;
  private static final int MOST_DISTANCES = 30;

  /// What each symbol stands for.
  static final int[] LITERALS = literals();

  static final int[] DISTANCES = distances();

  private Codes() {}

  private static int[] literals() {
    int[] entries = new int[288];
    for (int i = 0; i < 256; i++) {
      entries[i] = i << 16 | LITERAL;
    }
    entries[256] = END;
    int base = 3;
    for (int i = 257; i < MOST_LITERALS - 1; i++) {
      int extra = i < 265 ? 0 : (i - 261) / 4;
      entries[i] = base << 16 | extra << 8;
      base += 1 << extra;
    }
    entries[MOST_LITERALS - 1] = 258 << 16;
    return entries;
  }

  private static int[] distances() {
    int[] entries = new int[32];
    int base = 1;
    for (int i = 0; i < MOST_DISTANCES; i++) {
      int extra = i < 4 ? 0 : i / 2 - 1;
      entries[i] = base << 16 | extra << 8;
      base += 1 << extra;
    }
    return entries;
  }

  /// @param lengths of the codes, one for each symbol; 0 for none
  /// @param root how many bits the first table takes
  /// @param entries what the symbols stand for
  static int[] table(byte[] lengths, int from, int symbols, int root, int[] entries)
      throws IOException {
    int[] counts = new int[LONGEST + 1];
    for (int i = 0; i < symbols; i++) {
      counts[lengths[from + i]]++;
    }
    int longest = LONGEST;
    while (longest > 0 && counts[longest] == 0) {
      longest--;
    }
    int[] next = new int[LONGEST + 2];
    check(counts, longest, next);
    int second = Math.max(0, longest - root);
    int[] table = new int[(1 << root) + (second == 0 ? 0 : size(counts, root, second))];
    int used = 1 << root;
    for (int symbol = 0; symbol < symbols; symbol++) {
      int length = lengths[from + symbol];
      if (length == 0) {
        continue;
      }
      int code = Integer.reverse(next[length]++) >>> (32 - length);
      int entry = entries[symbol] == 0 ? 0 : entries[symbol] | length;
      if (length <= root) {
        for (int i = code; i < 1 << root; i += 1 << length) {
          table[i] = entry;
        }
      } else {
        int first = code & ((1 << root) - 1);
        if (table[first] == 0) {
          table[first] = used << 16 | second << 8 | FURTHER;
          used += 1 << second;
        }
        int start = table[first] >>> 16;
        for (int i = code >>> root; i < 1 << second; i += 1 << (length - root)) {
          table[start + i] = entry;
        }
      }
    }
    return table;
  }

  /// Of all second tables: each has codes that together fill it, but in the last one.
  private static int size(int[] counts, int root, int second) {
    long filled = 0;
    for (int length = root + 1; length <= root + second; length++) {
      filled += (long) counts[length] << (root + second - length);
    }
    long tables = (filled + (1L << second) - 1) >> second;
    return (int) (tables + 1) << second;
  }

  /// Codes have to be whole, but for a single one, which takes one bit.
  private static void check(int[] counts, int longest, int[] next) throws IOException {
    int left = 1;
    int code = 0;
    counts[0] = 0;
    for (int length = 1; length <= LONGEST; length++) {
      code = (code + counts[length - 1]) << 1;
      next[length] = code;
      left = (left << 1) - counts[length];
      if (left < 0) {
        throw new IOException("it has a code that is too full");
      }
    }
    if (left > 0 && longest > 1) {
      throw new IOException("it has a code that is not whole");
    }
  }
}
