package dev.mooring.debug.subject;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProbeTest {
  private static final String HTTP = "{httpGet: {port: 80}, periodSeconds: 5, failureThreshold: 3}";

  @Test
  void theFirstProbeMayComeAtOnceAndTheUsualValuesAreKubernetes() {
    assertEquals(new Probe(11, false), probe("livenessProbe: " + HTTP, "").orElseThrow());
    assertEquals(new Probe(21, false), probe("livenessProbe: {grpc: {}}", "").orElseThrow());
    assertEquals(Optional.empty(), probe("readinessProbe: {grpc: {}}", ""));
  }

  @Test
  void aProbeThatIstioRewroteIsJudgedByWhatItsAgentAsks() {
    String rewritten =
        "livenessProbe: {httpGet: {path: /app-health/app/livez, port: 15020}, periodSeconds: 10}";
    for (String list : new String[] {"containers", "initContainers"}) {
      assertEquals(true, probe(rewritten, proxy(list, "tcpSocket")).orElseThrow().answered());
      assertEquals(false, probe(rewritten, proxy(list, "httpGet")).orElseThrow().answered());
      assertEquals(false, probe(rewritten, proxy(list, "grpc")).orElseThrow().answered());
    }
    assertEquals(false, probe(rewritten, "").orElseThrow().answered());
  }

  @Test
  void untilTheProgramHasStartedItsStartupProbeCounts() {
    String both = "startupProbe: {httpGet: {}, periodSeconds: 1}, livenessProbe: " + HTTP;
    assertEquals(Optional.of(3L), target(both, "", "started: false").stopBudget());
    assertEquals(Optional.of(11L), target(both, "", "started: true").stopBudget());
    assertEquals(Optional.of(11L), target(both, "", "").stopBudget());
  }

  private static String proxy(String list, String handler) {
    String probers = "{\"/app-health/app/livez\": {\"%s\": {}}}".formatted(handler);
    String container =
        "{name: istio-proxy, env: [{name: ISTIO_KUBE_APP_PROBERS, value: '%s'}]}"
            .formatted(probers);
    return list.equals("containers") ? ", " + container : "], initContainers: [" + container;
  }

  private static Optional<Probe> probe(String probes, String more) {
    return Probe.of(target(probes, more, ""), "liveness");
  }

  private static TargetContainer target(String probes, String more, String status) {
    String pod =
        "{spec: {containers: [{name: app, %s}%s]}, status: {containerStatuses: [{name: app, %s}]}}"
            .formatted(probes, more, status);
    return new TargetContainer(new KubeObject(Documents.yaml(pod, "the test").getFirst()), "app");
  }
}
