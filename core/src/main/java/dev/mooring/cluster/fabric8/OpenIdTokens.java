package dev.mooring.cluster.fabric8;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/// An id token and the refresh token that gives the next one. Says neither in its words.
record OpenIdTokens(String id, String refresh) {
  private static final Duration EARLY = Duration.ofSeconds(30);

  static OpenIdTokens of(Document settings) {
    return new OpenIdTokens(
        settings.at("id-token").textOrEmpty(), settings.at("refresh-token").textOrEmpty());
  }

  /// Whether the id token lasts beyond an instant; one that says no end does not.
  boolean isFresh(Instant now) {
    return end().filter(end -> now.isBefore(end.minus(EARLY))).isPresent();
  }

  private Optional<Instant> end() {
    String[] parts = id.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      byte[] claims = Base64.getUrlDecoder().decode(parts[1].getBytes(StandardCharsets.US_ASCII));
      return Documents.json(claims, Messages.of("the-id-token"), Bounds.CONTENT)
          .at("exp")
          .integer()
          .filter(end -> end > 0 && end < 1L << 40)
          .map(Instant::ofEpochSecond);
    } catch (IllegalArgumentException | MooringException e) {
      return Optional.empty();
    }
  }

  Map<String, String> values() {
    return Map.of("id-token", id, "refresh-token", refresh);
  }

  @Override
  public String toString() {
    return "tokens";
  }
}
