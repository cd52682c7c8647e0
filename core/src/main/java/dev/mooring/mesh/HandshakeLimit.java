package dev.mooring.mesh;

import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Ends a handshake that takes too long, by closing the stream below.
final class HandshakeLimit {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private HandshakeLimit() {}

  @FunctionalInterface
  interface Handshake<T> {
    T shake() throws IOException;
  }

  /// @throws IOException of the handshake, when the time is over too
  /// @throws InterruptedException when the caller was interrupted before the time was over
  static <T> T during(ByteStream raw, Handshake<T> handshake)
      throws IOException, InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    Thread.ofVirtual().name("handshake-limit").start(() -> closeUnless(over, raw));
    try {
      return handshake.shake();
    } catch (IOException e) {
      raw.close();
      if (over.getCount() == 1 && Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    } finally {
      over.countDown();
    }
  }

  private static void closeUnless(CountDownLatch over, ByteStream raw) {
    try {
      if (!over.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        raw.close();
      }
    } catch (InterruptedException e) {
      raw.close();
    }
  }
}
