package dev.mooring.forward.reach;

import static dev.mooring.forward.reach.Said.SERVICE;
import static dev.mooring.forward.reach.Said.SHORT;
import static dev.mooring.forward.reach.Said.names;
import static dev.mooring.forward.reach.Said.object;
import static dev.mooring.forward.reach.Said.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which pods and ports a target leads to.
class ReachTargetTest {
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
}
