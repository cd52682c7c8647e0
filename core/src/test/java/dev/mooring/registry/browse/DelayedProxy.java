package dev.mooring.registry.browse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A way to a local port on which every byte is on its way for a while, and no byte waits for
/// another.
public final class DelayedProxy implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final int target;
  private final long oneWay;

  public DelayedProxy(int target, Duration roundTrip) throws IOException {
    this.target = target;
    this.oneWay = roundTrip.toNanos() / 2;
    threads.execute(this::accept);
  }

  public URI uri() {
    return URI.create("http://localhost:" + server.getLocalPort());
  }

  private record Chunk(ByteBuffer bytes, long due) {}

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.add(near);
        sockets.add(far);
        pump(near, far);
        pump(far, near);
      } catch (IOException e) {
        // Closed, or a connection that did not come about: its client sees it.
      }
    }
  }

  private void pump(Socket from, Socket to) {
    LinkedBlockingQueue<Chunk> way = new LinkedBlockingQueue<>();
    threads.execute(
        () -> {
          byte[] buffer = new byte[64 << 10];
          try (InputStream in = from.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
              way.add(
                  new Chunk(
                      ByteBuffer.wrap(Arrays.copyOf(buffer, read)), System.nanoTime() + oneWay));
            }
          } catch (IOException e) {
            // The end of it is the end of the other side, too.
          }
          way.add(new Chunk(ByteBuffer.allocate(0), System.nanoTime() + oneWay));
        });
    threads.execute(
        () -> {
          try (OutputStream out = to.getOutputStream()) {
            for (Chunk next = way.take(); next.bytes().hasRemaining(); next = way.take()) {
              TimeUnit.NANOSECONDS.sleep(next.due() - System.nanoTime());
              out.write(next.bytes().array());
            }
          } catch (IOException e) {
            // Its reader sees it.
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket each : sockets) {
      each.close();
    }
    threads.shutdownNow();
    threads.close();
  }
}
