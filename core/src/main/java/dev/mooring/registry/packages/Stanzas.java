package dev.mooring.registry.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.document.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Paragraphs of `name: value` lines, with an empty line after each.
final class Stanzas {
  private static final int LONGEST_LINE = 1 << 20;
  private static final int LONGEST_VALUE = 1000;
  private static final long MOST_BYTES = 256L << 20;

  private final Lines lines;
  private final Set<String> names;
  private long read;

  /// @param names the fields that are kept, of each paragraph the first of a name
  Stanzas(InputStream content, Set<String> names) {
    this.lines = new Lines(content, LONGEST_LINE);
    this.names = names;
  }

  /// What paragraphs tell of packages.
  ///
  /// @param each nothing where a paragraph tells of none
  /// @throws IOException also where they are too many
  PackageList packages(Function<Map<String, String>, Optional<InstalledPackage>> each)
      throws IOException {
    List<InstalledPackage> packages = new ArrayList<>();
    for (Map<String, String> fields = next(); !fields.isEmpty(); fields = next()) {
      each.apply(fields).ifPresent(packages::add);
      if (packages.size() > PackageReader.MOST_PACKAGES) {
        throw new IOException("more than " + PackageReader.MOST_PACKAGES + " packages");
      }
    }
    return PackageList.of(packages);
  }

  /// The fields of the next paragraph; none after the last.
  Map<String, String> next() throws IOException {
    Map<String, String> fields = new HashMap<>();
    boolean any = false;
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      read += line.length + 1L;
      if (read > MOST_BYTES) {
        throw new IOException("more than " + (MOST_BYTES >> 20) + " MiB");
      }
      if (line.length == 0) {
        if (any) {
          break;
        }
        continue;
      }
      // Without a field that is kept, too, the paragraph is one.
      any = true;
      int colon = colon(line);
      if (colon > 0) {
        int longest = Math.min(line.length - colon - 1, LONGEST_VALUE);
        fields.putIfAbsent(
            new String(line, 0, colon, UTF_8), new String(line, colon + 1, longest, UTF_8).strip());
      }
    }
    if (any) {
      fields.putIfAbsent("", "");
    }
    return fields;
  }

  /// Where the name of a field that is kept ends; 0 on every other line.
  private int colon(byte[] line) {
    for (int at = 0; at < Math.min(line.length, 64); at++) {
      if (line[at] == ':') {
        return names.contains(new String(line, 0, at, UTF_8)) ? at : 0;
      }
    }
    return 0;
  }
}
