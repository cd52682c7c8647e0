package dev.mooring.tunnel.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BulkSocketTest {
  private static final byte[] BYTES = bytes();

  private static byte[] bytes() {
    byte[] bytes = new byte[700_000];
    new Random(11).nextBytes(bytes);
    return bytes;
  }

  @Test
  void whatIsHeldBackArrivesWholeAndInOrder() throws Exception {
    try (Pair pair = new Pair()) {
      Thread writer =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      pieces(pair.near);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      assertArrayEquals(BYTES, pair.far.getInputStream().readNBytes(BYTES.length));
      writer.join();
    }
  }

  /// From single bytes to more than is held back at all.
  private static void pieces(BulkSocket socket) throws IOException {
    OutputStream output = socket.getOutputStream();
    Random random = new Random(5);
    int sent = 0;
    while (sent < BYTES.length) {
      socket.cork();
      for (int i = 0; i < 8 && sent < BYTES.length; i++) {
        int length = Math.min(1 + random.nextInt(1 << random.nextInt(19)), BYTES.length - sent);
        output.write(BYTES, sent, length);
        sent += length;
      }
      socket.uncork();
    }
  }

  @Test
  void nothingLeavesWhileItIsHeldBack() throws Exception {
    try (Pair pair = new Pair()) {
      pair.near.cork();
      pair.near.getOutputStream().write(BYTES, 0, 1000);
      pair.far.setSoTimeout(1);
      InputStream far = pair.far.getInputStream();
      assertThrows(SocketTimeoutException.class, far::read);
      pair.near.uncork();
      pair.far.setSoTimeout(0);
      assertEquals(BYTES[0] & 0xff, far.read());
    }
  }

  @Test
  void smallReadsComeInOrderAndTheEndIsTold() throws Exception {
    try (Pair pair = new Pair()) {
      pair.far.getOutputStream().write(BYTES, 0, 5000);
      pair.far.shutdownOutput();
      InputStream near = pair.near.getInputStream();
      byte[] read = new byte[5000];
      int length = 0;
      read[length++] = (byte) near.read();
      while (length < read.length) {
        length += near.read(read, length, Math.min(7, read.length - length));
      }
      assertArrayEquals(Arrays.copyOf(BYTES, 5000), read);
      assertEquals(-1, near.read());
    }
  }

  private static final class Pair implements AutoCloseable {
    final BulkSocket near = new BulkSocket(Proxy.NO_PROXY);
    final Socket far;

    Pair() throws IOException {
      try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        near.connect(server.getLocalSocketAddress());
        far = server.accept();
      }
    }

    @Override
    public void close() throws IOException {
      near.close();
      far.close();
    }
  }
}
