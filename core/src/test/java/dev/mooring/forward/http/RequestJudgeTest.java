package dev.mooring.forward.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestJudgeTest {
  private static final String GOOD = "GET /v2/ HTTP/1.1\r\nHost: localhost:5000\r\n\r\n";

  private final ByteArrayOutputStream passed = new ByteArrayOutputStream();
  private int begun;
  private int ended;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:5000",
        "127.0.0.1",
        "127.0.0.1:5000",
        "127.99.0.255:1",
        "[::1]",
        "[::1]:5000",
        "[0:0:0:0:0:0:0:1]:5000",
        "registry.test:5000"
      })
  void theNamesOfThisMachinePass(String host) throws IOException {
    String request = "GET /v2/ HTTP/1.1\r\nHost:" + host + "\r\n\r\n";
    assertEquals(Optional.empty(), judge(request));
    assertEquals(request, passed.toString(ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:5000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example#localhost",
        "localhost@evil.example",
        "evil@localhost",
        "128.0.0.1",
        "127.1",
        "127.0.0.01",
        "127.0.0.256",
        "2130706433",
        "0.0.0.0:5000",
        "[::]",
        "[::2]:5000",
        "[::1",
        "::1",
        "localhost:5000:80",
        "localhost:port",
        "localhost, evil.example",
        ""
      })
  void otherHostsAreRefused(String host) throws IOException {
    refused(403, "GET /v2/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example:5000",
        "Origin: null",
        "origin:",
        "ORIGIN: http://localhost:5000",
        "Sec-Fetch-Site: none",
        "Sec-Fetch-Site: same-origin",
        "sec-fetch-site: cross-site",
        "Sec-Fetch-Mode: navigate",
        "Access-Control-Request-Method: PUT"
      })
  void whatOnlyBrowsersSendIsRefused(String field) throws IOException {
    refused(403, "GET /v2/_catalog HTTP/1.1\r\nHost: localhost:5000\r\n" + field + "\r\n\r\n");
  }

  @Test
  void preflightsAreRefused() throws IOException {
    refused(403, "OPTIONS /v2/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
    refused(403, "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 5\r\nContent-Length: 5",
        "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: 5, 5",
        "Content-Length: +5",
        "Content-Length: 0x5",
        "Content-Length: 5 5",
        "Content-Length: -1",
        "Content-Length: 99999999999999999999",
        "Content-Length:",
        "Content-Length: 5\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: chunked\r\nContent-Length: 5",
        "Transfer-Encoding: identity",
        "Transfer-Encoding: chunked, identity",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: xchunked",
        "Transfer-Encoding: \"chunked\"",
        "Transfer-Encoding:\u000bchunked",
        "Transfer-Encoding : chunked",
        "Transfer-Encoding\t: chunked",
        " Transfer-Encoding: chunked",
        "X: a\r\n Transfer-Encoding: chunked",
        "X: a\r\n\tb",
        "X\u0000: a",
        "X: a\u0000b",
        "X: a\rTransfer-Encoding: chunked",
        "X: a\nTransfer-Encoding: chunked",
        "Transfer-Encoding",
        ": a",
        "Host: localhost",
        "Host: evil.example"
      })
  void whatServersCouldReadDifferentlyIsRefused(String fields) throws IOException {
    refused(400, "POST /v2/ HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\nHost: localhost\n\n",
        "GET  / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / a HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.2\r\nHost: localhost\r\n\r\n",
        "GET / http/1.1\r\nHost: localhost\r\n\r\n",
        "GET /\r\nHost: localhost\r\n\r\n",
        "GET v2 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "CONNECT localhost:5000 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "SSH-2.0-OpenSSH_9.9\r\n",
        "\u0016\u0003\u0001",
        "\u0080\u0000"
      })
  void whatIsNoClearRequestIsRefused(String request) throws IOException {
    refused(400, request);
  }

  @Test
  void aWholeAddressAsTargetIsJudgedToo() throws IOException {
    refused(403, "GET http://evil.example/v2/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
    refused(403, "GET http://a@localhost/v2/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assertEquals(
        Optional.empty(),
        judge("GET http://localhost:5000/v2/ HTTP/1.1\r\nHost: localhost:5000\r\n\r\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "5;a=b\r\nhello\r\n0\r\n\r\n",
        "5\nhello\r\n0\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n",
        "0x5\r\nhello\r\n0\r\n\r\n",
        "-5\r\nhello\r\n0\r\n\r\n",
        "\r\nhello\r\n",
        "5\r\nhello0\r\n\r\n",
        "5\r\nhelloo\r\n0\r\n\r\n",
        "5\r\nhello\n0\r\n\r\n",
        "FFFFFFFFFFFFFFFF\r\n",
        "0\r\nX : a\r\n\r\n",
        "0\r\nHost: evil.example\r\n\r\n",
        "0\r\n a\r\n\r\n",
        "0\r\nX: a\n\r\n"
      })
  void brokenChunksAreRefusedAndNothingAfterThemPasses(String body) throws IOException {
    String head = "PATCH /v2/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int cut : new int[] {1, 7, 1 << 16}) {
      passed.reset();
      HttpRefusal why = judge(head + body + GOOD, cut).orElseThrow();
      assertEquals(400, why.status());
      assertTrue(!passed.toString(ISO_8859_1).contains("GET"), body);
    }
  }

  @Test
  void everyRequestOfAConnectionIsJudged() throws IOException {
    String bad = "GET /v2/_catalog HTTP/1.1\r\nHost: evil.example\r\n\r\n";
    assertEquals(403, judge(GOOD + bad + GOOD).orElseThrow().status());
    assertEquals(GOOD, passed.toString(ISO_8859_1));
    assertEquals(1, begun);
    assertEquals(1, ended);
  }

  @Test
  void aRequestHiddenInABodyIsABody() throws IOException {
    String hidden = "GET / HTTP/1.1\r\nHost: evil.example\r\nOrigin: null\r\n\r\n";
    String request =
        "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + hidden.length() + "\r\n\r\n";
    assertEquals(Optional.empty(), judge(request + hidden + GOOD));
    assertEquals(request + hidden + GOOD, passed.toString(ISO_8859_1));
    assertEquals(2, ended);
  }

  @Test
  void endlessHeadsAreRefused() throws IOException {
    String fill = "X: " + "a".repeat(1000) + "\r\n";
    refused(400, "GET / HTTP/1.1\r\nHost: localhost\r\n" + fill.repeat(70) + "\r\n");
    refused(400, "GET / HTTP/1.1\r\nHost: localhost\r\n" + "X: a\r\n".repeat(500) + "\r\n");
    refused(400, "G".repeat(70_000));
  }

  /// However the bytes are cut, the same passes.
  @Test
  void theCutOfTheBytesChangesNothing() throws IOException {
    Random random = new Random(8);
    byte[] layer = new byte[5000];
    random.nextBytes(layer);
    StringBuilder all = new StringBuilder();
    for (String each :
        List.of(
            GOOD,
            "HEAD /v2/a/manifests/1 HTTP/1.1\r\nhost: 127.0.0.1:5000\r\nUser-Agent: d\u00f6\u0085\r\n\r\n",
            "PATCH /v2/a HTTP/1.1\r\nHost: localhost\r\ntransfer-encoding: Chunked \r\n\r\n"
                + "1388\r\n"
                + new String(layer, ISO_8859_1)
                + "\r\n00a\r\n0123456789\r\n0\r\nDigest: x\r\n\r\n",
            "PUT /v2/a?digest=sha256:0 HTTP/1.1\r\nHost: [::1]:5000\r\nContent-Length: 5000\r\n\r\n"
                + new String(layer, ISO_8859_1),
            "POST /v2/a HTTP/1.0\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")) {
      all.append(each);
    }
    String conversation = all.toString();
    String refused = conversation + "GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n" + GOOD;
    for (int round = 0; round < 300; round++) {
      for (String each : List.of(conversation, refused)) {
        passed.reset();
        begun = 0;
        ended = 0;
        int most = 1 + random.nextInt(round % 3 == 0 ? 4 : 3000);
        Optional<HttpRefusal> why = judge(each, -most, random);
        assertEquals(each.equals(refused), why.isPresent());
        assertArrayEquals(conversation.getBytes(ISO_8859_1), passed.toByteArray());
        assertEquals(5, begun);
        assertEquals(5, ended);
      }
    }
  }

  private void refused(int status, String request) throws IOException {
    for (int cut : new int[] {1, 1 << 17}) {
      passed.reset();
      HttpRefusal why = judge(request, cut).orElseThrow(() -> new AssertionError(request));
      assertEquals(status, why.status(), request);
      assertEquals("", passed.toString(ISO_8859_1));
    }
  }

  private Optional<HttpRefusal> judge(String bytes) throws IOException {
    return judge(bytes, 1 << 17);
  }

  private Optional<HttpRefusal> judge(String bytes, int cut) throws IOException {
    return judge(bytes, cut, new Random(1));
  }

  /// @param cut bytes at a time; negative for up to so many
  private Optional<HttpRefusal> judge(String text, int cut, Random random) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    RequestJudge judge =
        new RequestJudge(
            new Hosts("registry.test"),
            null,
            new RequestJudge.Listener() {
              @Override
              public void began(RequestHead head, Authorization.Shown shown) {
                begun++;
              }

              @Override
              public void ended() {
                ended++;
              }
            });
    Optional<HttpRefusal> last = Optional.empty();
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, cut > 0 ? cut : 1 + random.nextInt(-cut));
      last = judge.judge(bytes, at, length, passed);
      at += length;
    }
    return last;
  }
}
