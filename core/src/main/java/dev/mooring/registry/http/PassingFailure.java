package dev.mooring.registry.http;

import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.time.Duration;

/// The registry is there but cannot now.
public final class PassingFailure extends IOException {
  private static final long serialVersionUID = 1;

  private final transient Duration pause;

  /// @param pause how long it asks to wait
  private PassingFailure(String message, RuntimeException refused, Duration pause) {
    super(message, refused);
    this.pause = pause;
  }

  /// What a failing answer is: worth another attempt where the registry is busy, fails, or does not
  /// know an upload that was opened before it restarted; final otherwise.
  ///
  /// @throws dev.mooring.problem.MooringException where it is final
  public static PassingFailure of(
      Connection connection, String what, String repository, Answer answer) {
    MooringException refused = connection.refused(what, repository, answer);
    if (answer.status() >= 500
        || answer.status() == 429
        || answer.errorCode().startsWith("BLOB_UPLOAD_")) {
      return new PassingFailure(
          Messages.of("status", what, answer.status()),
          refused,
          RetryAfter.of(answer).orElse(Duration.ZERO));
    }
    throw refused;
  }

  Duration pause() {
    return pause;
  }
}
