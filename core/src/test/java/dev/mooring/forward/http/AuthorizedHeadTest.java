package dev.mooring.forward.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.platform.PeerOwner;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// One `Authorization` field in each head that passes, and nothing else changed.
final class AuthorizedHeadTest {
  private final List<byte[]> handedOut = new ArrayList<>();
  private int refused;

  private String passed(String requests, int cut) throws IOException {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    RequestJudge judge = judge(this::show);
    byte[] bytes = requests.getBytes(ISO_8859_1);
    Random random = new Random(7);
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, 1 + random.nextInt(cut));
      judge.judge(bytes, at, length, passed);
      at += length;
    }
    return passed.toString(ISO_8859_1);
  }

  private static RequestJudge judge(Authorization authorization) {
    return new RequestJudge(
        new Hosts(""),
        authorization,
        new RequestJudge.Listener() {
          @Override
          public void began(RequestHead head, Authorization.Shown shown) {}

          @Override
          public void ended() {}
        });
  }

  private Authorization.Shown show() {
    return new Authorization.Shown() {
      @Override
      public byte[] value() {
        byte[] value = ("Bearer t" + handedOut.size()).getBytes(ISO_8859_1);
        handedOut.add(value);
        return value;
      }

      @Override
      public void refused() {
        refused++;
      }
    };
  }

  @Test
  void everythingElseIsAsItWasSent() throws Exception {
    String head = "PUT /v2/a HTTP/1.1\r\nHost: localhost\r\nX: \r\nContent-Length: 3\r\n\r\n";
    assertEquals(
        "PUT /v2/a HTTP/1.1\r\nAuthorization: Bearer t0\r\nHost: localhost\r\nX: \r\n"
            + "Content-Length: 3\r\n\r\nabc",
        passed(head + "abc", 1_000));
    assertEquals(0, refused);
  }

  @Test
  void whatTheApplicationSentOfItIsLeftOutHoweverItIsWritten() throws Exception {
    for (String theirs :
        List.of(
            "Authorization: Basic eA==",
            "authorization:Bearer x",
            "AUTHORIZATION: \t",
            "aUtHoRiZaTiOn: a, b")) {
      handedOut.clear();
      assertEquals(
          "GET / HTTP/1.1\r\nAuthorization: Bearer t0\r\nHost: localhost\r\nAuthorizations: x\r\n\r\n",
          passed(
              "GET / HTTP/1.1\r\n"
                  + theirs
                  + "\r\nHost: localhost\r\n"
                  + theirs
                  + "\r\nAuthorizations: x\r\n"
                  + theirs
                  + "\r\n\r\n",
              9));
    }
  }

  @Test
  void aFieldThatServersReadInTwoWaysDoesNotPass() throws Exception {
    for (String theirs :
        List.of(
            "Authorization : Bearer x",
            " Authorization: Bearer x",
            "X: y\r\n Authorization: Bearer x",
            "X: y\nAuthorization: Bearer x",
            "X: y\rAuthorization: Bearer x")) {
      assertEquals("", passed("GET / HTTP/1.1\r\nHost: localhost\r\n" + theirs + "\r\n\r\n", 100));
    }
    assertEquals(0, handedOut.size());
  }

  @Test
  void eachOfManyRequestsShowsOneHoweverTheBytesAreCut() throws Exception {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      all.append("GET /v2/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: x\r\n\r\n");
      all.append("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 30\r\n\r\n");
      // A body that looks like a request is none.
      all.append("GET / HTTP/1.1\r\nHost: lo\r\n\r\n..");
      all.append("PUT / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
      all.append("5\r\nhello\r\n0\r\nX: y\r\n\r\n");
    }
    for (int cut : new int[] {1, 3, 17, 5_000}) {
      handedOut.clear();
      String passed = passed(all.toString(), cut);
      assertEquals(120, handedOut.size());
      assertEquals(
          120,
          Pattern.compile("Authorization: Bearer t\\d+\r\n").matcher(passed).results().count());
      assertEquals(0, Pattern.compile("Authorization: x").matcher(passed).results().count());
    }
  }

  @Test
  void anotherUserOfThisMachineUsesNone() throws Exception {
    LocalUsers other = new LocalUsers((peer, local) -> new PeerOwner.Other("nobody"), () -> true);
    AtomicInteger dialled = new AtomicInteger();
    try (LoopbackListener listener =
            LoopbackListener.listen(
                List.of(),
                0,
                Guard.registry(other, "", problem -> {}).showing(this::show),
                () -> {
                  dialled.incrementAndGet();
                  throw new IllegalStateException();
                },
                problem -> {});
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      // Whoever is refused may learn of it when writing already.
      assertThrows(
          IOException.class,
          () -> {
            socket
                .getOutputStream()
                .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
            socket.getInputStream().read();
          });
    }
    assertEquals(0, handedOut.size());
    assertEquals(0, dialled.get());
  }

  @Test
  void bytesThatNobodyJudgesShowNone() {
    assertThrows(IllegalStateException.class, () -> Guard.none().showing(this::show));
  }

  @Test
  void whatWasHandedOutIsWiped() throws Exception {
    passed("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", 100);
    assertArrayEquals(new byte[handedOut.getFirst().length], handedOut.getFirst());
  }

  @Test
  void withoutItARequestIsAnsweredInWordsAndDoesNotPass() throws Exception {
    ByteArrayOutputStream passed = new ByteArrayOutputStream();
    RequestJudge judge =
        judge(
            () -> {
              throw new Problem(Code.GENERAL, "No token", "the API is away \u2603", Remedy.none())
                  .raise();
            });
    byte[] bytes = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1);
    Optional<HttpRefusal> refusal = judge.judge(bytes, 0, bytes.length, passed);

    String answer = new String(refusal.orElseThrow().bytes(), ISO_8859_1);
    assertTrue(answer.startsWith("HTTP/1.1 503 Service Unavailable\r\n"), answer);
    assertTrue(answer.endsWith("\r\n\r\nNo token: the API is away ?\n"), answer);
    assertEquals(0, passed.size());
  }
}
