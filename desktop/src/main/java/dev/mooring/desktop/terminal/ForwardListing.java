package dev.mooring.desktop.terminal;

import dev.mooring.desktop.control.ForwardEntry;
import dev.mooring.desktop.control.ForwardKey;
import dev.mooring.desktop.control.Moorings.Found;
import dev.mooring.forward.SavedForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Every forward there is: those that run anywhere, and those that are only kept.
///
/// @param entries one for each name in each context
record ForwardListing(Found found, List<ForwardEntry> entries) {

  /// @param saved what the settings hold; not asked where a window knows it better
  static ForwardListing of(Found found, List<SavedForward> saved) {
    Map<ForwardKey, ForwardEntry> entries = new LinkedHashMap<>();
    if (found.window().isEmpty()) {
      saved.forEach(each -> put(entries, ForwardEntry.of(each)));
    }
    found.moorings().forEach(mooring -> mooring.forwards().forEach(each -> put(entries, each)));
    return new ForwardListing(found, List.copyOf(entries.values()));
  }

  /// One that runs says more than one that does not, and one with an owner more than one without.
  private static void put(Map<ForwardKey, ForwardEntry> entries, ForwardEntry entry) {
    entries.merge(entry.key(), entry, (there, next) -> weight(next) > weight(there) ? next : there);
  }

  private static int weight(ForwardEntry entry) {
    return entry.listens() ? 2 : entry.owner() != 0 ? 1 : 0;
  }

  /// Those of the context, where one is asked for.
  List<ForwardEntry> in(String context) {
    return entries.stream()
        .filter(each -> context.isEmpty() || each.key().context().equals(context))
        .toList();
  }

  /// Those of these names.
  ///
  /// @throws dev.mooring.problem.MooringException when there is none of a name, or several
  List<ForwardEntry> named(List<String> names, String context) {
    List<ForwardEntry> chosen = new ArrayList<>();
    for (String name : names) {
      List<ForwardEntry> matching =
          in(context).stream().filter(each -> each.spec().name().equals(name)).toList();
      if (matching.isEmpty()) {
        throw none(name);
      }
      if (matching.size() > 1) {
        throw new Problem(
                Code.NAME_AMBIGUOUS,
                Messages.of("which-forward", name),
                Messages.of(
                    "there-is-one-in-each-of",
                    String.join(", ", matching.stream().map(m -> m.key().context()).toList())),
                new Remedy.Setting(Messages.of("name-its-context"), "--context", ""))
            .raise();
      }
      chosen.add(matching.getFirst());
    }
    return chosen;
  }

  /// @throws dev.mooring.problem.MooringException when nothing is in the group
  List<ForwardEntry> group(String group, String context) {
    List<ForwardEntry> chosen =
        in(context).stream().filter(each -> each.spec().group().equals(group)).toList();
    if (chosen.isEmpty()) {
      throw new Problem(
              Code.FORWARD_UNKNOWN,
              Messages.of("there-is-no-group", group),
              Messages.of("no-forward-is-in-it"),
              new Remedy.Command(
                  Messages.of("see-the-forwards-with-their-groups"), "mooring forward ls"))
          .raise();
    }
    return chosen;
  }

  private RuntimeException none(String name) {
    if (!found.silent().isEmpty()) {
      // It may be there.
      return found.silent().getFirst().raise();
    }
    return new Problem(
            Code.FORWARD_UNKNOWN,
            Messages.of("there-is-no-forward", name),
            entries.isEmpty()
                ? Messages.of("no-forward-is-saved-or-running")
                : Messages.of(
                    "there-are",
                    String.join(
                        ", ", entries.stream().map(e -> e.spec().name()).limit(20).toList())),
            new Remedy.Command(
                Messages.of("see-which-forwards-there-are-mooring"), "mooring forward ls"))
        .raise();
  }
}
