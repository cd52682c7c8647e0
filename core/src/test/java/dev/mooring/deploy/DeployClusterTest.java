package dev.mooring.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Images of a Deployment that really runs: set, followed, rolled back, and left alone where
/// somebody else was there.
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeployClusterTest {
  private static final String NAMESPACE = "t-deploy";
  private static final String FIRST = "lab.test/hello-plain:1";
  private static final String NEXT = "lab.test/hello-noopt:1";
  private static final String THEIRS = "lab.test/hello-trimpath:1";

  /// Nobody listens there.
  private static final String MISSING = "localhost:59999/ana/app@sha256:" + "0".repeat(64);

  private static final Target TARGET = Target.parse("deploy/hello", NAMESPACE, "");
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private static final String WORLD =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: t-deploy}
      ---
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: hello, namespace: t-deploy}
      spec:
        replicas: 1
        selector: {matchLabels: {app: hello}}
        template:
          metadata: {labels: {app: hello}}
          spec:
            terminationGracePeriodSeconds: 1
            containers: [{name: hello, image: "lab.test/hello-plain:1"}]
      """;

  private final Cluster cluster = new FabricKubeconfig().connect(null);

  @BeforeAll
  void run() throws InterruptedException {
    leave();
    for (Document each : Documents.yaml(WORLD, "test")) {
      cluster.apply(new KubeObject(each));
    }
  }

  @AfterAll
  void end() throws InterruptedException {
    leave();
    cluster.close();
  }

  private void leave() throws InterruptedException {
    cluster.delete(Kind.NAMESPACE, null, NAMESPACE, Duration.ofMinutes(1));
  }

  @Test
  void anImageIsTriedSetFollowedAndRolledBackUnlessSomebodyElseChangedIt() throws Exception {
    List<Deployable> all = Deployable.all(cluster, Set.of("lab.test"), "hello-plain");
    assertEquals("deploy/hello", all.getFirst().target().words());
    assertTrue(all.getFirst().same());

    ImageChange change = ImageChanges.plan(cluster, TARGET, "", NEXT);
    assertEquals(FIRST, image());
    ImageChanges.apply(cluster, change);
    Rollout done = Rollouts.follow(cluster, change, LIMIT, each -> {});
    assertEquals(new Rollout(1, 1, 1, 0, true, false, ""), done);
    ImageChange back = ImageChanges.planBack(cluster, TARGET, "");
    assertEquals(FIRST, back.after());
    ImageChanges.apply(cluster, back);
    assertEquals(FIRST, image());

    ImageChange broken = ImageChanges.plan(cluster, TARGET, "hello", MISSING);
    ImageChanges.apply(cluster, broken);
    Rollout stuck =
        assertThrows(
                Trouble.class,
                () -> Rollouts.follow(cluster, broken, LIMIT, DeployClusterTest::untilTrouble))
            .rollout;
    assertTrue(stuck.trouble().contains("ImagePull"), stuck::toString);
    ImageChanges.apply(cluster, broken.undo());
    assertTrue(Rollouts.follow(cluster, broken.undo(), LIMIT, each -> {}).done());

    ImageChanges.apply(cluster, change);
    kubectl("set", "image", "deploy/hello", "hello=" + THEIRS, "-n", NAMESPACE);
    Problem refused =
        assertThrows(MooringException.class, () -> ImageChanges.apply(cluster, change.undo()))
            .problem();
    assertEquals(Code.CONFLICT, refused.code());
    assertEquals("its image is " + THEIRS + " now, set by kubectl-set", refused.why());
    assertEquals(THEIRS, image());
    Rollout other = Rollouts.follow(cluster, change, LIMIT, each -> {});
    assertTrue(other.failed(), other::toString);
  }

  private static final class Trouble extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Rollout rollout;

    Trouble(Rollout rollout) {
      this.rollout = rollout;
    }
  }

  private static void untilTrouble(Rollout rollout) {
    if (!rollout.trouble().isEmpty()) {
      throw new Trouble(rollout);
    }
  }

  private static void kubectl(String... words) throws IOException, InterruptedException {
    ProcessBuilder program = new ProcessBuilder("kubectl");
    program.command().addAll(List.of(words));
    assertEquals(0, program.inheritIO().start().waitFor());
  }

  private String image() throws InterruptedException {
    KubeObject now = cluster.get(Kind.DEPLOYMENT, NAMESPACE, "hello").orElseThrow();
    return new ContainerPlace(ContainerPlace.CONTAINERS, "hello").image(now);
  }
}
