package dev.mooring.debug;

import java.util.List;

/// The containers of the pod that a target leads to.
///
/// @param all each judged, the likeliest first; never empty
/// @param likely how many of the first may be meant where nobody names one
public record Candidates(List<Verdict> all, int likely) {
  public Candidates {
    all = List.copyOf(all);
    if (likely < 1 || likely > all.size()) {
      throw new IllegalArgumentException(likely + " of " + all.size());
    }
  }

  /// Whether there is nothing to ask.
  public boolean clear() {
    return likely == 1;
  }

  /// The one to propose: of those that may be meant, the first that can be debugged.
  public Verdict proposed() {
    return all.stream()
        .limit(likely)
        .filter(Verdict::possible)
        .findFirst()
        .orElseGet(all::getFirst);
  }

  /// That of a container; the proposed one where there is none of that name.
  public Verdict of(String container) {
    return all.stream()
        .filter(each -> each.container().equals(container))
        .findFirst()
        .orElseGet(this::proposed);
  }
}
