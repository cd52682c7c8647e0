package dev.mooring.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A failure and what it came of, as far as ten steps back: libraries wrap what the socket said.
final class Causes {
  private static final int DEEPEST = 10;

  private final List<Throwable> chain = new ArrayList<>();

  Causes(Throwable failure) {
    Throwable each = failure;
    while (each != null && chain.size() < DEEPEST) {
      chain.add(each);
      each = each.getCause();
    }
  }

  boolean has(Class<? extends Throwable> type) {
    return chain.stream().anyMatch(type::isInstance);
  }

  /// Whether a message holds the words. Some failures differ in nothing else.
  boolean say(String words) {
    return messages().contains(words);
  }

  String messages() {
    return chain.stream()
        .map(Throwable::getMessage)
        .filter(each -> each != null && !each.isEmpty())
        .distinct()
        .collect(Collectors.joining("\n"));
  }
}
