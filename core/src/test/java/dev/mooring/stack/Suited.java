package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.stack.options.StackOptions;

/// What Install would choose in the cluster at hand.
final class Suited {
  private Suited() {}

  static StackOptions to(Cluster cluster) {
    try {
      return StackOptions.defaults().withProtection(new SuitableProtection(cluster).find());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
