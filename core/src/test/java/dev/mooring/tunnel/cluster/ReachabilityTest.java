package dev.mooring.tunnel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Context;
import dev.mooring.job.Subscription;
import dev.mooring.tunnel.ReachabilityEvent;
import java.net.ProxySelector;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Who is told of an API server at whose address nobody listens.
@Timeout(60)
final class ReachabilityTest {
  private static final ReachabilityEvent ABOUT_A_POD =
      new ReachabilityEvent.PodSilent("shop", "a", "nothing comes");

  private final Nowhere nowhere = new Nowhere();
  private final Reachability reachability = new Reachability(nowhere);
  private final BlockingQueue<ReachabilityEvent> first = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    reachability.close();
  }

  private static ReachabilityEvent next(BlockingQueue<ReachabilityEvent> told) throws Exception {
    ReachabilityEvent event = told.poll(10, TimeUnit.SECONDS);
    return event == null ? new ReachabilityEvent.ServerHeard() : event;
  }

  @Test
  void whoFollowsLaterIsToldAtOnceWhatIsKnown() throws Exception {
    Subscription following = reachability.follow(first::add);
    ReachabilityEvent silent = next(first);
    assertInstanceOf(ReachabilityEvent.ServerSilent.class, silent);
    List<ReachabilityEvent> late = new CopyOnWriteArrayList<>();
    Subscription more = reachability.follow(late::add);
    assertEquals(List.of(silent), late);
    assertEquals(1, nowhere.asking());
    more.close();
    following.close();
  }

  @Test
  void whatATunnelNoticedIsToldToAllWhoStillFollowAndToNobodyLater() throws Exception {
    List<ReachabilityEvent> left = new CopyOnWriteArrayList<>();
    Subscription leaving = reachability.follow(left::add);
    Subscription following = reachability.follow(first::add);
    ReachabilityEvent silent = next(first);
    leaving.close();
    left.clear();
    reachability.tell(ABOUT_A_POD);
    assertEquals(ABOUT_A_POD, next(first));
    assertEquals(List.of(), left);
    List<ReachabilityEvent> late = new CopyOnWriteArrayList<>();
    Subscription more = reachability.follow(late::add);
    assertEquals(List.of(silent), late, "a tunnel's news is no news of the server");
    more.close();
    following.close();
  }

  @Test
  void onceNobodyFollowsNobodyAsksAndNothingIsKnownAnyMore() throws Exception {
    reachability.follow(first::add).close();
    Subscription following = reachability.follow(first::add);
    next(first);
    following.close();
    nowhere.awaitNobodyAsking();
    List<ReachabilityEvent> late = new CopyOnWriteArrayList<>();
    first.clear();
    nowhere.holds = true;
    Subscription again =
        reachability.follow(
            event -> {
              late.add(event);
              first.add(event);
            });
    assertEquals(List.of(), late);
    nowhere.goOn();
    assertInstanceOf(ReachabilityEvent.ServerSilent.class, next(first));
    again.close();
    nowhere.awaitNobodyAsking();
  }

  @Test
  void closingEndsTheQuestionsOfThoseWhoFollowStill() throws Exception {
    Subscription following = reachability.follow(first::add);
    next(first);
    assertEquals(1, nowhere.asking());
    reachability.close();
    nowhere.awaitNobodyAsking();
    following.close();
  }

  /// Nobody listens there; it knows which threads have asked for it.
  private static final class Nowhere implements ApiEndpoint {
    private final List<Thread> asked = new CopyOnWriteArrayList<>();
    private volatile boolean holds;

    long asking() {
      return asked.stream().distinct().filter(Thread::isAlive).count();
    }

    void awaitNobodyAsking() throws InterruptedException {
      for (Thread each : asked) {
        assertTrue(each.join(java.time.Duration.ofSeconds(10)), "the questions go on");
      }
    }

    synchronized void goOn() {
      holds = false;
      notifyAll();
    }

    private synchronized void hold() {
      try {
        while (holds) {
          wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public Context context() {
      return new Context("test", "test", "test", "http://127.0.0.1:1", "default", true);
    }

    @Override
    public URI server() {
      asked.add(Thread.currentThread());
      hold();
      return URI.create("http://127.0.0.1:1");
    }

    @Override
    public @Nullable SSLContext tls() {
      return null;
    }

    @Override
    public @Nullable String tlsName() {
      return null;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }

    @Override
    public ProxySelector proxies() {
      return ProxySelector.of(null);
    }
  }
}
