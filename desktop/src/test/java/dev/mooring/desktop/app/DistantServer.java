package dev.mooring.desktop.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A local server as from far away: what is sent takes half a round trip, and waits for nothing
/// else that is on its way.
final class DistantServer implements AutoCloseable {
  private final ServerSocket near = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  private final long oneWay;

  DistantServer(int port, Duration roundTrip) throws IOException {
    oneWay = roundTrip.toNanos() / 2;
    Thread.ofVirtual().start(() -> accept(port));
  }

  int port() {
    return near.getLocalPort();
  }

  private void accept(int port) {
    while (!near.isClosed()) {
      try {
        Socket from = near.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), port);
        from.setTcpNoDelay(true);
        to.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pump(from, to));
        Thread.ofVirtual().start(() -> pump(to, from));
      } catch (IOException e) {
        // Closed, or a connection that did not come about: its client sees it.
      }
    }
  }

  private record Chunk(ByteBuffer bytes, long due) {}

  private void pump(Socket from, Socket to) {
    BlockingQueue<Chunk> way = new LinkedBlockingQueue<>();
    Thread.ofVirtual().start(() -> arrive(way, to));
    byte[] buffer = new byte[64 << 10];
    for (int read = read(from, buffer); read >= 0; read = read(from, buffer)) {
      way.add(new Chunk(ByteBuffer.wrap(Arrays.copyOf(buffer, read)), System.nanoTime() + oneWay));
    }
    way.add(new Chunk(ByteBuffer.allocate(0), System.nanoTime() + oneWay));
  }

  /// Nothing at all is the end.
  private static void arrive(BlockingQueue<Chunk> way, Socket to) {
    try (to) {
      for (Chunk next = way.take(); next.bytes().hasRemaining(); next = way.take()) {
        TimeUnit.NANOSECONDS.sleep(next.due() - System.nanoTime());
        to.getOutputStream().write(next.bytes().array());
      }
    } catch (IOException e) {
      // Its client sees it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int read(Socket from, byte[] buffer) {
    try {
      return from.getInputStream().read(buffer);
    } catch (IOException e) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    near.close();
  }
}
