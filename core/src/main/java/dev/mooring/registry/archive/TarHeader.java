package dev.mooring.registry.archive;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Reads the fields of a tar file's headers, which are somebody else's: ustar, GNU and pax.
///
/// https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
final class TarHeader {
  /// The records that say something of an index. Others may be many and long.
  private static final Set<String> RECORDS = Set.of("path", "linkpath", "size");

  private TarHeader() {}

  /// Whether its checksum is right.
  static boolean isValid(byte[] header) {
    long sum = 0;
    for (int i = 0; i < header.length; i++) {
      sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
    }
    return sum == number(header, 148, 8);
  }

  /// The path in it, of at most 256 bytes.
  static String name(byte[] header) {
    boolean ustar = text(header, 257, 6).equals("ustar");
    String prefix = ustar && header[263] == '0' ? text(header, 345, 155) : "";
    String name = text(header, 0, 100);
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /// The records of a pax header that say something of an index.
  ///
  /// @throws dev.mooring.problem.MooringException when it is damaged
  static Map<String, String> pax(byte[] records) {
    Map<String, String> fields = new HashMap<>();
    int at = 0;
    while (at < records.length) {
      int space = at;
      while (space < records.length && records[space] >= '0' && records[space] <= '9') {
        space++;
      }
      long length = decimal(new String(records, at, space - at, StandardCharsets.US_ASCII));
      if (length < 5 || at + length > records.length || space >= at + length) {
        throw ArchiveProblems.damaged(Messages.of("a-header-in-it-is-damaged"));
      }
      int end = (int) (at + length);
      String record = new String(records, space + 1, end - space - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals > 0 && RECORDS.contains(record.substring(0, equals))) {
        fields.put(record.substring(0, equals), record.substring(equals + 1));
      }
      at = end;
    }
    return fields;
  }

  /// Text up to its first zero.
  static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return text(bytes, 0, bytes.length);
  }

  /// A number, or -1 where it is none.
  static long decimal(String digits) {
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
  }

  /// Octal digits, or with the top bit set a binary number.
  static long number(byte[] header, int from, int length) {
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
