package dev.mooring.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An answer's body as a stream that is read while it arrives: nothing of it is kept but what the
/// reader has not taken yet, and no byte for too long is a failure.
///
/// The answer itself is there as soon as its headers are; its own body is empty.
final class StreamedBody extends InputStream implements HttpResponse.BodySubscriber<byte[]> {
  /// Arrivals that may wait for the reader, of 16 KiB each.
  private static final int AHEAD = 6;

  private static final List<ByteBuffer> END = List.of();

  private final long limit;
  private final Duration patience;
  private final BlockingQueue<List<ByteBuffer>> arrived = new LinkedBlockingQueue<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private Iterator<ByteBuffer> here = List.<ByteBuffer>of().iterator();
  private @Nullable ByteBuffer now;
  private boolean ended;
  private long taken;
  private volatile @Nullable Throwable failure;

  /// @param limit the most bytes that may come
  /// @param patience how long none may come
  StreamedBody(long limit, Duration patience) {
    this.limit = limit;
    this.patience = patience;
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return CompletableFuture.completedFuture(new byte[0]);
  }

  @Override
  public void onSubscribe(Flow.Subscription next) {
    if (!subscription.complete(next)) {
      // Closed before the body began.
      next.cancel();
      return;
    }
    next.request(AHEAD);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (!buffers.isEmpty()) {
      arrived.add(buffers);
    }
  }

  @Override
  public void onError(Throwable error) {
    failure = error;
    arrived.add(END);
  }

  @Override
  public void onComplete() {
    arrived.add(END);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    int done = 0;
    while (done < length) {
      ByteBuffer next = now;
      if (next == null || !next.hasRemaining()) {
        // What is there is enough; only an empty read waits.
        if (done > 0 && !here.hasNext() && arrived.isEmpty()) {
          break;
        }
        next = next();
        if (next == null) {
          break;
        }
      }
      int some = Math.min(length - done, next.remaining());
      next.get(into, from + done, some);
      done += some;
    }
    taken += done;
    if (taken > limit) {
      close();
      throw new BoundedBody.TooLong(limit);
    }
    return done == 0 && length > 0 ? -1 : done;
  }

  private @Nullable ByteBuffer next() throws IOException {
    while (!here.hasNext()) {
      if (ended) {
        return null;
      }
      List<ByteBuffer> more = await();
      if (more == END) {
        ended = true;
        Throwable why = failure;
        if (why != null) {
          throw why instanceof IOException cut ? cut : new IOException(why);
        }
        return null;
      }
      here = more.iterator();
      Flow.Subscription source = subscription.getNow(null);
      if (source != null) {
        source.request(1);
      }
    }
    now = here.next();
    return now;
  }

  private List<ByteBuffer> await() throws IOException {
    try {
      List<ByteBuffer> more = arrived.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (more == null) {
        close();
        throw new HttpTimeoutException("no byte moved for " + patience.toSeconds() + " seconds");
      }
      return more;
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the transfer was cancelled");
    }
  }

  /// Ends the exchange, and wakes whoever waits for bytes.
  @Override
  public void close() {
    if (!subscription.isDone()) {
      subscription.cancel(false);
    } else if (!subscription.isCancelled()) {
      subscription.join().cancel();
    }
    if (failure == null) {
      failure = new IOException("the stream is closed");
    }
    arrived.add(END);
  }
}
