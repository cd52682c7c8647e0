package dev.mooring.forward.running;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Documents;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.forward.Target;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterForwardsTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Problem SILENT =
      new Problem(
          Code.GENERAL, "No answer", "the API server isn't responding", new Remedy.Advice("Wait"));

  /// Tunnels that say what the test says.
  private static final class Said implements Tunnels {
    private final List<Consumer<ReachabilityEvent>> followers = new CopyOnWriteArrayList<>();
    private final Map<String, Problem> unreachable = new ConcurrentHashMap<>();
    private final AtomicInteger checks = new AtomicInteger();

    @Override
    public ByteStream open(PodPort port) {
      throw SILENT.raise();
    }

    @Override
    public ByteStream attach(String namespace, String pod, String container) {
      throw SILENT.raise();
    }

    @Override
    public void check(String namespace, String pod) {
      checks.incrementAndGet();
      Problem problem = unreachable.get(pod);
      if (problem != null) {
        throw problem.raise();
      }
    }

    @Override
    public Subscription follow(Consumer<ReachabilityEvent> consumer) {
      followers.add(consumer);
      return () -> followers.remove(consumer);
    }

    void tell(ReachabilityEvent event) {
      followers.forEach(each -> each.accept(event));
    }

    @Override
    public void close() {}
  }

  private final AtomicInteger looks = new AtomicInteger();
  private final CountDownLatch asked = new CountDownLatch(1);
  private volatile CyclicBarrier asking;
  private final Cluster cluster =
      (Cluster)
          Proxy.newProxyInstance(
              Cluster.class.getClassLoader(),
              new Class<?>[] {Cluster.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("lookAgain")) {
                  looks.incrementAndGet();
                  return null;
                }
                if (method.getName().equals("allowed")) {
                  together();
                  return true;
                }
                assertEquals("watch", method.getName());
                @SuppressWarnings("unchecked")
                Consumer<Watched> consumer = (Consumer<Watched>) arguments[3];
                consumer.accept(new Watched(List.of(pod("a"), pod("b")), null));
                return (Subscription) () -> {};
              });
  private final Said tunnels = new Said();
  private final ClusterForwards forwards = new ClusterForwards(cluster, tunnels);

  @AfterEach
  void close() {
    forwards.close();
    assertTrue(tunnels.followers.isEmpty());
  }

  @Test
  void theTunnelsAreFollowedOnlyWhileAForwardRuns() throws Exception {
    assertTrue(tunnels.followers.isEmpty());
    forwards.start(ForwardSpec.of("one", new Target.Pod("shop", "a", "80"), 0));
    forwards.start(ForwardSpec.of("two", new Target.Pod("shop", "b", "80"), 0));
    assertEquals(1, tunnels.followers.size());
    forwards.stop("one");
    assertEquals(1, tunnels.followers.size());
    forwards.remove("two");
    assertTrue(tunnels.followers.isEmpty());
  }

  @Test
  void theSilenceOfTheApiServerIsEveryForwardsAlsoOfThoseThatStartMeanwhile() throws Exception {
    forwards.start(ForwardSpec.of("one", new Target.Pod("shop", "a", "80"), 0));
    awaitState("one", new State.Active());

    tunnels.tell(new ReachabilityEvent.ServerSilent(SILENT));
    awaitState("one", new State.Waiting("the API server isn't responding"));
    forwards.start(ForwardSpec.of("two", new Target.Pod("shop", "b", "80"), 0));
    awaitState("two", new State.Waiting("the API server isn't responding"));
    assertEquals(0, looks.get());

    tunnels.tell(new ReachabilityEvent.ServerHeard());
    awaitState("one", new State.Active());
    awaitState("two", new State.Active());
    assertEquals(1, looks.get(), "what was known may be old");
    assertEquals(
        List.of("STARTED", "SERVING", "LOST", "BACK"),
        forwards.events("one").stream().map(each -> each.kind().name()).toList());
  }

  @Test
  void ofTwoStartsAtOnceOneListenerStays() throws Exception {
    asking = new CyclicBarrier(2);
    List<Integer> ports = new CopyOnWriteArrayList<>();
    List<Thread> starts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      starts.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      ForwardSpec spec =
                          ForwardSpec.of("one", new Target.Pod("shop", "a", "80"), 0);
                      ports.add(forwards.start(spec).listening().getFirst().getPort());
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
    }
    for (Thread each : starts) {
      each.join();
    }

    int listed = status("one").listening().getFirst().getPort();
    assertEquals(2, ports.size());
    assertEquals(List.of(listed), ports.stream().filter(ClusterForwardsTest::listens).toList());
  }

  @Test
  void whatIsStoppedWhileItStartsDoesNotListenInTheEnd() throws Exception {
    asking = new CyclicBarrier(2);
    CompletableFuture<Integer> port = new CompletableFuture<>();
    Thread start =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    ForwardSpec spec = ForwardSpec.of("one", new Target.Pod("shop", "a", "80"), 0);
                    port.complete(forwards.start(spec).listening().getFirst().getPort());
                  } catch (InterruptedException e) {
                    port.completeExceptionally(e);
                  }
                });
    assertTrue(asked.await(10, TimeUnit.SECONDS));
    forwards.remove("one");
    start.join();

    assertFalse(listens(port.join()));
    assertEquals(List.of(), forwards.all().get());
  }

  /// Lets two who ask for rights at the same time go on together; one alone goes on by itself.
  private void together() {
    CyclicBarrier present = asking;
    if (present == null) {
      return;
    }
    asked.countDown();
    try {
      present.await(300, TimeUnit.MILLISECONDS);
    } catch (TimeoutException | BrokenBarrierException | InterruptedException e) {
      present.reset();
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void afterSleepEverythingIsReadAnew() throws Exception {
    forwards.start(ForwardSpec.of("one", new Target.Pod("shop", "a", "80"), 0));
    tunnels.tell(new ReachabilityEvent.Woke(Duration.ofMinutes(5)));
    assertEquals(1, looks.get());
  }

  @Test
  void aPodInDoubtIsCheckedUntilItAnswersAndNoOtherForwardIsTouched() throws Exception {
    forwards.start(ForwardSpec.of("one", new Target.Pod("shop", "a", "80"), 0));
    forwards.start(ForwardSpec.of("two", new Target.Pod("shop", "b", "80"), 0));
    forwards.start(ForwardSpec.of("labels", Target.parse("app=x", "shop", "80"), 0));
    tunnels.unreachable.put(
        "a",
        new Problem(Code.GENERAL, "No way", "its node didn't respond", new Remedy.Advice("Wait")));

    tunnels.tell(new ReachabilityEvent.PodSilent("shop", "a", "nothing comes any more"));

    awaitState("one", new State.Waiting("its node didn't respond"));
    Awaitility.await().atMost(LIMIT).until(() -> tunnels.checks.get() > 1);
    awaitState("two", new State.Active());
    awaitState("labels", new State.Active());
    assertEquals(List.of("b"), status("labels").pods());
    tunnels.unreachable.clear();
    awaitState("one", new State.Active());
    Awaitility.await().atMost(LIMIT).until(() -> status("labels").pods().equals(List.of("a", "b")));
  }

  private void awaitState(String name, State state) {
    Awaitility.await(name).atMost(LIMIT).until(() -> status(name).state(), state::equals);
  }

  private ForwardStatus status(String name) {
    return forwards.all().get().stream()
        .filter(each -> each.spec().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static KubeObject pod(String name) {
    return new KubeObject(
        Documents.yaml(
                """
                metadata: {name: %s, namespace: shop, uid: %s-1, labels: {app: x}}
                status: {conditions: [{type: Ready, status: "True"}]}
                """
                    .formatted(name, name),
                "test")
            .getFirst());
  }
}
