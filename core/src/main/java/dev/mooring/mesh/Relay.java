package dev.mooring.mesh;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One local connection and its way to the registry.
///
/// The end of the local side is not passed on: a stream into a pod has no half-close and would be
/// cut with the answer still in it.
final class Relay {
  private static final Logger LOG = LoggerFactory.getLogger(Relay.class);

  private static final int BUFFER = 64 * 1024;

  /// What a finished client is given to take the rest of an answer, and a refused upload to notice.
  private static final Duration SETTLE = Duration.ofSeconds(1);

  /// How long an answer may take that a half-closed client still waits for.
  private static final Duration ANSWER = Duration.ofMinutes(1);

  private static final int TLS_HANDSHAKE = 22;
  private static final byte[] PLAIN_ONLY = plainOnly();

  private final Socket local;
  private final Way way;
  private final LongAdder received;
  private final LongAdder sent;
  private final CountDownLatch answered = new CountDownLatch(1);
  private final CountDownLatch sending = new CountDownLatch(1);
  private volatile boolean answerDue;
  private volatile long lastByte = System.nanoTime();

  Relay(Socket local, Way way, LongAdder received, LongAdder sent) {
    this.local = local;
    this.way = way;
    this.received = received;
    this.sent = sent;
  }

  private static byte[] plainOnly() {
    String words = "This port speaks plain HTTP; Mooring adds mutual TLS behind it. Use http://\n";
    String answer =
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain\r\nContent-Length: "
            + words.length()
            + "\r\nConnection: close\r\n\r\n"
            + words;
    return answer.getBytes(StandardCharsets.US_ASCII);
  }

  /// Opens the way when the first byte comes.
  interface Way {
    Upstream open() throws InterruptedException;

    /// The sidecar gave a reason in place of an answer.
    void refused(Problem why);
  }

  /// Relays until both are done. The caller resets the local socket if it is still open then.
  ///
  /// @throws MooringException when there is no way to the registry
  void run() throws InterruptedException {
    byte[] buffer = new byte[BUFFER];
    try {
      local.setTcpNoDelay(true);
      InputStream in = local.getInputStream();
      int first = in.read(buffer);
      if (first < 0) {
        local.close();
        return;
      }
      if (buffer[0] == TLS_HANDSHAKE) {
        refuseTls();
        return;
      }
      try (Upstream upstream = way.open()) {
        relay(upstream, in, buffer, first);
      }
    } catch (IOException e) {
      LOG.debug("Local connection from port {} ended", local.getPort(), e);
    }
  }

  private void refuseTls() throws IOException {
    LOG.info(
        "A TLS handshake came to the plain port {}: either the client tries HTTPS first and will"
            + " fall back to HTTP, or the registry answered with an https:// Location"
            + " (REGISTRY_HTTP_RELATIVEURLS is not set)",
        local.getLocalPort());
    local.getOutputStream().write(PLAIN_ONLY);
    local.shutdownOutput();
    local.setSoTimeout((int) SETTLE.toMillis());
    drain();
    local.close();
  }

  /// Takes what still comes: closing with bytes unread would reset the connection, and the answer
  /// would be lost with it.
  private void drain() {
    byte[] dropped = new byte[BUFFER];
    long end = System.nanoTime() + ANSWER.toNanos();
    try {
      InputStream in = local.getInputStream();
      while (in.read(dropped) >= 0 && System.nanoTime() < end) {
        // Dropped.
      }
    } catch (IOException e) {
      LOG.debug("Local connection from port {} ended", local.getPort(), e);
    }
  }

  private void relay(Upstream upstream, InputStream in, byte[] buffer, int first)
      throws InterruptedException {
    Thread down = Thread.ofVirtual().name("answers").start(() -> down(upstream));
    try {
      up(upstream, in, buffer, first);
    } finally {
      upstream.close();
      down.join();
    }
  }

  private void up(Upstream upstream, InputStream in, byte[] buffer, int first)
      throws InterruptedException {
    try {
      OutputStream out = upstream.tls().output();
      for (int count = first; count >= 0; count = in.read(buffer)) {
        answerDue = true;
        out.write(buffer, 0, count);
        lastByte = System.nanoTime();
        sent.add(count);
      }
      awaitAnswer();
      if (!answerDue) {
        local.close();
      }
    } catch (IOException e) {
      LOG.debug("Sending ended", e);
      drain();
    } finally {
      sending.countDown();
    }
  }

  /// After the client ended its side: gives an answer that is due its time, and a running one the
  /// end of its bytes.
  private void awaitAnswer() throws InterruptedException {
    while (true) {
      long patience = (answerDue ? ANSWER : SETTLE).toNanos();
      long left = lastByte + patience - System.nanoTime();
      if (left <= 0 || answered.await(Math.min(left, SETTLE.toNanos()), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  private void down(Upstream upstream) {
    byte[] buffer = new byte[BUFFER];
    try {
      InputStream in = upstream.tls().input();
      OutputStream out = local.getOutputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        answerDue = false;
        lastByte = System.nanoTime();
        out.write(buffer, 0, count);
        received.add(count);
      }
      local.shutdownOutput();
      answered.countDown();
      if (!sending.await(SETTLE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("Local connection from port {} still sends", local.getPort());
      }
      local.close();
    } catch (IOException e) {
      LOG.debug("Answers ended", e);
      if (e instanceof SSLException) {
        way.refused(HandshakeRefusal.explain(e, upstream.me(), upstream.server()));
      }
      LocalPort.reset(local);
    } catch (InterruptedException e) {
      LocalPort.reset(local);
      Thread.currentThread().interrupt();
    } finally {
      answered.countDown();
    }
  }
}
