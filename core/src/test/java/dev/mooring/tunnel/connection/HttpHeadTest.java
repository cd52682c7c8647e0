package dev.mooring.tunnel.connection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers of API servers and of proxies before them.
final class HttpHeadTest {

  @Test
  void aHeadIsReadUpToItsEmptyLineAndNoFurther() throws Exception {
    ByteArrayInputStream input =
        in("HTTP/1.1 101 Switching\r\nUpgrade:  a b \r\nX:1\r\nx: 2\r\n: no\r\nnone\r\n\r\nrest");
    HttpHead head = HttpHead.read(input);
    assertEquals(101, head.status());
    assertEquals(Map.of("upgrade", "a b", "x", "2"), head.headers());
    assertEquals("a b", head.header("upgrade"));
    assertEquals("", head.header("missing"));
    assertEquals("rest", new String(input.readAllBytes(), ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.0 200\r\n\r\n", "HTTP/1.1 200 OK\n\n", "HTTP/1.1 200 OK\r\n\n"})
  void olderServersAndBareLineEndsAreUnderstood(String text) throws Exception {
    assertEquals(200, HttpHead.read(in(text)).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000\r\n\r\n",
        "SSH-2.0-x\r\n\r\n",
        "\r\n\r\n"
      })
  void anythingElseIsNoAnswer(String text) {
    assertThrows(IOException.class, () -> HttpHead.read(in(text)));
  }

  @Test
  void anAnswerThatEndsEarlyIsSaid() {
    for (String cut : new String[] {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n\r"}) {
      assertThrows(EOFException.class, () -> HttpHead.read(in(cut)));
    }
  }

  @Test
  void headersWithoutEndAreCutAtThirtyTwoKibibytes() throws Exception {
    String start = "HTTP/1.1 200 OK\r\nX: ";
    String fits = start + "x".repeat(32 * 1024 - start.length() - 4) + "\r\n\r\n";
    assertEquals(200, HttpHead.read(in(fits)).status());
    String more = start + "x".repeat(32 * 1024 - start.length() - 3) + "\r\n\r\n";
    IOException failed = assertThrows(IOException.class, () -> HttpHead.read(in(more)));
    assertTrue(failed.getMessage().contains("longer"), failed::toString);
  }

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(text.getBytes(ISO_8859_1));
  }
}
