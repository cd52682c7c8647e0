package dev.mooring.practice.tunnel;

import dev.mooring.tunnel.Spdy;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/// One forwarded connection. There is no half-close: one second after either side ends, the runtime
/// cuts both.
final class PodStream {
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final byte[] END = new byte[0];

  private final SpdyTunnel tunnel;
  private final int id;
  private final int error;
  private final BlockingQueue<byte[]> inbound = new ArrayBlockingQueue<>(16);
  private @Nullable Socket socket;
  private boolean closed;
  private boolean finished;

  PodStream(SpdyTunnel tunnel, int id, int error) {
    this.tunnel = tunnel;
    this.id = id;
    this.error = error;
  }

  int id() {
    return id;
  }

  int error() {
    return error;
  }

  /// Called by the tunnel's reader; waits while the pod does not read.
  void received(byte[] bytes, boolean last) throws IOException {
    try {
      if (bytes.length > 0) {
        offer(bytes);
      }
      if (last) {
        offer(END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException();
    }
  }

  private void offer(byte[] bytes) throws InterruptedException {
    while (!isClosed() && !inbound.offer(bytes, 100, java.util.concurrent.TimeUnit.MILLISECONDS)) {
      // A full queue stops the tunnel's reader: that is the back-pressure.
    }
  }

  /// Copies both ways until one side ends, and one second more.
  void run(Socket connected, ExecutorService threads) throws IOException {
    try (connected) {
      synchronized (this) {
        if (closed) {
          finish();
          return;
        }
        socket = connected;
      }
      connected.setTcpNoDelay(true);
      threads.execute(() -> toPod(connected));
      toClient(connected.getInputStream());
      // The pod ended first: uploads still get a second.
      pause();
    } finally {
      close();
      finish();
    }
  }

  private void toClient(InputStream in) {
    byte[] buffer = new byte[1 << 16];
    try {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        tunnel.data(id, 0, buffer, count);
      }
    } catch (IOException e) {
      // Closed by the other direction, or the tunnel is gone; both end the stream.
      close();
    }
  }

  private void toPod(Socket connected) {
    try {
      OutputStream out = connected.getOutputStream();
      for (byte[] next = inbound.take(); next.length > 0; next = inbound.take()) {
        out.write(next);
      }
      pause();
      close();
    } catch (IOException e) {
      close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void pause() {
    try {
      long until = System.nanoTime() + GRACE.toNanos();
      for (long left = GRACE.toMillis(); left > 0 && !closed; ) {
        wait(left);
        left = (until - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private void finish() throws IOException {
    synchronized (this) {
      if (finished) {
        return;
      }
      finished = true;
    }
    tunnel.data(id, Spdy.FIN, END, 0);
    if (error != 0) {
      tunnel.data(error, Spdy.FIN, END, 0);
    }
  }

  /// Cuts both directions.
  synchronized void close() {
    closed = true;
    notifyAll();
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        // It was gone already.
      }
    }
  }
}
