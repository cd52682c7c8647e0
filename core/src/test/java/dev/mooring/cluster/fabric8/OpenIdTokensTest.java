package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How long an id token counts, by its own claims.
final class OpenIdTokensTest {
  private static final Instant END = Instant.ofEpochSecond(1_800_000_000);

  @Test
  void aTokenCountsUntilHalfAMinuteBeforeItsEnd() {
    OpenIdTokens tokens = with("{\"exp\":1800000000}");
    assertTrue(tokens.isFresh(END.minusSeconds(31)));
    assertFalse(tokens.isFresh(END.minusSeconds(30)));
    assertFalse(tokens.isFresh(END));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"exp\":\"1800000000\"}",
        "{\"exp\":0}",
        "{\"exp\":-1}",
        "{\"exp\":1099511627776}",
        "not json",
      })
  void aTokenThatSaysNoEndDoesNotCount(String claims) {
    assertFalse(with(claims).isFresh(Instant.EPOCH));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a.b", "a.!.c", "a.b.c.d"})
  void whatIsNoTokenDoesNotCount(String id) {
    assertFalse(new OpenIdTokens(id, "r").isFresh(Instant.EPOCH));
  }

  @Test
  void theyAreReadAndWrittenUnderTheNamesOfTheKubeconfigAndNotSaid() {
    Map<String, String> values = Map.of("id-token", "i", "refresh-token", "r");
    OpenIdTokens tokens = OpenIdTokens.of(Document.of(values));
    assertEquals(new OpenIdTokens("i", "r"), tokens);
    assertEquals(values, tokens.values());
    assertEquals("tokens", tokens.toString());
  }

  private static OpenIdTokens with(String claims) {
    String body =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return new OpenIdTokens("e30." + body + ".s", "r");
  }
}
