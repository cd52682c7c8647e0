package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `mooring debug` says of a namespace where nothing is named, and of a pod where no container
/// is.
final class DebugCommandTest {
  private static final String PAIR =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: pair, namespace: ux}
      spec:
        selector: {matchLabels: {app: pair}}
        template:
          metadata: {labels: {app: pair}}
          spec:
            containers:
            - {name: app, image: "lab.test/hello-plain:1"}
            - {name: worker, image: "lab.test/hello-plain:1"}
      """;
  private static final String NONE =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: away, namespace: ux}
      spec:
        replicas: 0
        selector: {matchLabels: {app: away}}
        template:
          metadata: {labels: {app: away}}
          spec: {containers: [{name: app, image: "lab.test/hello-plain:1"}]}
      """;
  private static final String WHY = "its node is simulated, so it has no processes to debug";

  @TempDir static Path home;
  private static PracticeCluster practice;
  private static Terminal terminal;

  @BeforeAll
  static void runThree() throws Exception {
    practice = PracticeCluster.start();
    practice.runHello("ux");
    FabricKubeconfig kubeconfig = new FabricKubeconfig(List.of(practice.writeKubeconfig(home)));
    try (Cluster cluster = kubeconfig.connect("practice")) {
      for (String each : List.of(PAIR, NONE)) {
        cluster.apply(new KubeObject(Documents.yaml(each, "test").getFirst()));
      }
      Awaitility.await()
          .until(
              () -> {
                List<KubeObject> pods = cluster.list(Kind.POD, "ux", "");
                return pods.size() >= 3 && pods.stream().allMatch(KubeObject::ready);
              });
    }
    terminal = new Terminal(kubeconfig, home);
  }

  @AfterAll
  static void end() {
    practice.close();
  }

  private static Terminal.Ended answering(String answer, List<String> questions, String... words) {
    return terminal.run(
        new ByteArrayOutputStream(),
        line -> {
          DebugCommand debug =
              (DebugCommand) line.getSubcommands().get("debug").getCommandSpec().userObject();
          debug.asking =
              question -> {
                questions.add(question);
                return Optional.of(answer);
              };
        },
        words);
  }

  @Test
  void withoutATerminalTheListIsPrintedAndHowToNameOne() {
    Terminal.Ended ended = terminal.run("debug", "-n", "ux");
    assertEquals(2, ended.code(), ended.err());
    List<String> lines = ended.out().lines().toList();
    assertTrue(lines.get(0).matches("# +WORKLOAD +CONTAINER.*"), ended.out());
    assertTrue(ended.out().contains("deploy/away"), ended.out());
    assertTrue(ended.out().contains("can't be debugged: it has no pods"), ended.out());
    assertTrue(ended.out().contains("can't be debugged: " + WHY), ended.out());
    assertTrue(ended.err().contains("for example: mooring debug deploy/away"), ended.err());
  }

  @Test
  void aProgramGetsEveryContainerThatMayBeMeant() {
    Terminal.Ended ended = terminal.run("debug", "-n", "ux", "-o", "json");
    assertEquals(0, ended.code(), ended.err());
    Document json = Documents.json(ended.out(), "test");
    assertEquals(
        List.of(
            "deploy/away  it has no pods",
            "deploy/hello hello " + WHY,
            "deploy/pair app " + WHY,
            "deploy/pair worker " + WHY),
        json.at("workloads").stream()
            .map(
                each ->
                    each.at("workload").textOrEmpty()
                        + " "
                        + each.at("container").textOrEmpty()
                        + " "
                        + each.at("finding").textOrEmpty())
            .toList());
  }

  @Test
  void aNumberChoosesTheContainerOfThatLine() {
    List<String> questions = new ArrayList<>();
    Terminal.Ended ended = answering("4", questions, "debug", "-n", "ux");
    assertEquals(List.of("Number of the container to debug (1-4):"), questions);
    assertEquals(1, ended.code());
    assertTrue(ended.err().contains("Can't debug deploy/pair"), ended.err());
    assertTrue(ended.err().contains(WHY), ended.err());
  }

  @Test
  void whatIsNoNumberOfTheListDebugsNothing() {
    for (String each : List.of("", "0", "5", "hello", "99999999999")) {
      Terminal.Ended ended = answering(each, new ArrayList<>(), "debug", "-n", "ux");
      assertEquals(2, ended.code(), each);
      assertTrue(ended.err().contains("Nothing was selected"), ended.err());
    }
  }

  @Test
  void anEmptyNamespaceIsSaidToBeEmpty() {
    Terminal.Ended ended = terminal.run("debug", "-n", "kube-public");
    assertEquals(2, ended.code());
    assertTrue(ended.err().contains("in namespace kube-public"), ended.err());
    assertEquals("", ended.out());
  }

  @Test
  void ofSeveralContainersOneIsNamedByAnOption() {
    String err = terminal.run("debug", "deploy/pair", "-n", "ux").err();
    assertTrue(err.contains("it could be any of these: app, worker"), err);
    assertTrue(err.contains("Name it with -c: `mooring debug deploy/pair -c NAME`"), err);
    Terminal.Ended named =
        terminal.run("debug", "deploy/pair", "-n", "ux", "-c", "worker", "--judge");
    assertEquals(1, named.code());
    assertTrue(named.out().contains("container worker: can't be debugged"), named.out());
    assertFalse(named.err().contains("any of these"), named.err());
  }
}
