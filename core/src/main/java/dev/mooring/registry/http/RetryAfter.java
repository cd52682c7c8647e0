package dev.mooring.registry.http;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// How long a busy registry asks to wait.
///
/// https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
public final class RetryAfter {
  /// Longer waits are told to the user, who may have something better to do.
  static final Duration LONGEST = Duration.ofSeconds(60);

  private static final Duration FARTHEST = Duration.ofDays(1);

  private RetryAfter() {}

  /// The time asked for, at most a day; empty where none is.
  public static Optional<Duration> of(Answer answer) {
    return answer
        .header("Retry-After")
        .flatMap(text -> read(text.strip(), ZonedDateTime.now(ZoneOffset.UTC)));
  }

  static Optional<Duration> read(String text, ZonedDateTime now) {
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))));
    }
    try {
      ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(bounded(Duration.between(now, until)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Duration bounded(Duration wait) {
    return wait.isNegative() ? Duration.ZERO : wait.compareTo(FARTHEST) > 0 ? FARTHEST : wait;
  }
}
