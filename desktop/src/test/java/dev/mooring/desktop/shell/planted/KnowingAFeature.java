package dev.mooring.desktop.shell.planted;

import dev.mooring.desktop.forward.ForwardsViewModel;

/// A shell that knows what it shows.
public final class KnowingAFeature {
  private KnowingAFeature() {}

  public static int hash(ForwardsViewModel row) {
    return row.hashCode();
  }
}
