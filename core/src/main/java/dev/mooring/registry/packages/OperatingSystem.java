package dev.mooring.registry.packages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mooring.document.Printable;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The distribution that an image is made of, as os-release(5) says it.
///
/// @param id "debian"
/// @param version "12"; empty for those that have none
/// @param name for people: "Debian GNU/Linux 12 (bookworm)"
public record OperatingSystem(String id, String version, String name) {
  /// Where it says so: the first that there is. The second is often a link to the first.
  public static final List<String> PATHS = List.of("usr/lib/os-release", "etc/os-release");

  private static final int MOST = 64 * 1024;
  private static final int LONGEST = 200;

  /// @return nothing where the file names none
  public static Optional<OperatingSystem> read(InputStream content) throws IOException {
    Map<String, String> fields = new HashMap<>();
    for (String line : new String(content.readNBytes(MOST), UTF_8).lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        fields.putIfAbsent(line.substring(0, equals).strip(), value(line.substring(equals + 1)));
      }
    }
    String id = fields.getOrDefault("ID", "");
    String version = fields.getOrDefault("VERSION_ID", "");
    String name =
        fields.getOrDefault("PRETTY_NAME", (fields.getOrDefault("NAME", id) + " " + version));
    return id.isEmpty() && name.isBlank()
        ? Optional.empty()
        : Optional.of(new OperatingSystem(id, version, Printable.line(name, LONGEST)));
  }

  private static String value(String written) {
    String text = written.strip();
    boolean quoted =
        text.length() > 1
            && (text.charAt(0) == '"' || text.charAt(0) == '\'')
            && text.charAt(text.length() - 1) == text.charAt(0);
    String bare = quoted ? text.substring(1, text.length() - 1) : text;
    return Printable.line(bare.replaceAll("\\\\(.)", "$1"), LONGEST);
  }
}
