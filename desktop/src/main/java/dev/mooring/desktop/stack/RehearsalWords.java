package dev.mooring.desktop.stack;

import dev.mooring.stack.options.Rehearsal;
import dev.mooring.stack.options.Rehearsed;
import java.util.List;
import java.util.stream.Stream;

/// A change of who can push, and whom it would have refused, in words.
final class RehearsalWords {
  private static final int MOST_LINES = 5;

  private RehearsalWords() {}

  /// "Limit dev/ana to app/*".
  static String of(Rehearsed change) {
    return change.removes()
        ? Messages.of("remove-rule", change.words())
        : Messages.of("limit-rule", change.words(), String.join(", ", change.repositories()));
  }

  /// Who would have been refused, the most frequent first.
  static List<String> lines(Rehearsal rehearsal) {
    if (!rehearsal.hidden().isEmpty()) {
      return List.of(Messages.of("refusals-are-hidden", rehearsal.hidden()));
    }
    if (rehearsal.refusals().isEmpty()) {
      return List.of(Messages.of("nobody-would-have-been-refused"));
    }
    int left = rehearsal.refusals().size() - MOST_LINES;
    return Stream.concat(
            rehearsal.refusals().stream().limit(MOST_LINES).map(RehearsalWords::line),
            left > 0 ? Stream.of(Messages.count("and-more-refusals", left)) : Stream.empty())
        .toList();
  }

  private static String line(Rehearsal.Refusal refusal) {
    return Messages.count(
        "would-have-been-refused", refusal.requests(), refusal.account(), refusal.repository());
  }
}
