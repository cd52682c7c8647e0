package dev.mooring.forward.listener;

import dev.mooring.forward.tls.LocalTls;
import dev.mooring.platform.PeerOwner;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.Dialer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A port on loopback addresses whose connections go to a [Dialer].
///
/// Each connection has two virtual threads and one buffer per direction, of 64 KiB at most.
/// A stream that was lost closes the local socket by a reset. When the application ends its
/// output, the answer is still read to its end, because runtimes know no half-close. When the
/// pod ends first, what the application still sends within a second is dropped, so that it can
/// read the answer. Closing resets every connection, and the port is free again when it returns.
public final class LoopbackListener implements AutoCloseable {
  private static final long AFTER_FAILED_ACCEPT = 10_000_000;

  /// A closed listening socket goes on listening until the thread in its accept has left.
  private static final Duration ACCEPT_LEAVES = Duration.ofSeconds(2);

  private final List<ServerSocket> servers;
  private final Connection.Port shared;
  private final Places places;
  private final List<Thread> acceptors;
  private volatile boolean closed;

  private LoopbackListener(List<ServerSocket> servers, Connection.Port shared, Places places) {
    this.servers = servers;
    this.shared = shared;
    this.places = places;
    this.acceptors =
        servers.stream()
            .map(
                each ->
                    Thread.ofVirtual()
                        .name("listen-" + each.getLocalPort())
                        .unstarted(() -> accept(each)))
            .toList();
  }

  /// Listens on 127.0.0.1 and ::1.
  public static LoopbackListener listen(int port, Dialer dialer) throws InterruptedException {
    return listen(List.of(), port, Guard.none(), dialer, ignored -> {});
  }

  /// @param addresses loopback addresses; empty for 127.0.0.1 and ::1 where the machine has both
  /// @param port 0 for any port that is free on all of them
  /// @param guard whom it serves; one of its own
  /// @param failures told why a connection could not be served, on that connection's thread
  /// @throws MooringException when an address is no loopback address, or the port is taken
  public static LoopbackListener listen(
      List<InetAddress> addresses,
      int port,
      Guard guard,
      Dialer dialer,
      Consumer<MooringException> failures)
      throws InterruptedException {
    return listen(addresses, port, guard, null, dialer, failures);
  }

  /// The same, where applications speak TLS.
  public static LoopbackListener listen(
      List<InetAddress> addresses,
      int port,
      Guard guard,
      @Nullable LocalTls tls,
      Dialer dialer,
      Consumer<MooringException> failures)
      throws InterruptedException {
    return listen(addresses, port, guard, tls, dialer, failures, Limits.USUAL, PeerOwner::of);
  }

  static LoopbackListener listen(
      List<InetAddress> addresses,
      int port,
      Guard guard,
      @Nullable LocalTls tls,
      Dialer dialer,
      Consumer<MooringException> failures,
      Limits limits,
      LocalUsers.Lookup lookup)
      throws InterruptedException {
    List<ServerSocket> servers = LoopbackPorts.bind(addresses, port);
    Connection.Port shared =
        new Connection.Port(
            guard,
            tls,
            dialer,
            failures,
            limits,
            new Departures(lookup),
            new AtomicLong(),
            new AtomicLong());
    LoopbackListener listener = new LoopbackListener(servers, shared, new Places(limits, lookup));
    listener.acceptors.forEach(Thread::start);
    return listener;
  }

  /// The one it got, also where any was asked for; the same on each address.
  public int port() {
    return servers.getFirst().getLocalPort();
  }

  /// At least one, each a loopback address.
  public List<InetSocketAddress> addresses() {
    return servers.stream().map(each -> (InetSocketAddress) each.getLocalSocketAddress()).toList();
  }

  /// How many have a place now, those among them that have ended and are not cleared away
  /// yet.
  public int connections() {
    return places.used();
  }

  /// Bytes given to local applications.
  public long received() {
    return shared.received().get();
  }

  /// Bytes taken from local applications.
  public long sent() {
    return shared.sent().get();
  }

  @Override
  public void close() {
    closed = true;
    servers.forEach(Connection::closeQuietly);
    acceptors.forEach(Thread::interrupt);
    places.taken().forEach(Connection::giveUp);
    try {
      for (Thread each : acceptors) {
        each.join(ACCEPT_LEAVES);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept(ServerSocket server) {
    while (!closed) {
      try {
        Connection next = new Connection(server.accept(), shared);
        if (!placed(next)) {
          next.giveUp();
          continue;
        }
        if (closed) {
          next.giveUp();
        }
        Thread.ofVirtual().name("forward-up-" + port()).start(() -> serve(next));
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
        // The connection was lost before it was accepted, or file handles ran out for a moment.
        LockSupport.parkNanos(AFTER_FAILED_ACCEPT);
      }
    }
  }

  private void serve(Connection connection) {
    try {
      connection.serve();
    } finally {
      places.leave(connection);
    }
  }

  private boolean placed(Connection next) {
    int kept = shared.limits().places() / 2;
    try {
      return switch (places.take(next)) {
        case TAKEN -> true;
        case CROWDED -> refused(crowded());
        case KEPT -> refused(kept(Messages.of("the-rest-is-kept-for-you", kept)));
        case KEPT_FROM_UNKNOWN -> refused(kept(Messages.of("the-rest-is-kept-from-unknown", kept)));
      };
    } catch (InterruptedException e) {
      // The listener is being closed.
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean refused(MooringException why) {
    shared.failures().accept(why);
    return false;
  }

  private MooringException crowded() {
    return new Problem(
            Code.TOO_MANY_CONNECTIONS,
            Messages.of("a-connection-to-port-was-refused", port()),
            Messages.of(
                "connections-are-open-and-none-ended",
                shared.limits().places(),
                shared.limits().parked().toSeconds()),
            new Remedy.Advice(Messages.of("close-some-or-look-for-an")))
        .raise();
  }

  private MooringException kept(String why) {
    return new Problem(
            Code.TOO_MANY_CONNECTIONS,
            Messages.of("a-connection-to-port-was-refused", port()),
            why,
            new Remedy.Advice(Messages.of("close-some-or-look-for-an")))
        .raise();
  }
}
