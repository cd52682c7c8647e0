package dev.mooring.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A port on loopback that passes everything on to another one, and stands still when so many bytes
/// have gone through: whatever a test does then happens in mid-transfer, however fast the machine
/// is. The hold ends with `open`, or after a minute.
final class Valve implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);
  private final AtomicLong passed = new AtomicLong();
  private final int target;
  private final long hold;

  /// Passes on to `target`, and holds after `hold` bytes in both directions together.
  Valve(int target, long hold) throws IOException {
    this.target = target;
    this.hold = hold;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /// Whether the bytes have come, `seconds` at most.
  boolean holds(int seconds) throws InterruptedException {
    return reached.await(seconds, TimeUnit.SECONDS);
  }

  void open() {
    opened.countDown();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = keep(listener.accept());
        Socket server = keep(new Socket());
        server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 5_000);
        Thread.ofVirtual().start(() -> pass(client, server));
        Thread.ofVirtual().start(() -> pass(server, client));
      } catch (IOException e) {
        // Closed by the test, or a client that is gone: the next one may come.
      }
    }
  }

  private Socket keep(Socket socket) {
    sockets.add(socket);
    return socket;
  }

  private void pass(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (passed.addAndGet(n) > hold) {
          reached.countDown();
          opened.await(60, TimeUnit.SECONDS);
        }
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      cut(from);
      cut(to);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void cut(Socket socket) {
    sockets.remove(socket);
    try {
      socket.close();
    } catch (IOException e) {
      // It was closed already.
    }
  }

  @Override
  public void close() throws IOException {
    open();
    listener.close();
    Set.copyOf(sockets).forEach(this::cut);
  }
}
