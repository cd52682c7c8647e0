package dev.mooring.registry.layer;

import dev.mooring.registry.Digests;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;

/// The extended attributes of a file, such as `security.capability`, which `setcap` sets: by name,
/// each with its value in hexadecimal, or with the SHA-256 of one that is long. They are compared
/// and told, never set. Names are the layer's own and may hold control characters.
///
/// @param values by name, in order; no more than [#MOST]
public record Attributes(SortedMap<String, String> values) {
  /// Of most files.
  public static final Attributes NONE = new Attributes(new TreeMap<>());

  /// More of one file are left out: file systems keep fewer.
  static final int MOST = 256;

  /// Of names, as Linux has it.
  static final int LONGEST_NAME = 255;

  /// Of values as they are told, in characters.
  static final int LONGEST_VALUE = 128;

  public Attributes {
    values = Collections.unmodifiableSortedMap(values);
  }

  /// How a value is told.
  static String text(byte[] value) {
    return value.length <= LONGEST_VALUE / 2
        ? HexFormat.of().formatHex(value)
        : Digests.of(value).text();
  }

  /// How many characters they take.
  long length() {
    return values.entrySet().stream()
        .mapToLong(each -> each.getKey().length() + each.getValue().length())
        .sum();
  }
}
