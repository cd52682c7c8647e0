package dev.mooring.desktop.forward;

import dev.mooring.forward.ForwardStatus;
import java.util.List;
import java.util.Locale;

/// What was typed to find forwards.
///
/// @param words each has to be somewhere in a forward's line
record ForwardFilter(List<String> words) {
  static final ForwardFilter NONE = new ForwardFilter(List.of());

  static ForwardFilter of(String text) {
    String typed = text.strip().toLowerCase(Locale.ROOT);
    return typed.isEmpty() ? NONE : new ForwardFilter(List.of(typed.split("\\s+")));
  }

  boolean isEmpty() {
    return words.isEmpty();
  }

  boolean matches(String context, ForwardStatus row) {
    if (isEmpty()) {
      return true;
    }
    String all =
        String.join(
                " ",
                context,
                row.spec().name(),
                row.spec().group(),
                row.spec().target().namespace(),
                Targets.words(row.spec()),
                Address.of(row),
                StateText.of(row.state()).words(),
                String.join(" ", row.pods()))
            .toLowerCase(Locale.ROOT);
    return words.stream().allMatch(all::contains);
  }
}
