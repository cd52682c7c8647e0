package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
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
        done.err().contains("mooring rollback deploy/hello -c hello -n ux --only-if " + NEXT),
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

  @Test
  void anImageOfTheRegistryIsSetByItsDigestAndRolledBackUnlessSomebodyChangedIt() throws Exception {
    assertProblem("name its registry", "deploy/hello", "ana/app:1");
    assertEquals(0, terminal.run("install", "--no-verify").code());
    String digest = push("one", "amd64", "ana/app:1");
    String name = "localhost:5000/ana/app@" + digest;

    push("other", "riscv64", "ana/app:2");
    assertProblem("the registry has no such image", "deploy/hello", "ana/app:3");
    assertProblem("the image is for linux/riscv64", "deploy/hello", "ana/app:2");

    Terminal.Ended dry = set("deploy/hello", "ana/app:1", "--dry-run");
    assertEquals(0, dry.code(), dry.err());
    assertTrue(dry.out().contains("lab.test/hello-plain:1 -> " + name), dry.out());
    assertEquals("lab.test/hello-plain:1", image());

    Terminal.Ended done =
        set("deploy/hello", "ana/app:1", "--yes", "--wait", "--timeout", "60s", "-o", "json");
    Document json = Documents.json(done.out(), "set image");
    assertEquals(name, json.at("image").textOrEmpty());
    assertEquals("lab.test/hello-plain:1", json.at("before").textOrEmpty());
    assertEquals(0, done.code(), done.out());
    assertTrue(json.at("rollout", "done").isTrue(), done.out());
    assertEquals(name, image());

    assertTrue(rollback("--dry-run").out().contains(name + " -> lab.test/hello-plain:1"));
    Terminal.Ended other = rollback("--yes", "--only-if", "0".repeat(12));
    assertTrue(other.err().contains("its image is " + name + " now"), other.err());
    assertEquals(name, image());
    Terminal.Ended rolled =
        rollback("-c", "hello", "--yes", "--only-if", digest.substring(7, 19), "-o", "json");
    assertEquals(0, rolled.code(), rolled.err());
    assertEquals(
        name, Documents.json(rolled.out(), "rollback").at("before").textOrEmpty(), rolled.out());
    assertEquals("lab.test/hello-plain:1", image());
    Terminal.Ended again = rollback("--yes");
    assertEquals(0, again.code(), again.err());
    assertEquals(name, image());

    String[] back = {"deploy/hello", "lab.test/hello-plain:1", "--yes", "--only-if", name};
    assertEquals(0, set("deploy/hello", NEXT, "--yes").code());
    assertProblem("its image is " + NEXT + " now", back);
    assertEquals(NEXT, image());
    assertEquals(0, set("deploy/hello", name, "--yes").code());
    assertEquals(0, set(back).code());
    assertEquals("lab.test/hello-plain:1", image());
  }

  @Test
  void whereTheClusterKeepsNoEarlierImageThatIsSaid() {
    Terminal.Ended none = rollback("--yes");
    assertEquals(1, none.code(), none.out());
    assertTrue(none.err().contains("keeps no earlier image of container hello"), none.err());
    cluster.denyRights("list", "replicasets", "*");
    Terminal.Ended denied = rollback("--yes");
    assertTrue(denied.err().contains("list replicasets.apps in ux"), denied.err());
  }

  private Terminal.Ended rollback(String... words) {
    List<String> all = new java.util.ArrayList<>(List.of("rollback", "deploy/hello", "-n", "ux"));
    all.addAll(List.of(words));
    return terminal.run(all.toArray(String[]::new));
  }

  private void assertProblem(String words, String... asked) {
    Terminal.Ended ended = set(asked);
    assertTrue(ended.code() > 0, words);
    assertTrue(ended.err().toLowerCase(java.util.Locale.ROOT).contains(words), ended.err());
  }

  /// @return the digest
  private String push(String word, String architecture, String name) throws IOException {
    Path layout = SmallImage.write(home, word, architecture);
    Terminal.Ended pushed = terminal.run("push", layout.toString(), "--tag", name);
    assertEquals(0, pushed.code(), pushed.err());
    return pushed.out().strip().substring(pushed.out().indexOf('@') + 1);
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
