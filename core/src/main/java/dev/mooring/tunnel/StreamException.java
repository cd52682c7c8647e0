package dev.mooring.tunnel;

import dev.mooring.problem.Problem;
import java.io.IOException;

/// A stream that ended otherwise than in order, in the user's words.
///
/// What arrives on a stream after it was opened can only be told through `IOException`; this one
/// carries the [Problem], so that layers above can show it.
public final class StreamException extends IOException {

  /// What the end says about the bytes already given to the stream.
  public enum Kind {
    /// The pod's side never took the connection: no byte reached an application, dialling again is
    /// safe.
    REFUSED,
    /// The pod's side cut the stream; it may have seen any part of the bytes.
    RESET,
    /// The way to the pod was lost; it may have seen any part of the bytes.
    LOST,
    /// One end does not believe the other's certificate: no byte reached an application, and
    /// dialling again gets the same answer.
    UNTRUSTED
  }

  private final transient Problem problem;
  private final Kind kind;

  /// @param problem what the user is told; a log has it once, where it is handled
  public StreamException(Kind kind, Problem problem) {
    super(problem.what() + ": " + problem.why());
    this.kind = kind;
    this.problem = problem;
  }

  public StreamException(Kind kind, Problem problem, Throwable cause) {
    this(kind, problem);
    initCause(cause);
  }

  /// What happened, in the user's words. It does not survive serialization.
  public Problem problem() {
    return problem;
  }

  /// Whether dialling again is safe and may help.
  public Kind kind() {
    return kind;
  }
}
