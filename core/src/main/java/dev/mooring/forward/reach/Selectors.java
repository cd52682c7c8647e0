package dev.mooring.forward.reach;

import dev.mooring.cluster.KubeObject;

/// Which pods an object stands for, by its label selector.
public final class Selectors {
  private Selectors() {}

  /// @param owner a Service, whose selector is a map of labels, or a workload, whose selector has
  /// `matchLabels` and `matchExpressions`. An empty selector selects nothing.
  public static boolean select(KubeObject owner, KubeObject pod) {
    return LabelSelector.of(owner).filter(each -> each.selects(pod)).isPresent();
  }
}
