package dev.mooring.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Documents;
import dev.mooring.forward.TargetPods.ReadyPod;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.RefusedException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TargetPodsTest {
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
    return new Problem("Cannot connect", "it is a test", "Nothing").raise();
  }

  @Test
  void aServicesPortLeadsToTheContainersNamedPort() throws Exception {
    Said said = new Said();
    try (TargetPods pods =
        new TargetPods(said.cluster, new Target.Service("shop", "api", "80"), SHORT)) {
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
    try (TargetPods pods =
        new TargetPods(said.cluster, new Target.Service("shop", "api", "9000"), LONG)) {
      said.tell(Kind.SERVICE, SERVICE);
      said.tell(Kind.POD, pod("a", "True"), pod("b", "True"));
      List<String> tried = new ArrayList<>();

      TargetPods.Opener<String> onlyB =
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
    try (TargetPods pods =
        new TargetPods(said.cluster, new Target.Pod("shop", "a", "8080"), LONG)) {
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
    try (TargetPods pods = new TargetPods(said.cluster, new Target.Pod("shop", "a", "1"), LONG)) {
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
    try (TargetPods pods = new TargetPods(said.cluster, new Target.Pod("shop", "a", "1"), LONG)) {
      said.tell(Kind.POD, pod("a", "True"));
      List<String> tried = new ArrayList<>();

      assertThrows(
          MooringException.class,
          () ->
              pods.reach(
                  pod -> {
                    tried.add(pod.port().pod());
                    throw new Problem("Cannot connect", "no right", "Ask")
                        .raise(new RefusedException(403, "Forbidden", "no"));
                  }));

      assertEquals(1, tried.size());
    }
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    Said said = new Said();
    Target target = new Target.Service("shop", "api", "web");
    try (TargetPods pods = new TargetPods(said.cluster, target, SHORT)) {
      said.tell(Kind.POD, pod("a", "True"));
      assertTrue(why(pods).startsWith("the list of pods is not here yet"), why(pods));
      said.tell(Kind.SERVICE);
      assertTrue(why(pods).startsWith("there is no svc/api"), why(pods));
      said.tell(Kind.SERVICE, SERVICE);
      said.tell(Kind.POD, pod("a", "False"));
      assertTrue(why(pods).startsWith("no ready pod behind svc/api"), why(pods));
    }
    try (TargetPods pods =
        new TargetPods(said.cluster, new Target.Service("shop", "api", "metrics"), SHORT)) {
      said.tell(Kind.SERVICE, SERVICE);
      said.tell(Kind.POD, pod("a", "True"));
      assertTrue(why(pods).startsWith("no port 'metrics' behind svc/api"), why(pods));
    }
  }

  @Test
  void aSilentApiServerIsNamedWhileItsPodsAreKept() throws Exception {
    Said said = new Said();
    try (TargetPods pods = new TargetPods(said.cluster, new Target.Pod("shop", "a", "1"), SHORT)) {
      said.silent(Kind.POD, pod("a", "True"));

      assertEquals("the API server does not answer", pods.standing().get().why());
      assertEquals("a", pods.reach(pod -> pod.port().pod()));
    }
  }

  @Test
  void aListThatMayNotBeReadIsNotTakenForAnEmptyOne() throws Exception {
    Said said = new Said();
    try (TargetPods pods =
        new TargetPods(said.cluster, new Target.Service("shop", "api", "80"), SHORT)) {
      Problem refused = new Problem("Cannot list", "ana may not list services", "Ask");
      said.tell(Kind.POD, pod("a", "True"));
      said.consumers.get(Kind.SERVICE).accept(new Watched(List.of(), Instant.EPOCH, refused));

      assertTrue(why(pods).startsWith("ana may not list services"), why(pods));
    }
  }

  private static String why(TargetPods pods) {
    return assertThrows(MooringException.class, () -> pods.reach(pod -> pod)).problem().why();
  }
}
