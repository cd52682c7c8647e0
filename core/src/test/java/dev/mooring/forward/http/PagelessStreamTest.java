package dev.mooring.forward.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PagelessStreamTest {
  private final Service service = new Service();
  private final PagelessStream stream = new PagelessStream(service);

  /// What it got, and a greeting that it sends first.
  private static final class Service implements ByteStream {
    final ByteArrayOutputStream got = new ByteArrayOutputStream();
    boolean closed;

    @Override
    public InputStream input() {
      return new ByteArrayInputStream("220 hello".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public OutputStream output() {
      return got;
    }

    @Override
    public void close() {
      closed = true;
    }

    @Override
    public boolean lost() {
      return false;
    }

    @Override
    public boolean ended() {
      return closed;
    }
  }

  private void send(String text) throws IOException {
    stream.output().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST / HTTP/1.1\r\nHost: evil.test\r\n\r\nSET a b",
        "GET /",
        "options /x HTTP/1.1\r\n",
        "PROPFIND / HTTP/1.0\r\n"
      })
  void aRequestOfAWebPageReachesNobody(String request) throws IOException {
    assertThrows(StreamException.class, () -> send(request));
    assertEquals("", service.got.toString(StandardCharsets.ISO_8859_1));
    assertTrue(service.closed);
    assertTrue(stream.lost());
    StreamException why = assertThrows(StreamException.class, () -> stream.input().readAllBytes());
    assertEquals("Refused an HTTP request", why.problem().what());
    assertThrows(StreamException.class, () -> send("SET a b\r\n"));
    assertEquals("", service.got.toString(StandardCharsets.ISO_8859_1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PING\r\n",
        "*1\r\n$4\r\nPING\r\n",
        "get key\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\u0000\u0000\u0000\u0008\u0004\u00d2\u0016/",
        "\u0016\u0003\u0001\u0002\u0000",
        "G"
      })
  void otherProtocolsPassAtOnce(String bytes) throws IOException {
    send(bytes);
    send("GET / HTTP/1.1\r\n");
    assertEquals(bytes + "GET / HTTP/1.1\r\n", service.got.toString(StandardCharsets.ISO_8859_1));
    assertFalse(stream.lost());
  }

  @Test
  void aServerThatSpeaksFirstIsHeard() throws IOException {
    assertEquals("220 hello", new String(stream.input().readAllBytes(), StandardCharsets.US_ASCII));
  }
}
