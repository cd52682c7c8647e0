package dev.mooring.job;

import dev.mooring.problem.Problem;
import java.time.Instant;
import java.util.List;

/// What a job is doing, or how it ended: exactly one of done, cancelled, failed.
public sealed interface JobState {

  /// @param part what it does now, empty at the start
  /// @param done amount done of `total` in `unit`
  /// @param total 0 when not known
  /// @param parts what goes on side by side
  record Running(
      Instant since,
      String part,
      long done,
      long total,
      Progress.Unit unit,
      List<ProgressTree.Part> parts)
      implements JobState {

    /// Share done from 0 to 1, or -1 when the total is not known.
    public double fraction() {
      return total <= 0 ? -1 : Math.min(1.0, (double) done / total);
    }
  }

  /// @param result what the work returned, in words for the user
  record Done(Instant at, String result) implements JobState {}

  record Cancelled(Instant at) implements JobState {}

  record Failed(Instant at, Problem problem) implements JobState {}

  default boolean ended() {
    return !(this instanceof Running);
  }
}
