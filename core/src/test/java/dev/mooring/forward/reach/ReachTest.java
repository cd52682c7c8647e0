package dev.mooring.forward.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Documents;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.StreamException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ReachTest {
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofSeconds(30);

  private static final KubeObject SERVICE =
      object(
          """
          metadata: {name: api, namespace: shop}
          spec:
            selector: {app: api}
            ports: [{name: web, port: 80, targetPort: http}, {port: 9000}]
          """);

  /// A cluster whose watches say what the test says.
  private static final class Said {
    private final Map<Kind, Consumer<Watched>> consumers = new ConcurrentHashMap<>();
    final Cluster cluster =
        (Cluster)
            Proxy.newProxyInstance(
                Cluster.class.getClassLoader(),
                new Class<?>[] {Cluster.class},
                (proxy, method, arguments) -> {
                  if (!method.getName().equals("watch")) {
                    throw new UnsupportedOperationException(method.getName());
                  }
                  @SuppressWarnings("unchecked")
                  Consumer<Watched> consumer = (Consumer<Watched>) arguments[3];
                  consumers.put((Kind) arguments[0], consumer);
                  return (Subscription) () -> {};
                });

    void tell(Kind kind, KubeObject... objects) {
      consumers.get(kind).accept(new Watched(List.of(objects), null));
    }

    void silent(Kind kind, KubeObject... objects) {
      consumers.get(kind).accept(new Watched(List.of(objects), Instant.EPOCH));
    }
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "test").getFirst());
  }

  private static KubeObject pod(String name, String ready) {
    return object(
        """
        metadata: {name: %s, namespace: shop, uid: %s-1, labels: {app: api}}
        spec: {serviceAccountName: baker, containers: [{ports: [{name: http, containerPort: 8080}]}]}
        status: {conditions: [{type: Ready, status: "%s"}]}
        """
            .formatted(name, name, ready));
  }

  private static MooringException failure() {
    return new Problem(Code.GENERAL, "Can't connect", "it is a test", new Remedy.Advice("Nothing"))
        .raise();
  }

  @Test
  void aServicesPortLeadsToTheContainersNamedPort() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(
            said.cluster, new Target.Service("shop", "api", "80"), PodSelection.STICKY, SHORT)) {
      said.tell(Kind.SERVICE, SERVICE);
      said.tell(Kind.POD, pod("a", "True"), pod("b", "False"));

      ReadyPod found = pods.reach(pod -> pod);

      assertEquals(8080, found.port().port());
      assertEquals("a", found.port().pod());
      assertEquals("baker", found.serviceAccount());
    }
  }

  @Test
  void aPodThatFailsGivesWayToTheNextAndTheGoodOneIsKept() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(
            said.cluster, new Target.Service("shop", "api", "9000"), PodSelection.STICKY, LONG)) {
      said.tell(Kind.SERVICE, SERVICE);
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      List<String> tried = new ArrayList<>();

      Reach.Opener<String> onlyB =
          pod -> {
            tried.add(pod.port().pod());
            if (pod.port().pod().equals("a")) {
              throw failure();
            }
            return pod.port().pod();
          };

      assertEquals("b", pods.reach(onlyB));
      assertEquals("b", pods.reach(onlyB));
      assertEquals(List.of("a", "b", "b"), tried);
    }
  }

  @Test
  void aCallerWaitsForTheReplacementOfADeletedPod() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "8080"), PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD);
      CompletableFuture<String> found = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  found.complete(pods.reach(ReadyPod::uid));
                } catch (InterruptedException | MooringException e) {
                  found.completeExceptionally(e);
                }
              });
      said.tell(Kind.POD, pod("a", "False"));
      said.tell(Kind.POD, pod("a", "True"));

      assertEquals("a-1", found.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aPodThatFailsAtFirstIsTriedAgain() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "1"), PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"));
      List<String> tried = new ArrayList<>();

      pods.reach(
          pod -> {
            tried.add(pod.port().pod());
            if (tried.size() < 3) {
              throw failure();
            }
            return pod;
          });

      assertEquals(List.of("a", "a", "a"), tried);
    }
  }

  @Test
  void aUserWithoutTheRightIsToldAtOnce() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "1"), PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"));
      List<String> tried = new ArrayList<>();

      assertThrows(
          MooringException.class,
          () ->
              pods.reach(
                  pod -> {
                    tried.add(pod.port().pod());
                    throw new Problem(
                            Code.GENERAL, "Can't connect", "no right", new Remedy.Advice("Ask"))
                        .raise(new RefusedException(403, "Forbidden", "no"));
                  }));

      assertEquals(1, tried.size());
    }
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    Said said = new Said();
    Target target = new Target.Service("shop", "api", "web");
    try (Reach pods = new Reach(said.cluster, target, PodSelection.STICKY, SHORT)) {
      said.tell(Kind.POD, pod("a", "True"));
      assertTrue(why(pods).startsWith("the pods aren't listed yet"), why(pods));
      said.tell(Kind.SERVICE);
      assertTrue(why(pods).startsWith("svc/api doesn't exist"), why(pods));
      said.tell(Kind.SERVICE, SERVICE);
      said.tell(Kind.POD, pod("a", "False"));
      assertTrue(why(pods).startsWith("no ready pod behind svc/api"), why(pods));
    }
    try (Reach pods =
        new Reach(
            said.cluster,
            new Target.Service("shop", "api", "metrics"),
            PodSelection.STICKY,
            SHORT)) {
      said.tell(Kind.SERVICE, SERVICE);
      said.tell(Kind.POD, pod("a", "True"));
      assertTrue(why(pods).startsWith("svc/api has no port 'metrics'"), why(pods));
    }
  }

  @Test
  void aSilentApiServerIsNamedWhileItsPodsAreKept() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "1"), PodSelection.STICKY, SHORT)) {
      said.silent(Kind.POD, pod("a", "True"));

      assertEquals("the API server isn't responding", pods.standing().why());
      assertEquals("a", pods.reach(pod -> pod.port().pod()));
    }
  }

  @Test
  void aListThatMayNotBeReadIsNotTakenForAnEmptyOne() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(
            said.cluster, new Target.Service("shop", "api", "80"), PodSelection.STICKY, SHORT)) {
      Problem refused =
          new Problem(
              Code.GENERAL, "Cannot list", "ana may not list services", new Remedy.Advice("Ask"));
      said.tell(Kind.POD, pod("a", "True"));
      said.consumers.get(Kind.SERVICE).accept(new Watched(List.of(), Instant.EPOCH, refused));

      assertTrue(why(pods).startsWith("ana may not list services"), why(pods));
    }
  }

  @Test
  void inTurnEachReadyPodServes() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.ROUND_ROBIN, LONG)) {
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"), pod("c", "True"));
      assertEquals(
          List.of("a", "b", "c", "a"), List.of(name(pods), name(pods), name(pods), name(pods)));

      said.tell(Kind.POD, pod("a", "True"), pod("b", "False"), pod("c", "True"));
      assertEquals(List.of("c", "a", "c"), List.of(name(pods), name(pods), name(pods)));
    }
  }

  @Test
  void stickyKeepsToThePodThatServedWhileItIsReady() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("b", "True"));
      assertEquals("b", name(pods));
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals("b", name(pods));
      said.tell(Kind.POD, pod("a", "True"), pod("b", "False"));
      assertEquals("a", name(pods));
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals("a", name(pods));
    }
  }

  @Test
  void aPinnedPodIsWaitedForAndNamed() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.pinned("b"), SHORT)) {
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals(List.of("b", "b"), List.of(name(pods), name(pods)));
      assertEquals(List.of("b"), names(pods));

      said.tell(Kind.POD, pod("a", "True"), pod("b", "False"));
      assertEquals("pod b, which the forward is pinned to, isn't ready", pods.standing().why());
      said.tell(Kind.POD, pod("a", "True"));
      assertTrue(
          why(pods).startsWith("pod b, which the forward is pinned to, isn't behind svc/api"),
          why(pods));
    }
  }

  @Test
  void aPodThatCannotBeReachedIsDoubtedUntilThereIsNewsOfIt() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals("a", name(pods));

      pods.doubt("a", "the node of a isn't responding");
      assertEquals("", pods.standing().why());
      assertEquals(List.of("a"), pods.doubted());
      assertEquals("b", name(pods));
      pods.doubt("b", "the node of b isn't responding");
      assertEquals("the node of a isn't responding", pods.standing().why());

      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals(List.of("a", "b"), pods.doubted(), "nothing new was said");
      pods.trust("a");
      assertEquals(List.of("b"), pods.doubted());
      assertEquals("", pods.standing().why());
      said.tell(Kind.POD, pod("a", "True"), pod("b", "False"));
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      assertEquals(List.of(), pods.doubted());
    }
  }

  @Test
  void aFailureOfTheWayDoubtsThePodAndASuccessEndsThat() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "1"), PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"));
      List<String> states = new ArrayList<>();
      pods.subscribe(now -> states.add(now.why()));
      AtomicInteger tries = new AtomicInteger();

      pods.reach(
          pod -> {
            if (tries.incrementAndGet() == 1) {
              throw new Problem(
                      Code.GENERAL,
                      "Can't connect",
                      "no route to its node",
                      new Remedy.Advice("Wait"))
                  .raise(new RefusedException(500, "InternalError", "no route"));
            }
            return pod;
          });

      assertEquals(List.of("", "no route to its node", ""), states);
    }
  }

  @Test
  void aCallerIsCalledOffFromAPodThatIsInDoubtOrGone() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      BlockingQueue<String> tried = new LinkedBlockingQueue<>();
      CompletableFuture<String> found = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  String name =
                      pods.reach(
                          pod -> {
                            tried.add(pod.port().pod());
                            if (!pod.port().pod().equals("c")) {
                              new CountDownLatch(1).await();
                            }
                            return pod.port().pod();
                          });
                  found.complete(name + (Thread.currentThread().isInterrupted() ? "!" : ""));
                } catch (InterruptedException | MooringException e) {
                  found.completeExceptionally(e);
                }
              });
      assertEquals("a", tried.poll(10, TimeUnit.SECONDS));
      pods.doubt("a", "its node is silent");
      assertEquals("b", tried.poll(10, TimeUnit.SECONDS));
      said.tell(Kind.POD, pod("a", "False"), pod("b", "False"));
      said.tell(Kind.POD, pod("c", "True"));
      assertEquals("c", found.get(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void aProgramThatRefusesIsNoReasonToDoubtItsPod() throws Exception {
    Said said = new Said();
    try (Reach pods =
        new Reach(said.cluster, new Target.Pod("shop", "a", "1"), PodSelection.STICKY, SHORT)) {
      said.tell(Kind.POD, pod("a", "True"));
      Problem nobody =
          new Problem(
              Code.GENERAL,
              "Can't connect",
              "nothing is listening on port 1",
              new Remedy.Advice("Start it"));

      assertThrows(
          MooringException.class,
          () ->
              pods.reach(
                  pod -> {
                    throw nobody.raise(new StreamException(StreamException.Kind.REFUSED, nobody));
                  }));

      assertEquals(List.of(), pods.doubted());
    }
  }

  @Test
  void theSilenceOfTheApiServerIsToldAtOnceAndSoIsItsEnd() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD, pod("a", "True"));
      pods.hear(
          new ReachabilityEvent.ServerSilent(
              new Problem(
                  Code.GENERAL,
                  "Lost",
                  "the API server has not answered for 0.7 s",
                  new Remedy.Advice("Wait"))));
      assertEquals("the API server has not answered for 0.7 s", pods.standing().why());
      assertEquals("a", name(pods));
      pods.hear(new ReachabilityEvent.ServerHeard());
      assertEquals("", pods.standing().why());
    }
  }

  @Test
  void portsOfHeadlessServicesAndNativeSidecarsAreFound() throws Exception {
    Said said = new Said();
    KubeObject headless =
        object(
            """
            metadata: {name: api, namespace: shop}
            spec:
              clusterIP: None
              selector: {app: api}
              ports: [{name: metrics, port: 80, targetPort: stats}, {name: number, port: 81, targetPort: 9001}]
            """);
    KubeObject pod =
        object(
            """
            metadata: {name: a, namespace: shop, uid: a-1, labels: {app: api}}
            spec:
              initContainers:
              - {name: setup, ports: [{name: stats, containerPort: 1}]}
              - {name: proxy, restartPolicy: Always, ports: [{name: stats, containerPort: 9090}]}
              containers: [{name: main}]
            status: {conditions: [{type: Ready, status: "True"}]}
            """);
    for (Map.Entry<String, Integer> each :
        Map.of("metrics", 9090, "80", 9090, "number", 9001, "81", 9001).entrySet()) {
      Target target = new Target.Service("shop", "api", each.getKey());
      try (Reach pods = new Reach(said.cluster, target, PodSelection.STICKY, SHORT)) {
        said.tell(Kind.SERVICE, headless);
        said.tell(Kind.POD, pod);
        assertEquals(each.getValue(), pods.reach(found -> found.port().port()), each.getKey());
      }
    }
  }

  @Test
  void everyKindOfTargetFindsItsReadyPods() throws Exception {
    Said said = new Said();
    KubeObject workload =
        object(
            """
            metadata: {name: api, namespace: shop}
            spec: {selector: {matchLabels: {app: api}, matchExpressions: [{key: tier, operator: DoesNotExist}]}}
            """);
    Map<String, Kind> kinds =
        Map.of(
            "deploy/api", Kind.DEPLOYMENT,
            "sts/api", Kind.STATEFUL_SET,
            "ds/api", Kind.DAEMON_SET,
            "rs/api", Kind.REPLICA_SET);
    for (Map.Entry<String, Kind> each : kinds.entrySet()) {
      Target target = Target.parse(each.getKey(), "shop", "http");
      try (Reach pods = new Reach(said.cluster, target, PodSelection.STICKY, SHORT)) {
        said.tell(each.getValue(), workload);
        said.tell(Kind.POD, pod("a", "True"), pod("b", "False"));
        assertEquals(List.of("a"), names(pods), each.getKey());
      }
    }
    Target labels = Target.parse("app=api", "shop", "http");
    try (Reach pods = new Reach(said.cluster, labels, PodSelection.STICKY, SHORT)) {
      said.tell(Kind.POD, pod("a", "True"), pod("b", "False"));
      assertEquals(List.of("a"), names(pods));
    }
  }

  @Test
  void aServiceThatSelectsNothingSaysSo() throws Exception {
    Said said = new Said();
    Target target = new Target.Service("shop", "api", "80");
    try (Reach pods = new Reach(said.cluster, target, PodSelection.STICKY, SHORT)) {
      said.tell(Kind.SERVICE, object("{metadata: {name: api}, spec: {ports: [{port: 80}]}}"));
      said.tell(Kind.POD, pod("a", "True"));
      assertEquals("svc/api has no selector, so it selects no pods", pods.standing().why());
    }
  }

  @Test
  void subscribersAreCalledOutsideAnyLock() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      List<String> states = new CopyOnWriteArrayList<>();
      pods.subscribe(
          now -> {
            states.add(now.why());
            Thread other =
                Thread.ofVirtual()
                    .start(
                        () -> {
                          pods.doubted();
                          pods.hear(new ReachabilityEvent.ServerHeard());
                          pods.subscribe(ignored -> {}).close();
                        });
            try {
              assertTrue(other.join(Duration.ofSeconds(5)), "whoever asks back waits for a lock");
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      said.tell(Kind.POD, pod("a", "True"));

      assertEquals(List.of("the pods aren't listed yet", ""), states);
    }
  }

  @Test
  void closingGivesUpWhatCallersAreAt() throws Exception {
    Said said = new Said();
    Reach pods = api(said, PodSelection.STICKY, LONG);
    said.tell(Kind.POD, pod("a", "True"));
    CountDownLatch trying = new CountDownLatch(1);
    CompletableFuture<String> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                pods.reach(
                    pod -> {
                      trying.countDown();
                      new CountDownLatch(1).await();
                      return pod;
                    });
              } catch (InterruptedException | MooringException e) {
                ended.complete(String.valueOf(e));
              }
            });
    assertTrue(trying.await(10, TimeUnit.SECONDS));
    pods.close();

    assertTrue(ended.get(10, TimeUnit.SECONDS).contains("MooringException"), ended::join);
  }

  @Test
  void interruptingACallerCancelsItAlsoWhileItWaitsForAPod() throws Exception {
    Said said = new Said();
    try (Reach pods = api(said, PodSelection.STICKY, LONG)) {
      said.tell(Kind.POD);
      CompletableFuture<Boolean> ended = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      pods.reach(pod -> pod);
                    } catch (InterruptedException e) {
                      ended.complete(true);
                    }
                  });
      caller.interrupt();
      assertTrue(ended.get(10, TimeUnit.SECONDS));
    }
  }

  private static Reach api(Said said, PodSelection pick, Duration parked) {
    Reach pods = new Reach(said.cluster, new Target.Service("shop", "api", "80"), pick, parked);
    said.tell(Kind.SERVICE, SERVICE);
    return pods;
  }

  private static String name(Reach pods) throws InterruptedException {
    return pods.reach(pod -> pod.port().pod());
  }

  private static List<String> names(Reach pods) {
    return pods.standing().pods().stream().map(each -> each.port().pod()).toList();
  }

  private static String why(Reach pods) {
    return assertThrows(MooringException.class, () -> pods.reach(pod -> pod)).problem().why();
  }
}
