package dev.mooring.forward.listener;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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

  @Test
  void onceItHasSpokenTheSocketWaitsAsLongAsItDidBefore() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket application = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      application.getOutputStream().write(new byte[] {1, 2});
      FirstRequest first =
          new FirstRequest(accepted.getInputStream(), accepted, Duration.ofSeconds(9));
      byte[] bytes = new byte[4];
      assertEquals(2, first.read(bytes, 1, 3));
      assertArrayEquals(new byte[] {0, 1, 2, 0}, bytes);
      assertEquals(0, accepted.getSoTimeout());
      application.shutdownOutput();
      assertEquals(-1, first.read(bytes, 0, 4));
      first.close();
      assertTrue(accepted.isClosed());
    }
  }

  @Test
  void whoseTimeIsOverIsNotReadEvenWhereSomethingCame() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket application = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      application.getOutputStream().write(1);
      assertEquals(1, accepted.getInputStream().read());
      application.getOutputStream().write(2);
      FirstRequest first = new FirstRequest(accepted.getInputStream(), accepted, Duration.ZERO);
      assertThrows(SocketTimeoutException.class, first::read);
      assertEquals(2, accepted.getInputStream().read());
    }
  }
}
