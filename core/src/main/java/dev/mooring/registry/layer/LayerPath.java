package dev.mooring.registry.layer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The names of entries of layers.
final class LayerPath {
  /// In bytes, as Linux counts (PATH_MAX, NAME_MAX).
  private static final int LONGEST = 4096;

  private static final int LONGEST_NAME = 255;

  private LayerPath() {}

  /// From the root, without slashes at its ends and without ".". Empty for what no file system
  /// would take, and for all that has ".." in it, which is never needed and may lead out.
  static Optional<String> normal(String path) {
    if (!isLink(path)) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (part.equals("..") || isLonger(part, LONGEST_NAME)) {
        return Optional.empty();
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }

  /// Whether a symbolic link can say so.
  static boolean isLink(String target) {
    return target.indexOf('\0') < 0 && !isLonger(target, LONGEST);
  }

  private static boolean isLonger(String text, int most) {
    return text.length() > most / 3 && text.getBytes(StandardCharsets.UTF_8).length > most;
  }
}
