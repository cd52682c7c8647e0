package dev.mooring.desktop.app;

import dev.mooring.debug.DebugSession;
import dev.mooring.desktop.tray.Notice;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Tells the user once of each stop that soon ends, whether or not they look at the program.
final class StopNotices {
  private final Set<DebugSession> told = new HashSet<>();

  /// @param sessions all there are
  Optional<Notice> look(List<DebugSession> sessions) {
    told.removeIf(each -> !sessions.contains(each) || each.pressing().get().isEmpty());
    for (DebugSession each : sessions) {
      Optional<String> words = each.pressing().get();
      if (words.isPresent() && told.add(each)) {
        return Optional.of(
            new Notice(
                Messages.of("app-is-stopped", each.verdict().pod()), words.get() + ".", false));
      }
    }
    return Optional.empty();
  }
}
