package dev.mooring.identity.token;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens of the API server: when they are fetched, and what is taken for one.
final class TokenLeaseTest {
  private static final ServiceAccount ANA = new ServiceAccount("dev-ana", "mooring");
  private static final String OURS =
      "{\"aud\":[\"mooring-registry\"],\"sub\":\"system:serviceaccount:dev-ana:mooring\","
          + "\"iat\":1000,\"exp\":1600,\"jti\":\"%d\"}";

  private final AtomicInteger asked = new AtomicInteger();
  private Instant now = Instant.parse("2026-05-01T10:00:00Z");
  private IntFunction<String> answer = number -> token(OURS.formatted(number));

  private final Cluster cluster =
      (Cluster)
          Proxy.newProxyInstance(
              Cluster.class.getClassLoader(),
              new Class<?>[] {Cluster.class},
              (proxy, method, arguments) -> {
                assertEquals("token", method.getName());
                assertEquals(
                    List.of("dev-ana", "mooring", "mooring-registry", Duration.ofMinutes(10)),
                    List.of(arguments));
                return answer.apply(asked.getAndIncrement());
              });

  private final TokenLease lease = new TokenLease(cluster, ANA, "mooring-registry", () -> now);

  private static String token(String claims) {
    Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
    return "e30." + url.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
  }

  private static String text(AccountToken token) {
    return new String(token.bearer(), StandardCharsets.US_ASCII);
  }

  @Test
  void oneTokenServesUntilHalfItsLifeAndTheNextIsFetchedBeside() throws Exception {
    AccountToken first = lease.present();
    assertEquals("Bearer " + token(OURS.formatted(0)), text(first));
    assertEquals(now.plusSeconds(600), first.expires());
    now = now.plusSeconds(269);
    assertSame(first, lease.present());
    assertEquals(1, asked.get());

    now = now.plusSeconds(62);
    assertSame(first, lease.present());
    await().until(() -> lease.present() != first);
    assertEquals(2, asked.get());
  }

  @Test
  void anEndedTokenIsNotHandedOut() throws Exception {
    AccountToken first = lease.present();
    now = now.plusSeconds(596);
    assertNotEquals(text(first), text(lease.present()));
  }

  @Test
  void aFailedRenewalLeavesThePresentTokenAndIsNotRepeatedAtOnce() throws Exception {
    AccountToken first = lease.present();
    answer =
        number -> {
          throw new Problem(Code.API_BUSY, "No token", "busy", Remedy.none()).raise();
        };
    now = now.plusSeconds(400);
    assertSame(first, lease.present());
    await().until(() -> asked.get() == 2);
    for (int i = 0; i < 100; i++) {
      assertSame(first, lease.present());
    }
    assertTrue(asked.get() <= 3, "asked " + asked.get() + " times");
  }

  @Test
  void whoeverWaitsForAnAttemptTakesItsEndToo() throws Exception {
    CountDownLatch waiting = new CountDownLatch(1);
    answer =
        number -> {
          try {
            waiting.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new Problem(Code.API_BUSY, "No token", "busy", Remedy.none()).raise();
        };
    List<Thread> callers = new CopyOnWriteArrayList<>();
    ThreadFactory factory =
        task -> {
          Thread caller = Thread.ofVirtual().unstarted(task);
          callers.add(caller);
          return caller;
        };
    try (var threads = Executors.newThreadPerTaskExecutor(factory)) {
      List<Future<AccountToken>> all = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        all.add(threads.submit(lease::present));
      }
      await()
          .until(
              () ->
                  callers.stream()
                      .allMatch(
                          each ->
                              Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING)
                                  .contains(each.getState())));
      waiting.countDown();
      for (Future<AccountToken> each : all) {
        assertThrows(java.util.concurrent.ExecutionException.class, each::get);
      }
    }
    assertTrue(asked.get() <= 3, "asked " + asked.get() + " times");
  }

  @Test
  void aRefusedTokenIsRenewedOnceForAllWhoMetTheRefusal() throws Exception {
    AccountToken first = lease.present();
    AccountToken second = lease.renewed(first);
    assertNotEquals(text(first), text(second));
    assertSame(second, lease.renewed(first));
    assertEquals(2, asked.get());
  }

  @Test
  void nobodyReadsItInWords() throws Exception {
    AccountToken token = lease.present();
    assertEquals("AccountToken[dev-ana/mooring until " + token.expires() + "]", token.toString());
    byte[] wiped = token.bearer();
    java.util.Arrays.fill(wiped, (byte) 0);
    assertEquals("Bearer " + token(OURS.formatted(0)), text(token));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "opaque",
        "a.b",
        "e30.e30.c2ln\r\nX-Evil: yes",
        "e30.!!!.c2ln",
        "e30.bm90IGpzb24.c2ln",
      })
  void whatIsNoTokenIsNeverShown(String text) {
    answer = number -> text;
    MooringException refused = assertThrows(MooringException.class, lease::present);
    assertEquals(Code.TOKEN_NOT_ISSUED, refused.problem().code());
    assertFalse(text.length() > 3 && refused.getMessage().contains(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"aud\":[\"other\"],\"sub\":\"system:serviceaccount:dev-ana:mooring\",\"iat\":1,\"exp\":9}",
        "{\"aud\":[\"mooring-registry\"],\"sub\":\"system:serviceaccount:dev-bob:mooring\",\"iat\":1,\"exp\":9}",
        "{\"aud\":[\"mooring-registry\"],\"sub\":\"system:serviceaccount:dev-ana:mooring\",\"iat\":9,\"exp\":9}",
        "{\"aud\":[\"mooring-registry\"],\"sub\":\"system:serviceaccount:dev-ana:mooring\"}",
      })
  void aTokenForSomebodyElseIsNotTaken(String claims) {
    answer = number -> token(claims);
    assertEquals(
        Code.TOKEN_NOT_ISSUED,
        assertThrows(MooringException.class, lease::present).problem().code());
  }
}
