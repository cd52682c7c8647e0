package dev.mooring.debug;

import java.util.List;

/// The containers of the pod that a target leads to.
///
/// @param all each judged, the likeliest first; never empty
/// @param clear whether the first is meant where nobody names one
public record Candidates(List<Verdict> all, boolean clear) {
  public Candidates {
    if (all.isEmpty()) {
      throw new IllegalArgumentException("a pod has a container");
    }
    all = List.copyOf(all);
  }

  /// The likeliest.
  public Verdict first() {
    return all.getFirst();
  }

  /// That of a container; the likeliest where it isn't among them.
  public Verdict of(String container) {
    return all.stream()
        .filter(each -> each.container().equals(container))
        .findFirst()
        .orElseGet(this::first);
  }

  /// Whether any of them can be debugged.
  public boolean possible() {
    return all.stream().anyMatch(Verdict::possible);
  }
}
