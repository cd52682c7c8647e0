package dev.mooring.registry.http;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/// Takes an answer's body into a sink and fails when it is longer than allowed.
public final class BoundedBody implements HttpResponse.BodySubscriber<byte[]> {

  /// The answer is longer than it may be.
  static final class TooLong extends IOException {
    private static final long serialVersionUID = 1;

    TooLong(long limit) {
      super(Messages.of("the-answer-is-longer-than-bytes", limit));
    }
  }

  private final long limit;
  private final Transfer transfer;

  /// One array that grows would need twice the memory at the end.
  private final Deque<byte[]> kept = new ArrayDeque<>();

  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private Flow.@Nullable Subscription subscription;
  private long taken;

  private BoundedBody(long limit, Transfer transfer) {
    this.limit = limit;
    this.transfer = transfer;
  }

  /// Keeps the body in memory.
  public static BoundedBody kept(long limit, Transfer transfer) {
    return new BoundedBody(limit, transfer);
  }

  private void keep(ByteBuffer bytes) {
    byte[] chunk = new byte[bytes.remaining()];
    bytes.get(chunk);
    kept.add(chunk);
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription next) {
    subscription = next;
    next.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    Flow.Subscription from = Objects.requireNonNull(subscription);
    try {
      for (ByteBuffer buffer : buffers) {
        int size = buffer.remaining();
        taken += size;
        if (taken > limit) {
          throw new TooLong(limit);
        }
        keep(buffer);
        transfer.moved(size);
      }
      from.request(1);
    } catch (IOException | RuntimeException e) {
      from.cancel();
      body.completeExceptionally(e);
    }
  }

  @Override
  public void onError(Throwable error) {
    body.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    ByteBuffer whole = ByteBuffer.allocate(kept.stream().mapToInt(each -> each.length).sum());
    for (byte[] next = kept.poll(); next != null; next = kept.poll()) {
      whole.put(next);
    }
    body.complete(whole.array());
  }
}
