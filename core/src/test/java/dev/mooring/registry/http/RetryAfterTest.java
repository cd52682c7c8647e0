package dev.mooring.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RetryAfterTest {
  private static final ZonedDateTime NOW =
      ZonedDateTime.of(2026, 3, 1, 10, 0, 0, 0, ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0                             | 0",
        "90                            | 90",
        "86400                         | 86400",
        "86401                         | 86400",
        "999999999                     | 86400",
        "Sun, 01 Mar 2026 10:02:00 GMT | 120",
        "Sun, 01 Mar 2026 09:00:00 GMT | 0",
        "Sun, 08 Mar 2026 10:00:00 GMT | 86400",
      })
  void secondsAndDatesAreWaitsOfAtMostADay(String text, long seconds) {
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), RetryAfter.read(text, NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "soon", "1.5", "1000000000", "Sun, 01 Mar 2026"})
  void whatIsNeitherAsksForNothing(String text) {
    assertEquals(Optional.empty(), RetryAfter.read(text, NOW));
  }

  @Test
  void theHeaderOfAnAnswerIsRead() {
    assertEquals(Optional.of(Duration.ofSeconds(7)), RetryAfter.of(answer(" 7 ")));
    assertEquals(
        Optional.of(Duration.ZERO), RetryAfter.of(answer("Sun, 01 Mar 2015 10:02:00 GMT")));
    assertTrue(RetryAfter.of(Answer.kept(URI.create("http://reg.test"), new byte[0])).isEmpty());
  }

  private static Answer answer(String wait) {
    return new Answer(
        "GET",
        URI.create("http://reg.test"),
        429,
        HttpHeaders.of(Map.of("Retry-After", List.of(wait)), (name, value) -> true),
        new byte[0]);
  }

  @Test
  void aRegistryIsWaitedForNoLongerThanItsCallerIsPatient() {
    Patience patience = new Patience(Duration.ofSeconds(20), 0, 0);
    assertEquals(Duration.ofSeconds(20), patience.atMost(Duration.ofSeconds(30)));
    assertEquals(Duration.ofSeconds(5), patience.atMost(Duration.ofSeconds(5)));
  }
}
