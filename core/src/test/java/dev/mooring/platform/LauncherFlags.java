package dev.mooring.platform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The flags with which Mooring is started, as its launcher has them.
public final class LauncherFlags {
  private static final Pattern FLAGS = Pattern.compile("(?s)\nflags=\"([^\"]+)\"");

  private LauncherFlags() {}

  public static List<String> read() throws IOException {
    Path folder = Path.of("").toAbsolutePath();
    Path start = folder.resolve("src/packaging/start.sh");
    if (!Files.exists(start)) {
      start = folder.resolveSibling("src/packaging/start.sh");
    }
    Matcher matcher = FLAGS.matcher(Files.readString(start));
    if (!matcher.find()) {
      throw new IOException(start + " has no flags");
    }
    return List.of(matcher.group(1).strip().split("\\s+"));
  }
}
