package dev.mooring.document.planted;

import dev.mooring.cluster.Context;
import java.util.List;

/// A room that uses one to its left.
public final class Backwards {
  private Backwards() {}

  public static String name(List<Context> contexts) {
    return contexts.getFirst().name();
  }
}
