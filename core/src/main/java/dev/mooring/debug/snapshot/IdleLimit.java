package dev.mooring.debug.snapshot;

import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/// Reads streams that may fall silent without an end.
final class IdleLimit {
  private static final Duration LOOK = Duration.ofMillis(250);

  private IdleLimit() {}

  /// What is done with a stream.
  @FunctionalInterface
  interface Reading<T> {
    /// @param alive to be called whenever something came
    T read(InputStream input, Runnable alive) throws IOException;
  }

  /// Closes the stream at the end, also when interrupted.
  ///
  /// @throws IOException also when nothing came for as long as the limit
  static <T> T read(ByteStream stream, Duration limit, Reading<T> reading)
      throws IOException, InterruptedException {
    AtomicLong heard = new AtomicLong(System.nanoTime());
    CompletableFuture<T> result = new CompletableFuture<>();
    try (stream) {
      Thread.ofVirtual()
          .name("snapshot-reading")
          .start(
              () -> {
                try {
                  result.complete(reading.read(stream.input(), () -> heard.set(System.nanoTime())));
                } catch (IOException | RuntimeException e) {
                  result.completeExceptionally(e);
                }
              });
      while (true) {
        try {
          return result.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          if (System.nanoTime() - heard.get() > limit.toNanos()) {
            throw new IOException(Messages.of("nothing-came-for", limit.toSeconds()), e);
          }
        }
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case MooringException known -> throw known;
        case IOException lost -> throw lost;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    }
  }
}
