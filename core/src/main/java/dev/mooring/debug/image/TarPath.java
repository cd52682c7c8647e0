package dev.mooring.debug.image;

import java.util.ArrayDeque;
import java.util.Deque;

/// Names of files in an image. Nothing leads out of its root.
final class TarPath {
  private TarPath() {}

  /// "/usr//bin/../bin/app/" as "usr/bin/app".
  static String normal(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String each : path.split("/", -1)) {
      if (each.equals("..")) {
        parts.pollLast();
      } else if (!each.isEmpty() && !each.equals(".")) {
        parts.addLast(each);
      }
    }
    return String.join("/", parts);
  }

  /// Where a link leads that stands at a name or above it.
  static String led(TarEntry link, String wanted) {
    String name = link.name();
    String rest = wanted.substring(name.length());
    boolean fromRoot = link.isHardLink() || link.link().startsWith("/");
    String parent = fromRoot ? "" : name.substring(0, Math.max(0, name.lastIndexOf('/')));
    return normal(parent + "/" + link.link() + rest);
  }
}
