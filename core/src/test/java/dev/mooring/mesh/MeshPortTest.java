package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.platform.AnotherUser;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Dialer;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// The local end of a way into the mesh, such as the egress while an image is copied through it.
final class MeshPortTest {
  private final AtomicInteger dialled = new AtomicInteger();
  private final Dialer nowhere =
      () -> {
        dialled.incrementAndGet();
        throw new Problem(Code.CONNECTION_LOST, "nobody is there", "", Remedy.none()).raise();
      };

  @Test
  void thisUserIsLedToTheOtherEnd() throws Exception {
    try (MeshPort port = MeshPort.over(nowhere, "a test");
        Socket client = new Socket()) {
      // The reset may come before the client knows that it is connected.
      assertThrows(
          SocketException.class,
          () -> {
            client.connect(port.address(), 2000);
            client.setSoTimeout(10_000);
            client.getInputStream().read();
          });
      assertEquals(1, dialled.get());
    }
  }

  @Test
  void anotherUserOfThisMachineGetsNothingAndNobodyIsAsked() throws Exception {
    AnotherUser.isNeeded();
    try (MeshPort port = MeshPort.over(nowhere, "a test")) {
      InetSocketAddress address = port.address();
      String said =
          AnotherUser.output(
              "exec 3<>/dev/tcp/127.0.0.1/"
                  + address.getPort()
                  + "; printf 'CONNECT github.com:443 HTTP/1.1\\r\\n\\r\\n' >&3; cat <&3");
      assertFalse(said.contains("HTTP/"), said);
      assertEquals(0, dialled.get());
    }
  }
}
