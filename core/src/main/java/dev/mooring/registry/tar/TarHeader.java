package dev.mooring.registry.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/// Reads the fields of a tar file's headers, which are somebody else's: ustar, GNU, and pax.
/// Nothing that they say is believed: what is no number is -1, what is damaged is empty.
///
/// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
public final class TarHeader {
  /// Bytes of a header; contents fill up to the next such block.
  public static final int BLOCK = 512;

  private TarHeader() {}

  /// Whether its checksum is right.
  public static boolean isValid(byte[] header) {
    long sum = 0;
    for (int i = 0; i < header.length; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    return sum == number(header, 148, 8);
  }

  /// The path in it, of at most 256 bytes.
  public static String name(byte[] header) {
    boolean ustar = text(header, 257, 6).equals("ustar");
    String prefix = ustar && header[263] == '0' ? text(header, 345, 155) : "";
    String name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /// The records of a pax header.
  ///
  /// @param wanted the names of those that are told of; others may be many and long
  /// @return empty when it is damaged
  public static Optional<Map<String, String>> pax(byte[] records, Set<String> wanted) {
    Map<String, String> fields = new HashMap<>();
    boolean whole =
        pax(
            records,
            wanted::contains,
            (name, value) -> fields.put(name, new String(value, StandardCharsets.UTF_8)));
    return whole ? Optional.of(fields) : Optional.empty();
  }

  /// The same, with values as they are: those of extended attributes are no text.
  ///
  /// @param each takes name and value of every record that is wanted, in their order
  /// @return false when it is damaged
  public static boolean pax(
      byte[] records, Predicate<String> wanted, BiConsumer<String, byte[]> each) {
    int at = 0;
    while (at < records.length) {
      int space = at;
      while (space < records.length && records[space] >= '0' && records[space] <= '9') {
        space++;
      }
      long length = decimal(new String(records, at, space - at, StandardCharsets.US_ASCII));
      if (length < 5 || at + length > records.length || space >= at + length) {
        return false;
      }
      int end = (int) (at + length);
      int equals = space + 1;
      while (equals < end - 1 && records[equals] != '=') {
        equals++;
      }
      if (equals > space + 1 && equals < end - 1) {
        String name = new String(records, space + 1, equals - space - 1, StandardCharsets.UTF_8);
        if (wanted.test(name)) {
          each.accept(name, Arrays.copyOfRange(records, equals + 1, end - 1));
        }
      }
      at = end;
    }
    return true;
  }

  /// Whether a block has nothing but zeros, as the end of a tar file does.
  public static boolean isZero(byte[] block) {
    for (byte each : block) {
      if (each != 0) {
        return false;
      }
    }
    return true;
  }

  /// The kind of the entry: `5` for a folder.
  public static char kind(byte[] header) {
    return (char) (header[156] & 0xff);
  }

  /// How long the content is, or -1. Links, folders, and devices have none, whatever it says.
  ///
  /// @param said by a header before it; empty where none did
  public static long size(byte[] header, Optional<String> said) {
    char kind = kind(header);
    if (kind >= '1' && kind <= '6') {
      return 0;
    }
    return said.isPresent() && kind != 'x' && kind != 'g'
        ? decimal(said.get())
        : number(header, 124, 12);
  }

  /// The same, filled up to whole blocks.
  public static long padded(long size) {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  /// Text up to its first zero.
  public static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  /// The same of all the bytes.
  public static String text(byte[] bytes) {
    return text(bytes, 0, bytes.length);
  }

  /// A number, or -1 where it is none.
  public static long decimal(String digits) {
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
  }

  /// Octal digits, or with the top bit set a binary number; -1 where it is none.
  public static long number(byte[] header, int from, int length) {
    if ((header[from] & 0x80) != 0) {
      long value = header[from] & 0x7f;
      for (int i = from + 1; i < from + length; i++) {
        if (value > Long.MAX_VALUE >> 8) {
          return -1;
        }
        value = (value << 8) | (header[i] & 0xff);
      }
      return value;
    }
    String octal = text(header, from, length).trim();
    return octal.isEmpty() ? 0 : octal.matches("[0-7]{1,12}") ? Long.parseLong(octal, 8) : -1;
  }
}
