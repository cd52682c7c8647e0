package dev.mooring.tunnel.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.spdy.SpdyServer;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Ends that come together with something else.
@Timeout(60)
final class StreamEndsTest {
  private static final PodPort PORT = new PodPort("shop", "api-0", 0x1234);
  private static final byte[] WORDS = "the whole answer".getBytes(US_ASCII);

  @Test
  void anOrderlyEndStaysOneWhenTheConnectionIsLostBeforeItWasRead() throws Exception {
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  int stream = peer.opened();
                  peer.data(stream, WORDS, true);
                  peer.next();
                });
        ApiTunnels tunnels = new ApiTunnels(server);
        ByteStream stream = tunnels.open(PORT)) {
      Awaitility.await().until(stream::ended);
      server.cut();
      Awaitility.await().until(() -> tunnels.tunnelCount() == 0);
      assertEquals(
          new String(WORDS, US_ASCII), new String(stream.input().readAllBytes(), US_ASCII));
      assertFalse(stream.lost());
    }
  }

  /// The server closes in order and at once, while an upload meets the closed connection.
  @Test
  void whatTheReaderMeetsAndWhatTheStreamSaysAreTheSame() throws Exception {
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  peer.raw(new byte[] {0, 0x34, 0x12});
                  peer.raw(new byte[] {1, 0x34, 0x12});
                  peer.raw(new byte[] {0, 7});
                  peer.unframed(new byte[] {(byte) 0x88, 2, 3, (byte) 0xe8});
                });
        ApiTunnels tunnels = new ApiTunnels(server, Timing.DEFAULT, Dialect.CHANNELS)) {
      for (int i = 0; i < 60; i++) {
        try (ByteStream stream = tunnels.open(PORT)) {
          Thread upload = Thread.ofVirtual().start(() -> upload(stream));
          boolean met = false;
          try {
            assertEquals(7, stream.input().read());
            assertEquals(-1, stream.input().read());
          } catch (IOException e) {
            met = true;
          }
          upload.join();
          assertEquals(met, stream.lost());
        }
      }
    }
  }

  private static void upload(ByteStream stream) {
    try {
      while (true) {
        stream.output().write(new byte[64 * 1024]);
      }
    } catch (IOException e) {
      // As it ends.
    }
  }

  @Test
  void whoIsInterruptedInAHandshakeIsToldThat() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (SpdyServer server =
            SpdyServer.choosing(
                peer -> {},
                head -> {
                  asked.countDown();
                  try {
                    over.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  return "drop";
                });
        ApiTunnels tunnels = new ApiTunnels(server);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Object> checked =
          threads.submit(
              () -> {
                Thread me = Thread.currentThread();
                Thread.ofVirtual().start(() -> interrupt(me, asked));
                tunnels.check("shop", "api-0");
                return "";
              });
      ExecutionException e = assertThrows(ExecutionException.class, checked::get);
      assertEquals(InterruptedException.class, e.getCause().getClass());
      over.countDown();
    }
  }

  private static void interrupt(Thread thread, CountDownLatch asked) {
    try {
      asked.await();
      thread.interrupt();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
