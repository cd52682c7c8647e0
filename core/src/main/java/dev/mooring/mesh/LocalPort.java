package dev.mooring.mesh;

import dev.mooring.platform.FreePorts;
import dev.mooring.platform.PortOwner;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Listens on a port of both loopback addresses and relays what connects.
final class LocalPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalPort.class);
  private static final int BACKLOG = 128;
  private static final int MOST_CONNECTIONS = 512;
  private static final int MOST_TRIES = 20;

  private final List<ServerSocket> listeners;
  private final Consumer<Socket> handler;
  private final Semaphore room = new Semaphore(MOST_CONNECTIONS);
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  final LongAdder received = new LongAdder();
  final LongAdder sent = new LongAdder();

  private LocalPort(List<ServerSocket> listeners, Consumer<Socket> handler) {
    this.listeners = listeners;
    this.handler = handler;
  }

  /// Listens.
  ///
  /// @param port 0 for any that is free on both addresses
  /// @param handler has a connection until it returns; called on a thread of the connection's own
  /// @throws dev.mooring.problem.MooringException naming who holds the port, and a free one
  static LocalPort listen(int port, Consumer<Socket> handler) throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        return new LocalPort(bind(port), handler);
      } catch (BindException e) {
        if (port != 0 || attempt == MOST_TRIES) {
          throw taken(port, e).raise(e);
        }
      } catch (IOException e) {
        throw new Problem(
                "Cannot listen on 127.0.0.1:" + port,
                "the system refused it: " + e.getMessage(),
                "Choose another port")
            .raise(e);
      }
    }
  }

  private static List<ServerSocket> bind(int port) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      ServerSocket four = open(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
      sockets.add(four);
      byte[] one = new byte[16];
      one[15] = 1;
      try {
        sockets.add(open(InetAddress.getByAddress(one), four.getLocalPort()));
      } catch (BindException e) {
        if (!String.valueOf(e.getMessage()).contains("Cannot assign")) {
          throw e;
        }
        LOG.info("No IPv6 loopback here: {}", e.getMessage());
      }
      return sockets;
    } catch (IOException e) {
      for (ServerSocket each : sockets) {
        each.close();
      }
      throw e;
    }
  }

  private static ServerSocket open(InetAddress address, int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(address, port), BACKLOG);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static Problem taken(int port, BindException e) throws InterruptedException {
    OptionalInt free = FreePorts.after(port);
    String holder =
        PortOwner.of(port).map(owner -> owner.words() + " holds the port").orElse("it is in use");
    return new Problem(
        "Cannot listen on 127.0.0.1:" + port,
        String.valueOf(e.getMessage()).contains("Permission")
            ? "this user may not listen on ports this low"
            : holder,
        free.isPresent() ? "Choose another port: --port " + free.getAsInt() : "Choose another port",
        String.valueOf(e.getMessage()));
  }

  List<InetSocketAddress> addresses() {
    return listeners.stream()
        .map(each -> new InetSocketAddress(each.getInetAddress(), each.getLocalPort()))
        .toList();
  }

  int connections() {
    return open.size();
  }

  void start() {
    for (ServerSocket each : listeners) {
      Thread.ofVirtual().name("listen-" + each.getLocalSocketAddress()).start(() -> accept(each));
    }
  }

  private void accept(ServerSocket listener) {
    while (!closed) {
      try {
        room.acquire();
        Socket socket = null;
        try {
          socket = listener.accept();
          serve(socket);
        } finally {
          if (socket == null) {
            room.release();
          }
        }
      } catch (IOException e) {
        if (closed) {
          return;
        }
        LOG.warn("Cannot accept a connection on {}", listener, e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void serve(Socket socket) {
    open.add(socket);
    Thread.ofVirtual()
        .name("connection-" + socket.getPort())
        .start(
            () -> {
              try {
                handler.accept(socket);
              } finally {
                open.remove(socket);
                room.release();
                reset(socket);
              }
            });
    if (closed) {
      reset(socket);
    }
  }

  /// Closes so that the other side cannot take what it has for everything. Harmless on a socket
  /// that was closed in order.
  static void reset(Socket socket) {
    try {
      if (!socket.isClosed()) {
        socket.setSoLinger(true, 0);
        socket.close();
      }
    } catch (IOException e) {
      LOG.debug("Closing {}", socket, e);
    }
  }

  @Override
  public void close() {
    closed = true;
    for (ServerSocket each : listeners) {
      try {
        each.close();
      } catch (IOException e) {
        LOG.debug("Closing {}", each, e);
      }
    }
    open.forEach(LocalPort::reset);
  }
}
