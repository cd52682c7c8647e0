package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.tunnel.PodPort;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RawHttpTest {
  private static final PodPort PORT = new PodPort("a", "b", 5000);

  private final CannedTunnels tunnels = new CannedTunnels();

  private String ask(String answer) throws InterruptedException {
    tunnels.answering(PORT, answer);
    return RawHttp.ask(tunnels, PORT, "POST", "/v2/x", "localhost:5000");
  }

  @Test
  void theFirstLineIsTheAnswer() throws InterruptedException {
    assertEquals("HTTP/1.1 403 Forbidden", ask("HTTP/1.1 403 Forbidden\r\nServer: x\r\n\r\n"));
    assertEquals(
        List.of(
            "POST /v2/x HTTP/1.1\r\nHost: localhost:5000\r\nContent-Length: 0\r\nConnection: close"
                + "\r\n\r\n"),
        tunnels.sent(PORT));
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
