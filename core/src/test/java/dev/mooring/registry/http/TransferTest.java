package dev.mooring.registry.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TransferTest {
  private final CompletableFuture<String> exchange = new CompletableFuture<>();

  private Transfer patient() {
    return new Transfer(Duration.ofMinutes(1));
  }

  @Test
  void bytesAreCountedAndTold() {
    List<Long> told = new ArrayList<>();
    Transfer transfer = new Transfer(Duration.ofMinutes(1), told::add);
    transfer.moved(3);
    transfer.moved(4);
    assertEquals(7, transfer.moved());
    assertEquals(List.of(3L, 4L), told);
    assertEquals(Duration.ofMinutes(1), transfer.patience());
  }

  @Test
  void theResultOfTheExchangeIsHandedOn() throws Exception {
    exchange.complete("answer");
    assertEquals("answer", patient().await(exchange));
  }

  @Test
  void whatBrokeTheExchangeIsThrownAsItWas() {
    IOException broken = new IOException("reset");
    exchange.completeExceptionally(nested(nested(nested(broken))));
    assertSame(broken, assertThrows(IOException.class, () -> patient().await(exchange)));
    IllegalStateException own = new IllegalStateException("own");
    assertSame(
        own,
        assertThrows(
            IllegalStateException.class,
            () -> patient().await(CompletableFuture.failedFuture(own))));
    Exception odd = new Exception("odd");
    assertSame(
        odd,
        assertThrows(IOException.class, () -> patient().await(CompletableFuture.failedFuture(odd)))
            .getCause());
  }

  @Test
  void anExchangeThatWasCancelledIsALoss() {
    exchange.cancel(true);
    assertThrows(IOException.class, () -> patient().await(exchange));
  }

  @Test
  void anInterruptCancelsTheExchange() {
    Thread.currentThread().interrupt();
    assertThrows(InterruptedException.class, () -> patient().await(exchange));
    assertTrue(exchange.isCancelled());
  }

  @Test
  void anExchangeInWhichNothingMovesIsGivenUp() {
    Lasting still = new Lasting(5, () -> {});
    HttpTimeoutException late =
        assertThrows(HttpTimeoutException.class, () -> new Transfer(Duration.ZERO).await(still));
    assertTrue(late.getMessage().startsWith("no byte moved"), late.getMessage());
    assertTrue(still.isCancelled());
  }

  /// An exchange that lasts as many looks at it as it is told to, each over at once.
  private static final class Lasting extends CompletableFuture<String> {
    private final Runnable look;
    private int left;

    Lasting(int looks, Runnable look) {
      this.left = looks;
      this.look = look;
    }

    @Override
    public String get(long timeout, TimeUnit unit) throws TimeoutException {
      if (left-- > 0) {
        look.run();
        throw new TimeoutException();
      }
      return "answer";
    }
  }

  @Test
  void eachByteThatMovesRenewsThePatience() throws Exception {
    Transfer transfer = new Transfer(Duration.ZERO);
    Lasting moving = new Lasting(5, () -> transfer.moved(1));
    assertEquals("answer", transfer.await(moving));
    assertFalse(moving.isCancelled());
  }

  @Test
  void whatHasToEndInTimeEndsHoweverMuchMoves() {
    Transfer transfer = Transfer.within(Duration.ZERO);
    Lasting moving = new Lasting(5, () -> transfer.moved(1));
    HttpTimeoutException late =
        assertThrows(HttpTimeoutException.class, () -> transfer.await(moving));
    assertTrue(late.getMessage().startsWith("not done in"), late.getMessage());
    assertTrue(moving.isCancelled());
  }

  private static CompletionException nested(Throwable cause) {
    return new CompletionException(cause);
  }

  @Test
  void afterABytePatienceBeginsAnew() throws Exception {
    Transfer transfer = patient();
    Lasting pausing =
        new Lasting(
            5,
            () -> {
              if (transfer.moved() == 0) {
                transfer.moved(1);
              }
            });
    assertEquals("answer", transfer.await(pausing));
  }

  @Test
  void aPauseWithinThePatienceIsNoEnd() throws Exception {
    assertEquals("answer", patient().await(new Lasting(5, () -> {})));
  }
}
