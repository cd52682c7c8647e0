package dev.mooring.problem;

import org.jspecify.annotations.Nullable;

/// Carries a [Problem] from the border where a library failed to the place that tells the user.
///
/// Unchecked: nearly every call here can fail for reasons outside the program, and only a job's end
/// or a command's exit handles them.
public final class MooringException extends RuntimeException {
  private final transient Problem problem;

  public MooringException(Problem problem, @Nullable Throwable cause) {
    super(problem.what() + ": " + problem.why(), cause);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
