package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.Moorings;
import dev.mooring.desktop.control.SessionEntry;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.List;

/// The debug sessions of all running Moorings.
record RunningSessions(Moorings moorings) {

  /// The one that is meant.
  ///
  /// @param context empty for any
  /// @param wanted the pod's name, or how it begins: a workload's name; empty for the only one
  /// @throws dev.mooring.problem.MooringException when there is none, or there are several
  SessionEntry one(String context, String wanted) throws InterruptedException {
    List<SessionEntry> all = moorings.sessions();
    List<SessionEntry> meant =
        all.stream()
            .filter(each -> context.isEmpty() || each.context().equals(context))
            .filter(each -> matches(each, wanted))
            .toList();
    if (meant.size() == 1) {
      return meant.getFirst();
    }
    String names = String.join(", ", all.stream().map(SessionEntry::name).limit(20).toList());
    if (meant.isEmpty()) {
      throw new Problem(
              Code.DEBUG_SESSION_ENDED,
              wanted.isEmpty()
                  ? Messages.of("no-debug-session-is-running")
                  : Messages.of("no-debug-session-in", wanted),
              all.isEmpty() ? Messages.of("none-is-attached") : Messages.of("there-are", names),
              new Remedy.Command(Messages.of("start-one"), "mooring debug TARGET"))
          .raise();
    }
    throw new Problem(
            Code.NAME_AMBIGUOUS,
            Messages.of("which-debug-session"),
            Messages.of("there-are", names),
            new Remedy.Setting(Messages.of("name-its-pod"), "--session", ""))
        .raise();
  }

  private static boolean matches(SessionEntry each, String wanted) {
    return wanted.isEmpty()
        || each.name().equals(wanted)
        || each.pod().equals(wanted)
        || each.pod().startsWith(wanted + "-");
  }
}
