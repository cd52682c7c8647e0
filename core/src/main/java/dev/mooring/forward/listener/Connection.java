package dev.mooring.forward.listener;

import dev.mooring.forward.http.GuardedRequests;
import dev.mooring.forward.http.HalfAsked;
import dev.mooring.forward.tls.LocalTls;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.StreamException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One connection of an application to a [LoopbackListener], from its acceptance to its end.
final class Connection {
  private static final int BUFFER = 64 * 1024;

  /// Until a read fills it: hundreds of short connections at once would keep the collector busy.
  private static final int SMALL_BUFFER = 4 * 1024;

  /// What an application gets to end its side after the pod has ended the other.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /// What all connections of a port share.
  ///
  /// @param failures told why one could not be served, on its thread
  /// @param received counts bytes given to applications
  /// @param sent counts bytes taken from them
  record Port(
      Guard guard,
      @Nullable LocalTls tls,
      Dialer dialer,
      Consumer<MooringException> failures,
      Limits limits,
      Departures departures,
      AtomicLong received,
      AtomicLong sent) {}

  private final Socket raw;
  private final Port port;
  private final HalfClosed halfClosed = new HalfClosed();
  private final Object change = new Object();
  private volatile boolean spoken;
  private volatile boolean given;
  private @Nullable Thread dialling;

  Connection(Socket raw, Port port) {
    this.raw = raw;
    this.port = port;
  }

  InetSocketAddress peer() {
    return (InetSocketAddress) raw.getRemoteSocketAddress();
  }

  InetSocketAddress local() {
    return (InetSocketAddress) raw.getLocalSocketAddress();
  }

  /// How long no byte has passed.
  Duration quiet(long now) {
    return halfClosed.quiet(now);
  }

  /// Whether no byte has passed yet.
  boolean mute() {
    return !spoken;
  }

  /// Whether it was given up and has not ended yet.
  boolean given() {
    return given;
  }

  /// Resets it, whatever it waits for.
  void giveUp() {
    given = true;
    reset();
    synchronized (change) {
      if (dialling != null) {
        dialling.interrupt();
      }
    }
  }

  /// Returns when it has ended.
  void serve() {
    ByteStream stream = null;
    boolean clean = false;
    try {
      if (!port.guard().admits(raw)) {
        return;
      }
      raw.setTcpNoDelay(true);
      LocalTls tls = port.tls();
      Socket socket = tls == null ? raw : tls.accept(raw);
      InputStream input = socket.getInputStream();
      GuardedRequests requests = port.guard().requests();
      stream = requests == null ? dial() : requests.open(first(input), this::dial, port.sent());
      halfClosed.asked();
      spoken |= requests != null;
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
      clean = pump(socket, input, stream);
    } catch (MooringException e) {
      port.failures().accept(e);
    } catch (StreamException e) {
      port.failures().accept(e.problem().raise(e));
    } catch (IOException e) {
      // The application or the pod cut the connection; the reset below passes that on.
      clean = false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (stream != null) {
        stream.close();
      }
      if (clean) {
        closeQuietly(raw);
      } else {
        reset();
      }
    }
  }

  private FirstRequest first(InputStream input) {
    return new FirstRequest(input, raw, port.limits().first());
  }

  /// Making a stream may take its time; an application that goes meanwhile is not waited for.
  private ByteStream dial() throws InterruptedException {
    synchronized (change) {
      dialling = Thread.currentThread();
    }
    port.departures().waits(this);
    try {
      if (given) {
        throw new InterruptedException();
      }
      return port.dialer().dial();
    } finally {
      port.departures().goesOn(this);
      synchronized (change) {
        dialling = null;
      }
    }
  }

  /// @return null when the application left without a word
  private @Nullable ByteStream judged(RegistryStream registry, InputStream input)
      throws IOException, InterruptedException {
    GuardedRequests requests = registry.guard().requests();
    if (requests == null) {
      return registry;
    }
    ByteStream judged = requests.open(first(input), () -> registry, port.sent());
    if (!(judged instanceof HalfAsked)) {
      registry.close();
    }
    return judged;
  }

  /// True when the pod's side ended in order. Under TLS that end is said before the socket's; a
  /// lost stream resets the socket without it.
  private boolean pump(Socket socket, InputStream input, ByteStream stream)
      throws IOException, InterruptedException {
    Thread up =
        Thread.ofVirtual()
            .name("forward-send-" + raw.getLocalPort())
            .start(() -> send(input, stream));
    boolean clean = false;
    try {
      copy(stream.input(), socket.getOutputStream(), port.received(), halfClosed::answered);
      // A request that nobody reads any more, or that waits to be read, has no answer.
      clean = !(stream.endedAtRest() && raw.getInputStream().available() > 0) && !stream.lost();
      if (clean) {
        socket.shutdownOutput();
      }
      return clean;
    } finally {
      // Ends the other direction, which may be waiting for either side.
      halfClosed.over();
      stream.close();
      if (!clean && port.tls() != null) {
        // Before the reader sees an end: TLS 1.2 would answer it with an orderly end of its own.
        reset();
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

  private void send(InputStream input, ByteStream stream) {
    try {
      copy(input, stream.output(), port.sent(), halfClosed::asked);
      stream.leaving();
      halfClosed.awaitEnd(() -> abandoned(stream));
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

  private void copy(InputStream from, OutputStream to, AtomicLong count, Runnable moved)
      throws IOException {
    byte[] buffer = new byte[SMALL_BUFFER];
    int read = from.read(buffer);
    while (read >= 0) {
      spoken = true;
      moved.run();
      to.write(buffer, 0, read);
      to.flush();
      count.addAndGet(read);
      if (read == buffer.length && read < BUFFER) {
        buffer = new byte[BUFFER];
      }
      read = from.read(buffer);
    }
  }

  /// Whether the application has gone, and what it sent is of no more use or has had its time.
  private boolean abandoned(ByteStream stream) {
    boolean half = stream instanceof HalfAsked asked && asked.asksHalf();
    boolean late = quiet(System.nanoTime()).compareTo(port.limits().sent()) >= 0;
    return (half || late) && port.departures().gone(this);
  }

  private void reset() {
    try {
      raw.setSoLinger(true, 0);
    } catch (IOException ignored) {
      // Closed already.
    }
    closeQuietly(raw);
  }

  static void closeQuietly(Closeable socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // Nothing depends on it any more.
    }
  }
}
