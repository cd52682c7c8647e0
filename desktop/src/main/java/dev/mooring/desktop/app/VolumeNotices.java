package dev.mooring.desktop.app;

import dev.mooring.desktop.tray.Notice;
import dev.mooring.problem.Finding;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Decides when the user is told of a volume: once when it gets worse or better, and not again
/// while it stays so. A volume that was never seen otherwise and is fine is no news.
final class VolumeNotices {
  private final Map<String, Finding.Level> last = new HashMap<>();

  /// @param key of the volume in all contexts
  /// @param registry its name
  Optional<Notice> look(String key, String registry, Finding found) {
    Finding.Level before = last.getOrDefault(key, Finding.Level.OK);
    last.put(key, found.level());
    if (before == found.level()) {
      return Optional.empty();
    }
    boolean bad = found.level() != Finding.Level.OK;
    String title =
        switch (found.level()) {
          case OK -> Messages.of("volume-has-room", registry);
          case WARNING -> Messages.of("volume-needs-attention", registry);
          case BLOCKER -> Messages.of("volume-cannot-take-pushes", registry);
        };
    String remedy = sentence(found.remedy().words());
    return Optional.of(new Notice(title, (sentence(found.sentence()) + " " + remedy).strip(), bad));
  }

  private static String sentence(String text) {
    return text.isEmpty()
        ? ""
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
  }
}
