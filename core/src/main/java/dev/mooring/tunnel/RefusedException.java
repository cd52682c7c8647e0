package dev.mooring.tunnel;

import java.io.IOException;

/// The API server's refusal to open a stream, the cause of the exception that tells of it.
public final class RefusedException extends IOException {
  private final int status;
  private final String reason;

  /// @param status the HTTP status; 101 when it switched to another protocol than was asked for
  /// @param reason of the `Status` object where it sent one, else empty
  public RefusedException(int status, String reason, String message) {
    super(message);
    this.status = status;
    this.reason = reason;
  }

  /// The HTTP status; 101 when the server switched to another protocol than was asked for.
  public int status() {
    return status;
  }

  /// The machine's word of Kubernetes' `Status` ("Forbidden", "NotFound"); empty where there
  /// is none.
  public String reason() {
    return reason;
  }

  /// The server's own words, which come from outside: bounded, and not yet fit for a
  /// terminal.
  public String text() {
    return String.valueOf(getMessage());
  }

  /// Whether it is about who asks: another pod or another attempt gets the same answer.
  public boolean aboutTheUser() {
    return status == 401 || status == 403;
  }
}
