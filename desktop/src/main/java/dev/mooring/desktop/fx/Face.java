package dev.mooring.desktop.fx;

import dev.mooring.problem.Problem;

/// What a screen shows of something that has to be fetched: one of three faces. The fourth, empty,
/// is a full one whose value holds nothing; only the screen knows what to say then.
public sealed interface Face<T> {
  record Loading<T>() implements Face<T> {}

  record Full<T>(T value) implements Face<T> {}

  record Failed<T>(Problem problem) implements Face<T> {}
}
