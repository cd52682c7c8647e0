package dev.mooring.stack.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShortPodTest {
  private static KubeObject pod(Map<String, ?> security, Map<String, ?> spec) {
    return new ShortPod(
            "team",
            "mooring-asks",
            Map.of("mooring.dev/asks", "true"),
            ShortPod.NOBODY,
            security,
            spec,
            List.of(Map.of("name", "ask", "image", "lab.test/tools:1")))
        .object();
  }

  @Test
  void restrictedPodSecurityAdmitsIt() {
    KubeObject pod = pod(Map.of(), Map.of());
    assertEquals(
        Document.of(
            Map.of(
                "runAsNonRoot",
                true,
                "runAsUser",
                65534,
                "seccompProfile",
                Map.of("type", "RuntimeDefault"))),
        pod.at("spec", "securityContext"));
    assertEquals(
        Document.of(
            Map.of(
                "allowPrivilegeEscalation",
                false,
                "readOnlyRootFilesystem",
                true,
                "capabilities",
                Map.of("drop", List.of("ALL")))),
        pod.at("spec", "containers").items().getFirst().at("securityContext"));
  }

  @Test
  void itGetsNoTokenAndNoSidecar() {
    KubeObject pod = pod(Map.of(), Map.of());
    assertEquals("false", pod.at("spec", "automountServiceAccountToken").textOrEmpty());
    assertEquals(
        Map.of("mooring.dev/asks", "true", "sidecar.istio.io/inject", "false"), pod.labels());
  }

  @Test
  void whatOneDiffersInStandsBesideWhatAllHave() {
    KubeObject pod = pod(Map.of("fsGroup", 1337), Map.of("nodeName", "node-a"));
    assertEquals(1337, pod.at("spec", "securityContext", "fsGroup").integer().orElseThrow());
    assertTrue(pod.at("spec", "securityContext", "runAsNonRoot").isTrue());
    assertEquals("node-a", pod.at("spec", "nodeName").textOrEmpty());
    assertEquals("Never", pod.at("spec", "restartPolicy").textOrEmpty());
  }
}
