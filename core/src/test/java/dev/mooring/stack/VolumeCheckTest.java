package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Ownership;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a look from the registry's own pod finds.
final class VolumeCheckTest {
  private static final StackOptions OPTIONS = StackOptions.defaults();

  private final CannedCluster cluster = new CannedCluster();
  private final CannedTunnels tunnels = new CannedTunnels();

  private void object(String kind, String name, Map<String, Object> more)
      throws InterruptedException {
    Map<String, String> labels = new LinkedHashMap<>(Ownership.labels(OPTIONS));
    labels.put("app", "kube-registry");
    Map<String, Object> object = new LinkedHashMap<>(more);
    object.put("apiVersion", "v1");
    object.put("kind", kind);
    object.put(
        "metadata", Map.of("name", name, "namespace", OPTIONS.namespace(), "labels", labels));
    cluster.apply(new KubeObject(Document.of(object)));
  }

  private void claim(String phase) throws InterruptedException {
    object("PersistentVolumeClaim", "kube-registry", Map.of("status", Map.of("phase", phase)));
  }

  private Optional<Finding> glance() throws InterruptedException {
    return new VolumeCheck(cluster, OPTIONS).glanced(tunnels);
  }

  @Test
  void aNearlyFullVolumeIsTheMatterOfAWarningWithARemedy() throws Exception {
    claim("Bound");
    object("Pod", "registry-1", Map.of("spec", Map.of("nodeName", "node-a")));
    tunnels.writing("space 31457280 29000000 2457280\nwritten\n");
    Finding found = glance().orElseThrow();
    assertEquals(Finding.Level.WARNING, found.level());
    assertTrue(found.remedy() instanceof Remedy.Command, found::whatToDo);
    tunnels.writing("space 31457280 31457280 0\nsh: write error: No space left on device\n");
    assertEquals(Finding.Level.BLOCKER, glance().orElseThrow().level());
    tunnels.writing("space 31457280 1 31457279\nsh: Read-only file system\n");
    assertEquals(Finding.Level.BLOCKER, glance().orElseThrow().level());
  }

  @Test
  void aLostVolumeIsKnownWithoutAnyPod() throws Exception {
    claim("Lost");
    assertEquals(Finding.Level.BLOCKER, glance().orElseThrow().level());
  }

  @Test
  void whoMayNotLookIsToldNothing() throws Exception {
    claim("Bound");
    assertEquals(Optional.empty(), glance());
    object("Pod", "registry-1", Map.of("spec", Map.of("nodeName", "node-a")));
    assertEquals(Optional.empty(), glance());
    tunnels.writing("");
    assertEquals(Optional.empty(), glance());
  }
}
