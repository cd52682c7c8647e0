package dev.mooring.desktop.fx;

import dev.mooring.problem.Problem;
import java.time.Instant;

/// What a screen shows of something that has to be fetched: one of three faces. The fourth, empty,
/// is a full one whose value holds nothing; only the screen knows what to say then.
public sealed interface Face<T> {
  record Loading<T>() implements Face<T> {}

  record Full<T>(T value) implements Face<T> {}

  /// What came once; the newer one could not be fetched.
  ///
  /// @param since when it came
  record Stale<T>(T value, Instant since, Problem problem) implements Face<T> {}

  record Failed<T>(Problem problem) implements Face<T> {}
}
