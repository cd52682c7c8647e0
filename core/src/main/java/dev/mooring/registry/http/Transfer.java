package dev.mooring.registry.http;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/// Waits for an exchange as long as bytes move.
///
/// A layer may take an hour on a slow line, so the whole has a week; an exchange that stands
/// still is given up.
public final class Transfer {
  private static final long CHECK_MILLIS = 1_000;

  private final Duration patience;
  private final Duration whole;
  private final LongConsumer listener;
  private final AtomicLong moved = new AtomicLong();

  /// @param patience how long no byte may move
  /// @param listener told of bytes as they move, from the client's threads
  public Transfer(Duration patience, LongConsumer listener) {
    this(patience, Duration.ofDays(7), listener);
  }

  private Transfer(Duration patience, Duration whole, LongConsumer listener) {
    this.patience = patience;
    this.whole = whole;
    this.listener = listener;
  }

  /// For what nobody watches.
  public Transfer(Duration patience) {
    this(patience, ignored -> {});
  }

  /// One that ends in time however many bytes move: of what is small and waited for.
  public static Transfer within(Duration whole) {
    return new Transfer(whole, whole, ignored -> {});
  }

  /// Tells of bytes that went, which renews the patience. From any thread.
  public void moved(long bytes) {
    moved.addAndGet(bytes);
    listener.accept(bytes);
  }

  Duration patience() {
    return patience;
  }

  /// How many bytes went by now.
  public long moved() {
    return moved.get();
  }

  /// The exchange's result. An interrupt, and patience at its end, cancel the exchange.
  <T> T await(CompletableFuture<T> exchange) throws IOException, InterruptedException {
    long seen = moved.get();
    long start = System.nanoTime();
    long since = start;
    try {
      while (true) {
        try {
          return exchange.get(CHECK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          long now = moved.get();
          if (System.nanoTime() - start > whole.toNanos()) {
            exchange.cancel(true);
            throw new HttpTimeoutException("not done in " + whole.toSeconds() + " seconds");
          }
          if (now != seen) {
            seen = now;
            since = System.nanoTime();
          } else if (System.nanoTime() - since > patience.toNanos()) {
            exchange.cancel(true);
            throw new HttpTimeoutException(
                "no byte moved for " + patience.toSeconds() + " seconds");
          }
        }
      }
    } catch (InterruptedException e) {
      exchange.cancel(true);
      throw e;
    } catch (CancellationException e) {
      throw new IOException("the exchange was cancelled", e);
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  private static IOException cause(ExecutionException e) {
    Throwable cause = e.getCause();
    while (cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return cause instanceof IOException failure ? failure : new IOException(cause);
  }
}
