package dev.mooring.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class BoundedBodyTest {
  private final Transfer transfer = new Transfer(Duration.ofMinutes(1));
  private final BoundedBody body = BoundedBody.kept(10, transfer);
  private final Asked asked = new Asked();

  private static final class Asked implements Flow.Subscription {
    private long requested;
    private boolean cancelled;

    @Override
    public void request(long n) {
      requested += n;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  private void send(String... parts) {
    body.onNext(
        List.of(parts).stream()
            .map(each -> ByteBuffer.wrap(each.getBytes(StandardCharsets.UTF_8)))
            .toList());
  }

  private CompletableFuture<byte[]> end() {
    return body.getBody().toCompletableFuture();
  }

  private Throwable failure() {
    return assertThrows(ExecutionException.class, () -> end().get(20, TimeUnit.SECONDS)).getCause();
  }

  @Test
  void partsBecomeOneBodyOfAtMostTheLimit() throws Exception {
    body.onSubscribe(asked);
    assertEquals(1, asked.requested);
    send("01", "234");
    send("56789");
    assertEquals(3, asked.requested, "each part is followed by another");
    assertEquals(10, transfer.moved());
    assertFalse(end().isDone());
    body.onComplete();
    assertEquals("0123456789", new String(end().get(20, TimeUnit.SECONDS), StandardCharsets.UTF_8));
    assertFalse(asked.cancelled);
  }

  @Test
  void aByteTooManyEndsTheAnswer() {
    body.onSubscribe(asked);
    send("01234", "567890");
    assertTrue(asked.cancelled);
    assertEquals(1, asked.requested, "no more is asked for");
    assertInstanceOf(BoundedBody.TooLong.class, failure());
    assertTrue(failure().getMessage().contains("10"), failure().getMessage());
    assertEquals(5, transfer.moved());
  }

  @Test
  void aBrokenAnswerIsNoBody() {
    IOException broken = new IOException("reset");
    body.onSubscribe(asked);
    body.onError(broken);
    assertSame(broken, failure());
  }
}
