package dev.mooring.registry.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a registry's refusals mean, and what the user can do about them.
final class RegistryRefusalsTest {
  private static final URI REGISTRY = URI.create("http://localhost:5000");
  private static final URI ASKED = URI.create("http://localhost:5000/v2/ana/app/tags/list");

  @ParameterizedTest
  @CsvSource({
    "401, GET,  '',               REGISTRY_LOGIN_NEEDED",
    "403, GET,  DENIED,           NOT_ALLOWED",
    "403, HEAD, DENIED,           NOT_ALLOWED",
    "403, PUT,  DENIED,           NOT_A_WRITER",
    "404, GET,  NAME_UNKNOWN,     IMAGE_MISSING",
    "404, GET,  MANIFEST_UNKNOWN, IMAGE_MISSING",
    "404, PUT,  BLOB_UNKNOWN,     IMAGE_INCOMPLETE",
    "404, GET,  '',               IMAGE_MISSING",
    "405, DELETE, UNSUPPORTED,    REGISTRY_READ_ONLY",
    "429, GET,  '',               REGISTRY_BUSY",
    "400, PUT,  NAME_INVALID,     REGISTRY_FAILED",
    "499, PUT,  '',               REGISTRY_FAILED",
    "500, GET,  '',               REGISTRY_FAILED",
    "503, GET,  '',               REGISTRY_FAILED",
  })
  void eachStatusHasItsCodeAndADetailForAReport(
      int status, String method, String error, Code code) {
    Problem problem = refused(status, method, error, Map.of());
    assertEquals(code, problem.code());
    assertEquals("Can't do it", problem.what());
    assertFalse(problem.whatToDo().isEmpty());
    assertTrue(problem.detail().contains(ASKED.toString()), problem::detail);
    assertTrue(problem.detail().contains(String.valueOf(status)), problem::detail);
  }

  @Test
  void whatIsMissingIsToldByTheRegistrysCode() {
    List<String> whys =
        Stream.of("NAME_UNKNOWN", "MANIFEST_UNKNOWN", "BLOB_UNKNOWN", "")
            .map(each -> refused(404, "GET", each, Map.of()).why())
            .distinct()
            .toList();
    assertEquals(4, whys.size(), whys::toString);
    assertTrue(refused(503, "GET", "", Map.of()).why().contains("503"));
    assertTrue(refused(400, "GET", "NAME_INVALID", Map.of()).why().contains("NAME_INVALID"));
    assertTrue(
        !refused(500, "GET", "", Map.of())
            .whatToDo()
            .equals(refused(499, "GET", "", Map.of()).whatToDo()));
  }

  @Test
  void whoMayNotPushIsToldHowAWriterIsMadeForThisRepository() {
    Problem writing = refused(403, "PUT", "", Map.of());
    assertTrue(writing.whatToDo().contains("--repositories 'ana/app'"), writing::whatToDo);
    assertTrue(writing.why().contains("ana/app"), writing::why);
    Problem all =
        RegistryRefusals.refused("Can't do it", "", answer(403, "PUT", "", Map.of())).problem();
    assertTrue(all.whatToDo().contains("--repositories 'NAME'"), all::whatToDo);
    assertFalse(refused(403, "GET", "", Map.of()).whatToDo().contains("writer"));
  }

  @Test
  void thePortOfAirplayIsToldFromARegistry() {
    Problem problem = refused(403, "GET", "", Map.of("Server", "AirTunes/675.4.1"));
    assertEquals(Code.PORT_TAKEN, problem.code());
    assertTrue(problem.why().contains("AirPlay"), problem::why);
  }

  static Stream<Arguments> failures() {
    ConnectException unresolved = new ConnectException();
    unresolved.initCause(new UnresolvedAddressException());
    return Stream.of(
        Arguments.of(new UnknownHostException("x"), "host"),
        Arguments.of(unresolved, "host"),
        Arguments.of(new ConnectException(), "localhost:5000"),
        Arguments.of(new HttpConnectTimeoutException("x"), "accept"),
        Arguments.of(new HttpTimeoutException("40 s"), "40 s"),
        Arguments.of(new SSLHandshakeException("bad record"), "bad record"),
        Arguments.of(new IOException("Invalid status line: SSH"), "HTTP"),
        Arguments.of(new IOException("invalid header name"), "HTTP"),
        Arguments.of(new EOFException("cut"), "cut"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aRegistryThatDoesNotAnswerIsToldByTheWayItDoesNot(IOException failure, String why) {
    Problem problem = RegistryRefusals.unreachable("Can't do it", REGISTRY, failure).problem();
    assertEquals(Code.REGISTRY_UNREACHABLE, problem.code());
    assertTrue(problem.why().contains(why), problem::why);
    assertEquals(
        failure.getMessage() == null
            ? ""
            : failure.getClass().getSimpleName() + ": " + failure.getMessage(),
        problem.detail());
  }

  @Test
  void eachWayNotToAnswerIsToldApart() {
    List<String> whys =
        failures()
            .map(each -> (IOException) each.get()[0])
            .map(each -> RegistryRefusals.unreachable("", REGISTRY, each).problem().why())
            .distinct()
            .toList();
    assertEquals(7, whys.size(), whys::toString);
  }

  @Test
  void anAnswerThatIsTooLongIsTheImagesFault() {
    Problem problem =
        RegistryRefusals.unreachable("Can't do it", REGISTRY, new BoundedBody.TooLong(9)).problem();
    assertEquals(Code.IMAGE_UNREADABLE, problem.code());
  }

  @Test
  void whatIsNoRegistryIsNamedByItsOrigin() {
    Problem problem =
        RegistryRefusals.nonsense(ASKED, "it lies", answer(200, "GET", "", Map.of())).problem();
    assertEquals(Code.NOT_A_REGISTRY, problem.code());
    assertTrue(problem.what().contains("http://localhost:5000"), problem::what);
    assertFalse(problem.what().contains("/v2"), problem::what);
    Problem elsewhere = RegistryRefusals.elsewhere(ASKED, "http://evil\u001b[2J").problem();
    assertTrue(elsewhere.why().contains("evil"), elsewhere::why);
    assertFalse(elsewhere.toString().contains("\u001b"), "control characters");
  }

  @Test
  void anAnswerKnowsItsKindAndItsErrors() {
    Answer answer =
        answer(204, "GET", "A", Map.of("Content-Type", "application/json; charset=utf-8"));
    assertTrue(answer.isSuccess());
    assertEquals("application/json", answer.contentType());
    assertEquals("A", answer.errorCode());
    assertEquals("", answer(200, "GET", "", Map.of()).contentType());
    assertFalse(answer(199, "GET", "", Map.of()).isSuccess());
    assertFalse(answer(300, "GET", "", Map.of()).isSuccess());
    Answer text =
        new Answer(
            "GET", ASKED, 404, HttpHeaders.of(Map.of(), (a, b) -> true), "no".getBytes(UTF_8));
    assertEquals("", text.errorCode());
    assertEquals("no", text.text());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "60, 60",
    "999999999, 86400",
    "'Fri, 27 Nov 2026 00:01:00 GMT', 60",
    "'Thu, 26 Nov 2026 00:00:00 GMT', 0",
    "'Fri, 27 Nov 2037 00:00:00 GMT', 86400"
  })
  void aPauseIsInSecondsOrUntilATimeAndAtMostADay(String text, long seconds) {
    ZonedDateTime now = ZonedDateTime.of(2026, 11, 27, 0, 0, 0, 0, ZoneOffset.UTC);
    assertEquals(Optional.of(Duration.ofSeconds(seconds)), RetryAfter.read(text, now));
  }

  @ParameterizedTest
  @CsvSource({"''", "-1", "soon", "1.5", "9999999999"})
  void anyOtherPauseIsNone(String text) {
    assertEquals(Optional.empty(), RetryAfter.read(text, ZonedDateTime.now(ZoneOffset.UTC)));
    assertEquals(
        Optional.of(Duration.ofSeconds(7)),
        RetryAfter.of(answer(429, "GET", "", Map.of("Retry-After", " 7 "))));
  }

  private static Problem refused(
      int status, String method, String error, Map<String, String> headers) {
    return RegistryRefusals.refused(
            "Can't do it", "ana/app", answer(status, method, error, headers))
        .problem();
  }

  private static Answer answer(
      int status, String method, String error, Map<String, String> headers) {
    String body = error.isEmpty() ? "" : "{\"errors\":[{},{\"code\":\"" + error + "\"}]}";
    Map<String, List<String>> lists = new java.util.HashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return new Answer(
        method, ASKED, status, HttpHeaders.of(lists, (a, b) -> true), body.getBytes(UTF_8));
  }
}
