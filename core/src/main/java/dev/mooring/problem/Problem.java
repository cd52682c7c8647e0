package dev.mooring.problem;

/// A failure in the user's words.
///
/// @param what what did not happen, naming the object: "Cannot listen on 127.0.0.1:5000"
/// @param why the cause as far as it is known: "docker-proxy (pid 812) holds the port"
/// @param whatToDo the next step, one sentence: "Run with --port 5001, or end that process"
/// @param detail lines for a bug report (status codes, the answer's text); empty when there are
/// none. Never a secret.
public record Problem(String what, String why, String whatToDo, String detail) {

  /// A problem without further detail.
  public Problem(String what, String why, String whatToDo) {
    this(what, why, whatToDo, "");
  }

  /// The same problem with other lines for a bug report.
  public Problem withDetail(String lines) {
    return new Problem(what, why, whatToDo, lines);
  }

  /// This problem as the exception that carries it.
  public MooringException raise() {
    return new MooringException(this, null);
  }

  /// This problem as an exception whose cause goes to the log.
  public MooringException raise(Throwable cause) {
    return new MooringException(this, cause);
  }
}
