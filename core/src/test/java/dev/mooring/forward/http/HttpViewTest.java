package dev.mooring.forward.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.HttpRequest;
import dev.mooring.forward.http.HttpView.Completeness;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HttpViewTest {
  private final List<HttpRequest> noted = new ArrayList<>();
  private final AtomicInteger notHttp = new AtomicInteger();
  private final HttpView view = view();

  @Test
  void requestsAndAnswersAreMatchedOnAKeptConnection() {
    sent("GET /users/7?token=secret HTTP/1.1\r\nHost: a\r\nCookie: a=b\r\n\r\n");
    received("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    sent("POST /users HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");
    received("HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n");
    received("3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n");
    sent("DELETE /users/7 HTTP/1.1\r\n\r\n");
    received("HTTP/1.1 204 No Content\r\n\r\n");
    assertNoted("GET /users/7 200 5", "POST /users 201 13", "DELETE /users/7 204 0");
  }

  @Test
  void pipelinedRequestsAreAnsweredInOrder() {
    sent("GET /1 HTTP/1.1\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n");
    received("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n1");
    received("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    received("HTTP/1.1 304 Not Modified\r\nContent-Length: 70\r\n\r\n");
    assertNoted("GET /1 200 1", "HEAD /2 200 0", "GET /3 304 0");
  }

  @Test
  void anAnswerWithoutALengthEndsWithItsConnection() {
    sent("GET / HTTP/1.0\r\n\r\n");
    received("HTTP/1.0 200 OK\r\n\r\nabc");
    received("def");
    assertNoted();
    view.answersEnded();
    view.closed();
    assertNoted("GET / 200 6");
  }

  @Test
  void whatIsCutIsNotedAsFarAsItCame() {
    sent("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n");
    received("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
    view.closed();
    view.closed();
    assertNoted("GET /a 200 3", "GET /b 0 0");
  }

  @Test
  void interimAnswersAreNotTheAnswer() {
    sent("PUT /blob HTTP/1.1\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n");
    received("HTTP/1.1 100 Continue\r\n\r\n");
    sent("blob");
    received("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n");
    received("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
    sent("GET /next HTTP/1.1\r\n\r\n");
    received("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
    assertNoted("PUT /blob 201 0", "GET /next 404 0");
  }

  @Test
  void framingTellsWhetherAnythingIsMissing() {
    assertEquals(Completeness.UNKNOWN, view.completeness());
    sent("GET /1 HTTP/1.1\r\n\r\nHEAD /2 HTTP/1.1\r\n\r\nGET /3 HTTP/1.1\r\n\r\n");
    assertEquals(Completeness.UNKNOWN, view.completeness());
    received("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell");
    assertEquals(Completeness.CUT, view.completeness());
    received("o");
    assertEquals(Completeness.UNKNOWN, view.completeness(), "/2 has no answer yet");
    received("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    received("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    assertEquals(Completeness.CUT, view.completeness());
    received("0\r\n");
    assertEquals(Completeness.CUT, view.completeness(), "the trailer has not ended");
    received("\r\n");
    assertEquals(Completeness.WHOLE, view.completeness());
    sent("GET /4 HTTP/1.1\r\n\r\n");
    assertEquals(Completeness.UNKNOWN, view.completeness());
    received("HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n");
    assertEquals(Completeness.WHOLE, view.completeness());
    received("HTTP");
    assertEquals(Completeness.UNKNOWN, view.completeness());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\n\r\nuntil the end",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\na",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n",
        "+OK\r\n"
      })
  void whereFramingDoesNotTellNothingIsGuessed(String answer) {
    sent("GET / HTTP/1.1\r\n\r\n");
    received(answer);
    assertEquals(Completeness.UNKNOWN, view.completeness());
  }

  @Test
  void afterARefusedBodyNothingIsGuessed() {
    sent("PUT /blob HTTP/1.1\r\nContent-Length: 40\r\nExpect: 100-continue\r\n\r\n");
    received("HTTP/1.1 417 No\r\nContent-Length: 2\r\n\r\nno");
    sent("GET /looks-like-a-request HTTP/1.1\r\n\r\n");
    assertNoted("PUT /blob 417 2");
    assertEquals(0, notHttp.get());
  }

  @Test
  void anUpgradeIsNotedAndWhatFollowsIsNot() {
    sent("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
    received("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n");
    sent("GET /not-a-request HTTP/1.1\r\n\r\n");
    received("HTTP/1.1 200 OK\r\n\r\n");
    view.closed();
    assertNoted("GET /ws 101 0");
    assertEquals(0, notHttp.get());
  }

  @Test
  void aConnectIsATunnelOnceItIsGranted() {
    sent("CONNECT db:5432 HTTP/1.1\r\n\r\n");
    received("HTTP/1.1 200 OK\r\n\r\nbytes of another protocol");
    assertNoted("CONNECT db:5432 200 0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0016\u0003\u0001\u0002\u0000\u0001",
        "*2\r\n$3\r\nGET\r\n",
        "\u0000\u0000\u0000\u0008\u0004\u00d2\u0016/",
        "GET /only-a-path\r\n\r\n",
        "HELO example.org\r\nMAIL FROM: a\r\n\r\n"
      })
  void anotherProtocolIsSaidOnce(String bytes) {
    sent(bytes);
    sent("GET / HTTP/1.1\r\n\r\n");
    received("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    view.closed();
    assertNoted();
    assertEquals(1, notHttp.get());
  }

  @Test
  void aServerThatSpeaksFirstIsNotHttp() {
    received("220 mail.example ESMTP\r\n");
    sent("EHLO a\r\n");
    view.closed();
    assertNoted();
    assertEquals(1, notHttp.get());
  }

  @Test
  void anIdleConnectionIsJudgedByNobody() {
    view.closed();
    HttpView timedOut = view();
    byte[] answer = "HTTP/1.1 408 Request Timeout\r\n\r\n".getBytes(ISO_8859_1);
    timedOut.received(answer, 0, answer.length);
    timedOut.closed();
    assertNoted();
    assertEquals(0, notHttp.get());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 1\r\nContent-Length: 2\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 99999999999999999999\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Content-Length : 5\r\n",
        "A: b\r\n folded\r\n"
      })
  void aHeadThatServersReadDifferentlyEndsTheLooking(String fields) {
    sent("POST /a HTTP/1.1\r\n" + fields + "\r\n");
    sent("GET /smuggled HTTP/1.1\r\n\r\n");
    received("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    received("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assertTrue(noted.stream().noneMatch(each -> each.path().contains("smuggled")), noted::toString);
  }

  @Test
  void headsWithoutEndAreGivenUp() {
    sent("GET /" + "a".repeat(20_000));
    sent(" HTTP/1.1\r\n\r\n");
    assertEquals(1, notHttp.get());
    HttpView other = view();
    byte[] field = ("X: " + "y".repeat(1000) + "\r\n").getBytes(ISO_8859_1);
    byte[] start = "GET / HTTP/1.1\r\n".getBytes(ISO_8859_1);
    other.sent(start, 0, start.length);
    for (int i = 0; i < 100; i++) {
      other.sent(field, 0, field.length);
    }
    other.closed();
    assertNoted();
  }

  @Test
  void moreRequestsThanAreFollowedEndTheLooking() {
    sent("GET / HTTP/1.1\r\n\r\n".repeat(1000));
    received("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".repeat(1000));
    assertEquals(64, noted.size());
  }

  @Test
  void pathsTellNoSecrets() {
    assertEquals("/a", StartLine.path("/a?password=1"));
    assertEquals("/a", StartLine.path("http://user:secret@host/a#b"));
    assertEquals("/", StartLine.path("http://user:secret@host"));
    assertEquals("*", StartLine.path("*"));
    assertEquals("/a??b", StartLine.path("/a\u00e4\u0007b"));
    assertEquals(1024 + 3, StartLine.path("/" + "a".repeat(9000)).length());
  }

  @Test
  void howTheBytesAreCutChangesNothing() {
    String up =
        String.join(
            "\r\n",
            "",
            "POST /a HTTP/1.1",
            "Transfer-Encoding: chunked",
            "Authorization: secret",
            "",
            "5",
            "hello",
            "0",
            "",
            "GET /b?c HTTP/1.1",
            "",
            "HEAD /c HTTP/1.1\n\nPUT /d HTTP/1.1",
            "Content-Length: 9",
            "",
            "123456789GET /e HTTP/1.1",
            "",
            "");
    String down =
        String.join(
            "\r\n",
            "HTTP/1.1 100 Continue",
            "",
            "HTTP/1.1 200 OK",
            "Content-Length: 12",
            "",
            "HTTP/1.1 404HTTP/1.1 200 OK",
            "Transfer-Encoding: gzip, chunked",
            "",
            "4",
            "0\r\n\r",
            "0",
            "",
            "HTTP/1.1 200 OK",
            "Content-Length: 7",
            "",
            "HTTP/1.1 500 Oh",
            "Content-Length: 0",
            "",
            "HTTP/1.0 200 OK",
            "",
            "to the end");
    List<String> expected =
        List.of("POST /a 200 12", "GET /b 200 4", "HEAD /c 200 0", "PUT /d 500 0", "GET /e 200 10");
    Random random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      noted.clear();
      HttpView cut = view();
      for (byte[] piece : pieces(up.getBytes(ISO_8859_1), random)) {
        cut.sent(piece, 0, piece.length);
      }
      for (byte[] piece : pieces(down.getBytes(ISO_8859_1), random)) {
        cut.received(piece, 0, piece.length);
      }
      cut.answersEnded();
      cut.closed();
      assertEquals(expected, words());
      assertEquals(0, notHttp.get());
    }
  }

  @Test
  void noInputBreaksIt() {
    String[] seeds = {
      "GET /a HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcHEAD / HTTP/1.0\r\n\r\n",
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
      "HTTP/1.1 101 S\r\nUpgrade: x\r\n\r\n",
      "PUT / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nab",
      "CONNECT a:1 HTTP/1.1\r\n\r\n",
      "HTTP/1.1 100 C\r\n\r\nHTTP/1.1 204 N\r\n\r\n"
    };
    Random random = new Random(4);
    for (int i = 0; i < 30_000; i++) {
      HttpView fuzzed = view();
      for (int turn = 0; turn < 6; turn++) {
        byte[] bytes = mutated(seeds[random.nextInt(seeds.length)], random);
        if (random.nextBoolean()) {
          fuzzed.sent(bytes, 0, bytes.length);
        } else {
          fuzzed.received(bytes, 0, bytes.length);
        }
      }
      if (random.nextBoolean()) {
        fuzzed.answersEnded();
      }
      fuzzed.closed();
      assertTrue(notHttp.getAndSet(0) <= 1);
      assertTrue(noted.stream().allMatch(each -> each.status() <= 999 && each.size() >= 0));
      noted.clear();
    }
  }

  private HttpView view() {
    return new HttpView(Clock.systemUTC(), noted::add, notHttp::incrementAndGet);
  }

  private void sent(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    view.sent(bytes, 0, bytes.length);
  }

  private void received(String text) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    view.received(bytes, 0, bytes.length);
  }

  private void assertNoted(String... expected) {
    assertEquals(List.of(expected), words());
  }

  private List<String> words() {
    return noted.stream()
        .map(each -> each.method() + " " + each.path() + " " + each.status() + " " + each.size())
        .toList();
  }

  private static List<byte[]> pieces(byte[] bytes, Random random) {
    List<byte[]> pieces = new ArrayList<>();
    int at = 0;
    while (at < bytes.length) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextBoolean() ? 3 : 60));
      byte[] piece = new byte[length];
      System.arraycopy(bytes, at, piece, 0, length);
      pieces.add(piece);
      at += length;
    }
    return pieces;
  }

  private static byte[] mutated(String seed, Random random) {
    byte[] bytes = seed.getBytes(ISO_8859_1);
    for (int change = random.nextInt(4); change > 0; change--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    byte[] cut = new byte[random.nextInt(bytes.length + 1)];
    System.arraycopy(bytes, 0, cut, 0, cut.length);
    return random.nextInt(3) == 0 ? cut : bytes;
  }
}
