package dev.mooring.debug.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CallersTest {
  private final Map<Kind, KubeObject> objects = new HashMap<>();

  @BeforeEach
  void begin() {
    objects.put(Kind.SERVICE, object("{metadata: {name: hello}, spec: {selector: {app: hello}}}"));
  }

  @Test
  void theShortestTimeoutOfARouteToThePodsServicesCounts() throws Exception {
    objects.put(
        Kind.VIRTUAL_SERVICE,
        object(
            """
            spec:
              http:
              - {timeout: 1s, route: [{destination: {host: other}}]}
              - {timeout: 1m0.5s, route: [{destination: {host: hello}}]}
              - {timeout: 2500ms, route: [{destination: {host: hello.shop.svc.cluster.local}}]}
              - {timeout: 0s, route: [{destination: {host: hello}}]}
              - {timeout: soon, route: [{destination: {host: hello}}]}
            """));
    assertEquals(List.of("callers get 504 after 2.5 s"), words());
  }

  @Test
  void retriesCountOnlyWhereATryHasATimeOfItsOwn() throws Exception {
    String route = "{spec: {http: [{retries: {%s}, route: [{destination: {host: hello}}]}]}}";
    String often = "attempts: 3, perTryTimeout: 2s, retryOn: 'connect-failure, 5xx'";
    objects.put(Kind.VIRTUAL_SERVICE, object(route.formatted(often)));
    assertEquals(List.of("callers try up to 3 more times"), words());
    for (String never : List.of("attempts: 3, retryOn: 5xx", "attempts: 3, perTryTimeout: 2s")) {
      objects.put(Kind.VIRTUAL_SERVICE, object(route.formatted(never)));
      assertEquals(List.of(), words(), never);
    }
  }

  @Test
  void outlierDetectionLeavesThePodOut() throws Exception {
    String rule = "{spec: {host: hello.shop, trafficPolicy: {outlierDetection: {%s}}}}";
    objects.put(Kind.DESTINATION_RULE, object(rule.formatted("interval: 5s")));
    assertEquals(List.of("callers leave the pod out for 30 s after 5 errors"), words());
    objects.put(
        Kind.DESTINATION_RULE,
        object(rule.formatted("consecutiveGatewayErrors: 2, baseEjectionTime: 3m")));
    assertEquals(List.of("callers leave the pod out for 180 s after 2 errors"), words());
    objects.put(Kind.DESTINATION_RULE, object(rule.formatted("consecutive5xxErrors: 0")));
    assertEquals(List.of(), words());
  }

  @Test
  void withoutAMeshOrTheRightToLookNothingIsKnown() throws Exception {
    assertEquals(List.of(), words());
    objects.clear();
    assertEquals(List.of(), words());
  }

  private List<String> words() throws InterruptedException {
    KubeObject pod = object("{metadata: {name: a, namespace: shop, labels: {app: hello}}}");
    return Callers.of(cluster(), pod).words();
  }

  private Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) -> {
              KubeObject found = objects.get(arguments[0]);
              if (found == null) {
                throw new Problem(Code.NOT_FOUND, "no", "no such kind", Remedy.none()).raise();
              }
              return List.of(found);
            });
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "the test").getFirst());
  }
}
