package dev.mooring.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class FollowingTest {
  private static final URI HOME = URI.create("http://reg.test/v2/a");

  private final List<String> asked = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private final List<List<String>> challenged = new ArrayList<>();
  private boolean logsIn = true;
  private Following following;

  private final Authorization authorization =
      new Authorization() {
        @Override
        public boolean answer(URI uri, List<String> challenges) {
          challenged.add(challenges);
          return logsIn;
        }

        @Override
        public boolean mayLead(URI from, URI to) {
          return to.getHost().equals("cdn.test") || to.getHost().equals("reg.test");
        }
      };

  @BeforeEach
  void start() {
    following =
        new Following(Origin.of(HOME), authorization, new Patience(Duration.ofSeconds(1), 2, 0));
  }

  private void answers(int status, Map<String, List<String>> headers) {
    answers.add(
        new Answer(
            "GET", HOME, status, HttpHeaders.of(headers, (name, value) -> true), new byte[0]));
  }

  private void leadsTo(int status, String location) {
    answers(status, Map.of("Location", List.of(location)));
  }

  private int status() throws Exception {
    return following
        .to(
            HOME,
            (uri, own) -> {
              asked.add(uri + (own ? " own" : ""));
              return answers.removeFirst();
            })
        .status();
  }

  @ParameterizedTest
  @ValueSource(ints = {300, 301, 302, 307, 308, 399})
  void aRedirectIsFollowedAtHomeAndToWhereItMayLead(int redirect) throws Exception {
    leadsTo(redirect, "https://reg.test:80/v2/b?c=d");
    leadsTo(redirect, "https://cdn.test/x");
    answers(200, Map.of());
    assertEquals(200, status());
    assertEquals(
        List.of("http://reg.test/v2/a own", "http://reg.test/v2/b?c=d own", "https://cdn.test/x"),
        asked);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 299, 304, 400, 404})
  void whatIsNoRedirectIsTheAnswerWhateverItNames(int status) throws Exception {
    leadsTo(status, "/v2/b");
    assertEquals(status, status());
  }

  @Test
  void aRedirectToNowhereIsTheAnswer() throws Exception {
    answers(307, Map.of());
    assertEquals(307, status());
  }

  @Test
  void whereARegistryMayNotLeadItIsNotFollowed() {
    leadsTo(307, "https://evil.test/x");
    MooringException thrown = assertThrows(MooringException.class, this::status);
    assertTrue(thrown.problem().why().contains("evil.test"), thrown.problem().why());
    assertEquals(1, asked.size());
  }

  @Test
  void fiveRedirectsAreFollowedAndNoSixth() throws Exception {
    for (int i = 0; i < 5; i++) {
      leadsTo(307, "/v2/b");
    }
    answers(200, Map.of());
    assertEquals(200, status());
    asked.clear();
    for (int i = 0; i < 6; i++) {
      leadsTo(307, "/v2/b");
    }
    assertThrows(MooringException.class, this::status);
    assertEquals(6, asked.size());
  }

  @Test
  void aLoginIsAnsweredForOnceAndWithWhatWasAsked() throws Exception {
    answers(401, Map.of("WWW-Authenticate", List.of("Basic realm=x", "Bearer realm=y")));
    answers(401, Map.of());
    assertEquals(401, status());
    assertEquals(List.of(List.of("Basic realm=x", "Bearer realm=y")), challenged);
    assertEquals(2, asked.size());
  }

  @Test
  void whoHasNoLoginIsToldThatOneIsWanted() throws Exception {
    logsIn = false;
    answers(401, Map.of());
    assertEquals(401, status());
    assertEquals(1, asked.size());
    answers(403, Map.of());
    assertEquals(403, status());
    assertEquals(1, challenged.size(), "only a 401 asks for a login");
  }

  @Test
  void whoARegistryLeadsToGetsNoLogin() throws Exception {
    leadsTo(307, "https://cdn.test/x");
    answers(401, Map.of());
    assertEquals(401, status());
    assertEquals(List.of(), challenged);
  }

  @Test
  void whereAnotherHostLeadsIsTakenAsItIs() throws Exception {
    leadsTo(307, "https://cdn.test/x");
    leadsTo(307, "https://reg.test:80/v2/b");
    answers(200, Map.of());
    status();
    assertEquals("https://reg.test:80/v2/b own", asked.getLast());
  }

  @Test
  void aBusyRegistryIsAskedAgainAsOftenAsPatienceSays() throws Exception {
    for (int i = 0; i < 3; i++) {
      answers(429, Map.of("Retry-After", List.of("0")));
    }
    assertEquals(429, status());
    assertEquals(3, asked.size());
  }

  @Test
  void onlyAnAnswerThatSaysHowLongIsWaitedFor() throws Exception {
    answers(429, Map.of());
    assertEquals(429, status());
    answers(503, Map.of("Retry-After", List.of("0")));
    assertEquals(503, status());
    answers(429, Map.of("Retry-After", List.of("61")));
    assertEquals(429, status());
    assertEquals(3, asked.size());
  }

  @Test
  void aMinuteIsWaitedUntilAnInterrupt() {
    answers(429, Map.of("Retry-After", List.of("60")));
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, this::status);
  }
}
