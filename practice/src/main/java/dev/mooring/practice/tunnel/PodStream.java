package dev.mooring.practice.tunnel;

import dev.mooring.tunnel.spdy.Spdy;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// One forwarded connection. There is no half-close: one second after either side ends, the runtime
/// cuts both.
final class PodStream {
  private static final Duration GRACE = Duration.ofSeconds(1);
  private static final byte[] NOTHING = new byte[0];

  private final SpdyTunnel tunnel;
  private final int id;
  private final int error;
  private final Socket pod;
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param error the stream of its errors; 0 for none
  PodStream(SpdyTunnel tunnel, int id, int error, Socket pod) throws IOException {
    this.tunnel = tunnel;
    this.id = id;
    this.error = error;
    this.pod = pod;
    pod.setTcpNoDelay(true);
  }

  /// Called by the tunnel's reader; a pod that does not read stops it: that is the back-pressure.
  void received(byte[] bytes) {
    try {
      pod.getOutputStream().write(bytes);
    } catch (IOException e) {
      close();
    }
  }

  /// Copies from the pod until one side ends, and one second more.
  void run() {
    byte[] buffer = new byte[1 << 16];
    try (pod) {
      InputStream in = pod.getInputStream();
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        tunnel.data(id, 0, buffer, count);
      }
      // The pod ended first: uploads still get a second.
      closeSoon();
    } catch (IOException e) {
      // Closed by the other direction, or the tunnel is gone; both end the stream.
    } finally {
      close();
      finish();
    }
  }

  private void finish() {
    try {
      tunnel.data(id, Spdy.FIN, NOTHING, 0);
      if (error != 0) {
        tunnel.data(error, Spdy.FIN, NOTHING, 0);
      }
    } catch (IOException e) {
      // The tunnel is gone.
    }
  }

  void closeSoon() {
    try {
      if (!closed.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Cuts both directions.
  void close() {
    closed.countDown();
    try {
      pod.close();
    } catch (IOException e) {
      // It was gone already.
    }
  }
}
