package dev.mooring.registry.http;

import java.time.Duration;

/// How long a client stays with a registry that is silent, busy or away.
///
/// @param silence after how long without a byte a request is given up, at most
/// @param waits how many answers with status 429 and `Retry-After` it waits for and asks again
/// @param retries how many requests in a row may break before it gives up
public record Patience(Duration silence, int waits, int retries) {
  /// Of transfers, which outlive a registry's restart.
  public static final Patience LONG = new Patience(Duration.ofMinutes(2), 3, 5);

  /// One try: of checks, for which no answer is one, too.
  public static final Patience ONE_TRY = new Patience(Duration.ofSeconds(20), 0, 0);

  /// What a kind of request may be silent for where nobody is in more of a hurry.
  public Duration atMost(Duration usual) {
    return usual.compareTo(silence) > 0 ? silence : usual;
  }
}
