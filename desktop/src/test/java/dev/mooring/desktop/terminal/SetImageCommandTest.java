package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another image for a workload.
final class SetImageCommandTest {
  private static final String NEXT = "lab.test/hello-noopt:1";

  @TempDir Path home;

  private final PracticeCluster cluster = PracticeCluster.start();
  private FabricKubeconfig kubeconfig;
  private Terminal terminal;

  @BeforeEach
  void runHello() throws IOException {
    cluster.runHello("ux");
    kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void theImageIsSetAfterAQuestionThatSaysWhatIsReplacedAndCanBeSetBack() throws Exception {
    Terminal.Ended unasked = set("deploy/hello", NEXT);
    assertEquals(1, unasked.code());
    assertTrue(
        unasked.err().contains("Container hello: lab.test/hello-plain:1 -> " + NEXT),
        unasked.err());
    assertTrue(unasked.err().contains("2 pods are replaced"), unasked.err());
    assertEquals("lab.test/hello-plain:1", image());

    Terminal.Ended done = set("deploy/hello", NEXT, "--yes");
    assertEquals(0, done.code(), done.err());
    assertEquals("deploy/hello, container hello: image set to " + NEXT + "\n", done.out());
    assertTrue(
        done.err().contains("mooring set image deploy/hello hello=lab.test/hello-plain:1 -n ux"),
        done.err());
    assertEquals(NEXT, image());
    assertEquals(0, set("deploy/hello", "hello=lab.test/hello-plain:1", "--yes").code());
    assertEquals("lab.test/hello-plain:1", image());
  }

  @Test
  void whatCannotBeSetIsAProblemBeforeAnythingIsAsked() {
    assertProblem("did you mean hello?", "deploy/helo", NEXT);
    assertProblem("it has no container ap", "deploy/hello", "ap=" + NEXT);
    assertProblem("only deployments", "svc/hello", NEXT);
    assertProblem("already", "deploy/hello", "lab.test/hello-plain:1");
    assertProblem("not an image", "deploy/hello", "Not an image");
    cluster.denyRights("patch", "deployments", "*");
    assertProblem("patch deployments.apps in ux", "deploy/hello", NEXT);
  }

  private void assertProblem(String words, String... asked) {
    Terminal.Ended ended = set(asked);
    assertTrue(ended.code() > 0, words);
    assertTrue(ended.err().toLowerCase(java.util.Locale.ROOT).contains(words), ended.err());
  }

  private Terminal.Ended set(String... words) {
    List<String> all = new java.util.ArrayList<>(List.of("set", "image", "-n", "ux"));
    all.addAll(List.of(words));
    return terminal.run(all.toArray(String[]::new));
  }

  private String image() throws InterruptedException {
    try (Cluster asked = kubeconfig.connect(null)) {
      return asked
          .get(Kind.DEPLOYMENT, "ux", "hello")
          .orElseThrow()
          .at("spec", "template", "spec", "containers")
          .items()
          .getFirst()
          .at("image")
          .textOrEmpty();
    }
  }
}
