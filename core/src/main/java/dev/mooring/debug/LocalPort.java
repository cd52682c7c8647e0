package dev.mooring.debug;

import dev.mooring.platform.FreePorts;
import dev.mooring.platform.PortOwner;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The port of the loopback address that editors connect to. Each connection gets a stream of its
/// own to Delve. Closing resets them all.
final class LocalPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalPort.class);
  private static final int MOST_CONNECTIONS = 32;

  private final ServerSocket server;
  private final Dialer dialer;
  private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  private LocalPort(ServerSocket server, Dialer dialer) {
    this.server = server;
    this.dialer = dialer;
    Thread.ofVirtual().name("debug-port").start(this::accept);
  }

  /// @param port 0 for any free one
  /// @throws MooringException when it is taken, naming by whom and a free one
  static LocalPort open(int port, Dialer dialer) throws InterruptedException {
    try {
      return new LocalPort(
          new ServerSocket(port, MOST_CONNECTIONS, InetAddress.ofLiteral("127.0.0.1")), dialer);
    } catch (IOException e) {
      OptionalInt free = FreePorts.after(port);
      throw new Problem(
              "Cannot listen on 127.0.0.1:" + port,
              PortOwner.of(port)
                  .map(owner -> owner.words() + " holds the port")
                  .orElse("the system does not allow it"),
              free.isPresent()
                  ? "Use port " + free.getAsInt() + ", or 0 for any free one"
                  : "Use 0 for any free port",
              String.valueOf(e.getMessage()))
          .raise(e);
    }
  }

  InetSocketAddress address() {
    return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      LOG.warn("closing port {} failed", server.getLocalPort(), e);
    }
    open.forEach(LocalPort::reset);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (room.tryAcquire()) {
          open.add(socket);
          Thread.ofVirtual().name("debug-editor").start(() -> serve(socket));
        } else {
          reset(socket);
        }
      } catch (IOException e) {
        LOG.debug("accepting ended", e);
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket;
        ByteStream stream = dialer.dial()) {
      socket.setTcpNoDelay(true);
      if (server.isClosed()) {
        reset(socket);
        return;
      }
      Thread up =
          Thread.ofVirtual()
              .name("debug-editor-up")
              .start(() -> copy(socket, socket::getInputStream, stream::output, stream));
      copy(socket, stream::input, socket::getOutputStream, stream);
      if (stream.lost()) {
        reset(socket);
      }
      socket.close();
      up.join();
    } catch (IOException | MooringException e) {
      LOG.debug("an editor's connection ended", e);
      reset(socket);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
      room.release();
    }
  }

  private interface Opened<T> {
    T get() throws IOException;
  }

  /// Copies one direction to its end, and then ends both: neither Delve nor its editors use half
  /// open connections.
  private static void copy(
      Socket socket, Opened<InputStream> from, Opened<OutputStream> to, ByteStream stream) {
    byte[] buffer = new byte[32 * 1024];
    try {
      InputStream in = from.get();
      OutputStream out = to.get();
      for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
        out.write(buffer, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      LOG.debug("a connection on {} ended", socket.getLocalPort(), e);
    } finally {
      stream.close();
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      LOG.debug("a connection was closed already", e);
    }
  }
}
