package dev.mooring.desktop.terminal;

import dev.mooring.registry.layer.LayerEntry;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// A file of an image as `ls -l` shows it, with its layer.
///
/// @param path from the root, without a slash in front
/// @param layer from 0
/// @param size of its content, also of a hard link's
record FileLine(String path, LayerEntry entry, int layer, long size) {
  private static final String RIGHTS = "rwxrwxrwx";

  /// The year 9999: what is later has no date.
  private static final long LATEST = 253_402_300_799L;

  static String heading() {
    return String.format(
        Locale.ROOT,
        "%-10s  %5s  %-11s  %11s  %-16s  %s",
        Messages.of("mode"),
        Messages.of("layer"),
        Messages.of("owner"),
        Messages.of("bytes"),
        Messages.of("modified"),
        Messages.of("path"));
  }

  /// As it is typed after the image's name; a directory ends with a slash.
  String name() {
    boolean folder = entry.kind() == LayerEntry.Kind.DIRECTORY;
    return "/" + path + (folder && !path.isEmpty() ? "/" : "");
  }

  String detailed() {
    return String.format(
        Locale.ROOT,
        "%-10s  %5d  %-11s  %11d  %-16s  %s%s",
        mode(),
        layer + 1,
        entry.uid() + ":" + entry.gid(),
        size,
        modified(),
        name(),
        entry.link().isEmpty() ? "" : (isHard() ? " = /" : " -> ") + entry.link());
  }

  private boolean isHard() {
    return entry.kind() == LayerEntry.Kind.HARD_LINK;
  }

  private String modified() {
    return ImageLabels.time(time());
  }

  private Instant time() {
    return Instant.ofEpochSecond(Math.clamp(entry.modified(), 0, LATEST));
  }

  private String mode() {
    StringBuilder mode = new StringBuilder().append(letter());
    for (int i = 0; i < 9; i++) {
      mode.append((entry.mode() & (0400 >> i)) != 0 ? RIGHTS.charAt(i) : '-');
    }
    special(mode, 04000, 3, 's');
    special(mode, 02000, 6, 's');
    special(mode, 01000, 9, 't');
    return mode.toString();
  }

  private void special(StringBuilder mode, int bit, int at, char letter) {
    if ((entry.mode() & bit) != 0) {
      mode.setCharAt(at, mode.charAt(at) == 'x' ? letter : Character.toUpperCase(letter));
    }
  }

  private char letter() {
    return switch (entry.kind()) {
      case FILE, HARD_LINK -> '-';
      case DIRECTORY -> 'd';
      case SYMBOLIC_LINK -> 'l';
      case CHARACTER_DEVICE -> 'c';
      case BLOCK_DEVICE -> 'b';
      case FIFO -> 'p';
    };
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("path", "/" + path);
    json.put("type", entry.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("layer", layer + 1);
    json.put("size", size);
    json.put("mode", String.format(Locale.ROOT, "%04o", entry.mode()));
    json.put("uid", entry.uid());
    json.put("gid", entry.gid());
    json.put("modified", time().toString());
    if (!entry.link().isEmpty()) {
      json.put("link", isHard() ? "/" + entry.link() : entry.link());
    }
    if (!entry.attributes().values().isEmpty()) {
      json.put("xattrs", entry.attributes().values());
    }
    return json;
  }
}
