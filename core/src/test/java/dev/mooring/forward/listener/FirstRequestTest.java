package dev.mooring.forward.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
final class FirstRequestTest {
  @Test
  void whoReadsOneByteAtATimeIsHeldToTheTimeToo() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket silent = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      silent.getOutputStream().write('G');
      FirstRequest first =
          new FirstRequest(accepted.getInputStream(), accepted, Duration.ofMillis(500));
      assertEquals('G', first.read());
      assertThrows(SocketTimeoutException.class, first::read);
    }
  }
}
