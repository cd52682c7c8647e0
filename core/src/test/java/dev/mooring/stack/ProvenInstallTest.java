package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Surroundings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// An install that does not prove itself is undone where a registry stood before.
final class ProvenInstallTest {
  private static final StackOptions BEFORE = StackOptions.defaults();
  private static final StackOptions AFTER =
      BEFORE.withRegistryImage("broken:1").withNodePort(5055).withEntrance(EntranceMode.SERVICE);

  private final CannedCluster cluster = new CannedCluster();

  {
    cluster.born = ProvenInstallTest::running;
    cluster.with(
        """
        {apiVersion: v1, kind: Pod, metadata: {name: e, namespace: mooring-node, labels: {app:
          mooring-node-entrance}}, spec: {nodeName: a}, status: {conditions: [{type: Ready,
          status: "True"}]}}
        """);
  }

  /// Workloads are ready at once.
  private static KubeObject running(KubeObject applied) {
    return switch (applied.kind()) {
      case "Deployment" ->
          with(applied, Map.of("replicas", 1, "updatedReplicas", 1, "availableReplicas", 1));
      case "DaemonSet" ->
          with(applied, Map.of("updatedNumberScheduled", 1, "desiredNumberScheduled", 1));
      default -> applied;
    };
  }

  private static KubeObject with(KubeObject applied, Map<String, Object> status) {
    Map<String, Object> all = new HashMap<>(status);
    all.put("observedGeneration", 0);
    return new KubeObject(applied.document().with(Document.of(all), "status"));
  }

  private Stack.Proven install(StackOptions options, ProvenInstall.Proof proof)
      throws InterruptedException {
    Installer installer = new Installer(cluster, options, Progress.none());
    return new ProvenInstall(cluster, options, Progress.none())
        .carryOut(installer, installer.tasks(Surroundings.usual()), proof);
  }

  private static Verification proof(boolean worked) {
    return new Verification(
        Instant.now(),
        List.of(new Verification.Pull("node-a", worked, Duration.ZERO, worked ? "" : "no answer")),
        List.of(new Verification.Row("", Finding.ok("x", "y", "z"))));
  }

  private Map<String, Document> everything() {
    Map<String, Document> all = new HashMap<>();
    for (String each : cluster.names()) {
      String[] words = each.split("[ /]", -1);
      KubeObject object =
          cluster
              .get(
                  new Kind("", "", words[0], "", words.length > 2),
                  words.length > 2 ? words[1] : null,
                  words[words.length - 1])
              .orElseThrow();
      all.put(each, object.document().without("status"));
    }
    return all;
  }

  @Test
  void whatProvesItselfStands() throws InterruptedException {
    assertTrue(install(BEFORE, done -> proof(true)).verification().passed());
    Stack.Proven second = install(AFTER, done -> proof(true));
    assertTrue(second.installation().changed() > 0);
    assertEquals(AFTER, new Recorded(cluster).inForce(BEFORE));
  }

  @Test
  void aFailedVerificationPutsBackWhatWasThere() throws InterruptedException {
    install(BEFORE, done -> proof(true));
    Map<String, Document> before = everything();
    MooringException failed =
        assertThrows(
            MooringException.class,
            () ->
                install(
                    AFTER,
                    done -> {
                      assertEquals(1, done.created(), "the load balancer's Service");
                      assertFalse(before.equals(everything()));
                      return proof(false);
                    }));
    assertEquals(before, everything());
    assertEquals(Code.INSTALL_ROLLED_BACK, failed.problem().code());
    assertTrue(
        failed
            .problem()
            .why()
            .matches(
                "node node-a didn't pull it: no answer; \\d+ objects were restored, so the registry"
                    + " is as it was before"),
        failed.problem().why());
    assertEquals(BEFORE, new Recorded(cluster).inForce(BEFORE));
  }

  @Test
  void aVerificationThatCouldNotBeMadePutsItBackToo() throws InterruptedException {
    install(BEFORE, done -> proof(true));
    Map<String, Document> before = everything();
    MooringException failed =
        assertThrows(
            MooringException.class,
            () ->
                install(
                    AFTER,
                    done -> {
                      throw new Problem(
                              Code.REGISTRY_FAILED,
                              "Can't push",
                              "the registry answered 500",
                              new Remedy.Advice("Look"))
                          .raise();
                    }));
    assertEquals(before, everything());
    assertTrue(failed.problem().why().startsWith("the registry answered 500; "));
    assertEquals("Look", failed.problem().whatToDo());
  }

  @Test
  void aFirstInstallIsNotUndoneAndSaysWhatStands() throws InterruptedException {
    assertFalse(install(BEFORE, done -> proof(false)).verification().passed());
    assertTrue(cluster.names().size() > 20);
    cluster.delete(Kind.DEPLOYMENT, "kube-registry", "kube-registry", Duration.ZERO);
    MooringException failed =
        assertThrows(
            MooringException.class,
            () ->
                install(
                    BEFORE,
                    done -> {
                      throw new Problem(
                              Code.REGISTRY_FAILED, "Can't push", "500", new Remedy.Advice("Look"))
                          .raise();
                    }));
    assertEquals(Code.REGISTRY_FAILED, failed.problem().code());
    assertTrue(
        failed.problem().why().matches("500; \\d+ objects are installed"), failed::getMessage);
  }

  @Test
  void whatWasNotChangedIsNotUndone() throws InterruptedException {
    install(BEFORE, done -> proof(true));
    Stack.Proven again = install(BEFORE, done -> proof(false));
    assertEquals(0, again.installation().written());
    assertFalse(again.verification().passed());
  }

  @Test
  void theVolumeKeepsTheSizeItGrewTo() throws InterruptedException {
    install(BEFORE, done -> proof(true));
    StackOptions larger = BEFORE.withStorageSize("60Gi");
    assertThrows(MooringException.class, () -> install(larger, done -> proof(false)));
    KubeObject claim =
        cluster.get(Kind.VOLUME_CLAIM, "kube-registry", "kube-registry").orElseThrow();
    assertEquals("60Gi", claim.at("spec", "resources", "requests", "storage").textOrEmpty());
  }
}
