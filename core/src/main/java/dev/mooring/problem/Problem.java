package dev.mooring.problem;

/// A failure in the user's words.
///
/// @param code which failure it is, for scripts
/// @param what what did not happen, naming the object: "Cannot listen on 127.0.0.1:5000"
/// @param why the cause as far as it is known: "docker-proxy (pid 812) holds the port"
/// @param remedy the next step
/// @param detail lines for a bug report (status codes, the answer's text); empty when there are
/// none. Never a secret.
public record Problem(Code code, String what, String why, Remedy remedy, String detail) {

  /// A problem without further detail.
  public Problem(Code code, String what, String why, Remedy remedy) {
    this(code, what, why, remedy, "");
  }

  /// The next step as one line.
  public String whatToDo() {
    return remedy.line();
  }

  /// The same problem with other lines for a bug report.
  public Problem withDetail(String lines) {
    return new Problem(code, what, why, remedy, lines);
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
