package dev.mooring.fuzz;

import org.jspecify.annotations.Nullable;

/// What Jazzer calls in a process of its own.
///
/// https://github.com/CodeIntelligenceTesting/jazzer
public final class FuzzProcess {
  private static @Nullable FuzzTarget target;

  private FuzzProcess() {}

  /// @param arguments the name of a target
  public static void fuzzerInitialize(String[] arguments) throws Exception {
    FuzzTarget now = FuzzTargets.of(arguments[0]);
    // Loading and instrumenting classes takes longer than an input may.
    for (byte[] seed : now.seeds()) {
      now.feed(seed);
    }
    target = now;
  }

  public static void fuzzerTestOneInput(byte[] input) throws Exception {
    FuzzTarget now = target;
    if (now != null) {
      now.feed(input);
    }
  }
}
