package dev.mooring.forward.reach;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Documents;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A cluster whose watches say what the test says: of Services, workloads and pods called `api`.
final class Said {
  static final Duration SHORT = Duration.ofMillis(50);
  static final Duration LONG = Duration.ofSeconds(30);

  static final KubeObject SERVICE =
      object(
          """
          metadata: {name: api, namespace: shop}
          spec:
            selector: {app: api}
            ports: [{name: web, port: 80, targetPort: http}, {port: 9000}]
          """);

  final Map<Kind, Consumer<Watched>> consumers = new ConcurrentHashMap<>();
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

  static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "test").getFirst());
  }

  static KubeObject pod(String name, String ready) {
    return object(
        """
        metadata: {name: %s, namespace: shop, uid: %s-1, labels: {app: api}}
        spec: {serviceAccountName: baker, containers: [{ports: [{name: http, containerPort: 8080}]}]}
        status: {conditions: [{type: Ready, status: "%s"}]}
        """
            .formatted(name, name, ready));
  }

  static Reach api(Said said, PodSelection pick, Duration parked) {
    Reach pods = new Reach(said.cluster, new Target.Service("shop", "api", "80"), pick, parked);
    said.tell(Kind.SERVICE, SERVICE);
    return pods;
  }

  static String name(Reach pods) throws InterruptedException {
    return pods.reach(pod -> pod.port().pod());
  }

  static List<String> names(Reach pods) {
    return pods.standing().pods().stream().map(each -> each.port().pod()).toList();
  }

  static String why(Reach pods) {
    return assertThrows(MooringException.class, () -> pods.reach(pod -> pod)).problem().why();
  }
}
