package dev.mooring.forward.listener;

import dev.mooring.forward.http.GuardedRequests;
import dev.mooring.forward.http.GuardedStream;
import dev.mooring.forward.tls.LocalTls;
import dev.mooring.platform.FreePorts;
import dev.mooring.platform.PortOwner;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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
  private static final int MOST_CONNECTIONS = 1024;

  /// How long one more waits for a place. Places are free again a moment after an application has
  /// closed, because its end may be half of one.
  private static final Duration PARKED = Duration.ofSeconds(30);

  private static final int BUFFER = 64 * 1024;

  /// Until a read fills it: hundreds of short connections at once would keep the collector busy.
  private static final int SMALL_BUFFER = 4 * 1024;

  private static final int BACKLOG = 512;
  private static final long AFTER_FAILED_ACCEPT = 10_000_000;

  /// What an application gets to end its side after the pod has ended the other.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// A closed listening socket goes on listening until the thread in its accept has left.
  private static final Duration ACCEPT_LEAVES = Duration.ofSeconds(2);

  /// How often both addresses are tried when any free port will do.
  private static final int TRIES = 20;

  private final Guard guard;
  private final @Nullable LocalTls tls;
  private final Dialer dialer;
  private final Consumer<MooringException> failures;
  private final List<ServerSocket> servers;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private final List<Thread> acceptors;
  private volatile boolean closed;

  private LoopbackListener(
      List<ServerSocket> servers,
      Guard guard,
      @Nullable LocalTls tls,
      Dialer dialer,
      Consumer<MooringException> failures) {
    this.servers = servers;
    this.guard = guard;
    this.tls = tls;
    this.dialer = dialer;
    this.failures = failures;
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
    for (InetAddress each : addresses) {
      if (!each.isLoopbackAddress()) {
        throw new Problem(
                Code.ADDRESS_NOT_LOOPBACK,
                Messages.of("cannot-listen-on", each.getHostAddress()),
                Messages.of("it-is-not-a-loopback-address"),
                new Remedy.Advice(Messages.of("use-127-0-0-1-1")))
            .raise();
      }
    }
    LoopbackListener listener =
        new LoopbackListener(bind(addresses, port), guard, tls, dialer, failures);
    listener.acceptors.forEach(Thread::start);
    return listener;
  }

  public int port() {
    return servers.getFirst().getLocalPort();
  }

  public List<InetSocketAddress> addresses() {
    return servers.stream().map(each -> (InetSocketAddress) each.getLocalSocketAddress()).toList();
  }

  public int connections() {
    return MOST_CONNECTIONS - places.availablePermits();
  }

  /// Bytes given to local applications.
  public long received() {
    return received.get();
  }

  /// Bytes taken from local applications.
  public long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    closed = true;
    servers.forEach(LoopbackListener::closeQuietly);
    acceptors.forEach(Thread::interrupt);
    open.forEach(LoopbackListener::reset);
    try {
      for (Thread each : acceptors) {
        each.join(ACCEPT_LEAVES);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<ServerSocket> bind(List<InetAddress> addresses, int port)
      throws InterruptedException {
    boolean both = addresses.isEmpty();
    List<InetAddress> wanted =
        both ? List.of(loopback(new byte[] {127, 0, 0, 1}), loopback(ipv6Loopback())) : addresses;
    for (int attempt = 1; ; attempt++) {
      List<ServerSocket> bound = new ArrayList<>();
      int chosen = port;
      try {
        for (InetAddress each : wanted) {
          ServerSocket server = new ServerSocket();
          bound.add(server);
          try {
            server.bind(new InetSocketAddress(each, chosen), BACKLOG);
          } catch (IOException e) {
            if (both && bound.size() > 1 && !available(each)) {
              bound.removeLast().close();
              continue;
            }
            throw e;
          }
          chosen = server.getLocalPort();
        }
        return List.copyOf(bound);
      } catch (IOException e) {
        bound.forEach(LoopbackListener::closeQuietly);
        if (port != 0 || attempt == TRIES) {
          throw taken(wanted, port, e);
        }
      }
    }
  }

  private static boolean available(InetAddress address) {
    try (ServerSocket any = new ServerSocket()) {
      any.bind(new InetSocketAddress(address, 0));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static MooringException taken(List<InetAddress> wanted, int port, IOException e)
      throws InterruptedException {
    String said = String.valueOf(e.getMessage());
    for (InetAddress each : wanted) {
      if (said.contains("assign requested address") && !available(each)) {
        return new Problem(
                Code.ADDRESS_NOT_AVAILABLE,
                Messages.of("cannot-listen-on", each.getHostAddress()),
                Messages.of("this-machine-does-not-have-that"),
                new Remedy.Command(
                    Messages.of("use-127-0-0-1-or"),
                    "sudo ifconfig lo0 alias " + each.getHostAddress()),
                said)
            .raise(e);
      }
    }
    String why =
        PortOwner.of(port)
            .map(owner -> Messages.of("holds-the-port", owner.words()))
            .orElse(
                said.contains("Permission")
                    ? Messages.of("this-user-may-not-listen-on")
                    : Messages.of("it-is-in-use"));
    OptionalInt free = FreePorts.after(port);
    return new Problem(
            Code.PORT_TAKEN,
            Messages.of("cannot-listen-on-port", port),
            why,
            free.isPresent()
                ? new Remedy.Setting(
                    Messages.of("use-port-which-is-free", free.getAsInt()),
                    "--port",
                    Integer.toString(free.getAsInt()))
                : new Remedy.Advice(Messages.of("use-another-port")),
            said)
        .raise(e);
  }

  private static byte[] ipv6Loopback() {
    byte[] address = new byte[16];
    address[15] = 1;
    return address;
  }

  private static InetAddress loopback(byte[] address) {
    try {
      return InetAddress.getByAddress(address);
    } catch (java.net.UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private void accept(ServerSocket server) {
    while (!closed) {
      try {
        Socket socket = server.accept();
        if (!placed(socket)) {
          continue;
        }
        open.add(socket);
        if (closed) {
          reset(socket);
        }
        Thread.ofVirtual().name("forward-up-" + port()).start(() -> serve(socket));
      } catch (IOException e) {
        if (server.isClosed()) {
          return;
        }
        // The connection was lost before it was accepted, or file handles ran out for a moment.
        LockSupport.parkNanos(AFTER_FAILED_ACCEPT);
      }
    }
  }

  /// False where there was no place; the connection is then reset.
  private boolean placed(Socket socket) {
    try {
      if (places.tryAcquire(PARKED.toNanos(), TimeUnit.NANOSECONDS)) {
        return true;
      }
      failures.accept(crowded());
    } catch (InterruptedException e) {
      // The listener is being closed.
      Thread.currentThread().interrupt();
    }
    reset(socket);
    return false;
  }

  private MooringException crowded() {
    return new Problem(
            Code.TOO_MANY_CONNECTIONS,
            Messages.of("a-connection-to-port-was-refused", port()),
            Messages.of(
                "connections-are-open-and-none-ended", MOST_CONNECTIONS, PARKED.toSeconds()),
            new Remedy.Advice(Messages.of("close-some-or-look-for-an")))
        .raise();
  }

  private void serve(Socket raw) {
    ByteStream stream = null;
    boolean clean = false;
    try {
      if (!guard.admits(raw)) {
        return;
      }
      raw.setTcpNoDelay(true);
      Socket socket = tls == null ? raw : tls.accept(raw);
      InputStream input = socket.getInputStream();
      GuardedRequests requests = guard.requests();
      stream = requests == null ? dialer.dial() : requests.open(input, dialer, sent);
      if (stream instanceof RegistryStream registry) {
        if (!registry.guard().admits(raw)) {
          return;
        }
        stream = judged(registry, input);
      }
      if (stream == null) {
        clean = true;
        return;
      }
      clean = pump(raw, socket, input, stream);
    } catch (MooringException e) {
      failures.accept(e);
    } catch (StreamException e) {
      failures.accept(e.problem().raise(e));
    } catch (IOException e) {
      // The application or the pod cut the connection; the reset below passes that on.
      clean = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (stream != null) {
        stream.close();
      }
      open.remove(raw);
      if (clean) {
        closeQuietly(raw);
      } else {
        reset(raw);
      }
      places.release();
    }
  }

  /// @return null when the application left without a word
  private @Nullable ByteStream judged(RegistryStream registry, InputStream input)
      throws IOException, InterruptedException {
    GuardedRequests requests = registry.guard().requests();
    if (requests == null) {
      return registry;
    }
    ByteStream judged = requests.open(input, () -> registry, sent);
    if (!(judged instanceof GuardedStream)) {
      registry.close();
    }
    return judged;
  }

  /// True when the pod's side ended in order. Under TLS that end is said before the socket's; a
  /// lost stream resets the socket without it.
  private boolean pump(Socket raw, Socket socket, InputStream input, ByteStream stream)
      throws IOException, InterruptedException {
    HalfClosed halfClosed = new HalfClosed();
    Thread up =
        Thread.ofVirtual()
            .name("forward-send-" + port())
            .start(() -> send(input, stream, halfClosed));
    boolean clean = false;
    try {
      copy(stream.input(), socket.getOutputStream(), received, halfClosed::answered);
      clean = !stream.lost();
      if (clean) {
        socket.shutdownOutput();
      }
      return clean;
    } finally {
      // Ends the other direction, which may be waiting for either side.
      halfClosed.over();
      stream.close();
      if (!clean && tls != null) {
        // Before the reader sees an end: TLS 1.2 would answer it with an orderly end of its own.
        reset(raw);
      } else if (!clean) {
        raw.shutdownInput();
      }
      if (!up.join(PATIENCE)) {
        if (!raw.isClosed()) {
          raw.shutdownInput();
        }
        up.interrupt();
        up.join();
      }
    }
  }

  private void send(InputStream input, ByteStream stream, HalfClosed halfClosed) {
    try {
      copy(input, stream.output(), sent, halfClosed::asked);
      stream.leaving();
      halfClosed.awaitEnd();
    } catch (IOException e) {
      // Both ends see it: giving up the stream ends the other direction.
      stream.close();
      drop(input);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stream.close();
  }

  /// Takes what the application still sends to a pod that has answered and ended: closing with
  /// bytes unread would be a reset, and the end of the answer would be lost with it.
  private static void drop(InputStream input) {
    byte[] dropped = new byte[BUFFER];
    try {
      while (input.read(dropped) >= 0) {
        // Dropped.
      }
    } catch (IOException e) {
      // The application cut the connection, or its time is over.
    }
  }

  private static void copy(InputStream from, OutputStream to, AtomicLong count, Runnable moved)
      throws IOException {
    byte[] buffer = new byte[SMALL_BUFFER];
    int read = from.read(buffer);
    while (read >= 0) {
      moved.run();
      to.write(buffer, 0, read);
      to.flush();
      count.addAndGet(read);
      if (read == SMALL_BUFFER) {
        buffer = new byte[BUFFER];
      }
      read = from.read(buffer);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException ignored) {
      // Closed already.
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(java.io.Closeable socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // Nothing depends on it any more.
    }
  }
}
