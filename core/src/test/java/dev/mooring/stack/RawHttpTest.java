package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class RawHttpTest {
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private String ask(String answer) throws InterruptedException {
    ByteStream stream =
        new ByteStream() {
          @Override
          public InputStream input() {
            return new ByteArrayInputStream(answer.getBytes(StandardCharsets.US_ASCII));
          }

          @Override
          public OutputStream output() {
            return sent;
          }

          @Override
          public void close() {}

          @Override
          public boolean lost() {
            return false;
          }
        };
    Tunnels tunnels =
        new Tunnels() {
          @Override
          public ByteStream open(PodPort port) {
            return stream;
          }

          @Override
          public ByteStream attach(String namespace, String pod, String container) {
            throw new UnsupportedOperationException();
          }

          @Override
          public void close() {}
        };
    return RawHttp.ask(tunnels, new PodPort("a", "b", 5000), "POST", "/v2/x", "localhost:5000");
  }

  @Test
  void theFirstLineIsTheAnswer() throws InterruptedException {
    assertEquals("HTTP/1.1 403 Forbidden", ask("HTTP/1.1 403 Forbidden\r\nServer: x\r\n\r\n"));
    assertEquals(
        "POST /v2/x HTTP/1.1\r\nHost: localhost:5000\r\nContent-Length: 0\r\nConnection: close"
            + "\r\n\r\n",
        sent.toString(StandardCharsets.US_ASCII));
  }

  @Test
  void anEndWithoutAWordIsNoAnswer() throws InterruptedException {
    assertEquals("", ask(""));
  }

  @Test
  void aLongLineIsCut() throws InterruptedException {
    assertEquals(64, ask("x".repeat(1000)).length());
  }
}
