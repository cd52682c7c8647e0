package dev.mooring.practice.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The first line and header fields of a message, bounded in size.
public record Headers(String first, Map<String, List<String>> fields) {
  private static final int MAX_LINE = 32 * 1024;
  private static final int MAX_FIELDS = 100;

  /// @return null where the other side closed before it said anything
  public static @Nullable Headers read(InputStream in) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int count = 0; ; count++) {
      String line = line(in);
      if (line == null) {
        throw new EOFException("the connection ended within the header");
      }
      if (line.isEmpty()) {
        return new Headers(first, fields);
      }
      int colon = line.indexOf(':');
      if (colon < 1 || count == MAX_FIELDS) {
        throw new BadRequest(colon < 1 ? 400 : 431);
      }
      fields
          .computeIfAbsent(line.substring(0, colon).strip(), _ -> new ArrayList<>())
          .add(line.substring(colon + 1).strip());
    }
  }

  public Optional<String> get(String name) {
    List<String> values = fields.get(name);
    return values == null ? Optional.empty() : Optional.of(values.getFirst());
  }

  /// All values of a field, split at commas.
  public List<String> list(String name) {
    return fields.getOrDefault(name, List.of()).stream()
        .flatMap(each -> java.util.Arrays.stream(each.split(",", -1)))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .toList();
  }

  public boolean has(String name, String token) {
    return list(name).stream()
        .anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(token.toLowerCase(Locale.ROOT)));
  }

  static @Nullable String line(InputStream in) throws IOException {
    byte[] line = new byte[256];
    int length = 0;
    while (true) {
      int next = in.read();
      if (next < 0) {
        if (length == 0) {
          return null;
        }
        throw new EOFException("the connection ended within a line");
      }
      if (next == '\n') {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.ISO_8859_1);
      }
      if (length == MAX_LINE) {
        throw new BadRequest(431);
      }
      if (length == line.length) {
        line = java.util.Arrays.copyOf(line, length * 2);
      }
      line[length++] = (byte) next;
    }
  }
}
