package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.app.TestWorkspaces;
import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.registry.client.HttpRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// `mooring images --watch`: what happens between two looks is done in the pause.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagesWatchTest {
  @TempDir static Path home;

  private OddRegistry registry;
  private PracticeCluster cluster;
  private FabricKubeconfig kubeconfig;
  private Terminal terminal;
  private final List<Duration> waited = new ArrayList<>();

  /// What happens while the command waits.
  private interface Event {
    void happen() throws InterruptedException;
  }

  @BeforeAll
  void start() throws Exception {
    registry = new OddRegistry();
    cluster = PracticeCluster.start();
    kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home, this::workspaces);
    assertEquals(0, terminal.run("install", "--no-verify").code());
  }

  @AfterAll
  void stop() {
    cluster.close();
    registry.close();
  }

  @BeforeEach
  void hold() {
    for (String tag : List.of("1", "2", "3")) {
      registry.untag(tag);
    }
    registry.good("1");
    registry.good("2");
    registry.fail("-");
    waited.clear();
  }

  private Workspaces workspaces() {
    return TestWorkspaces.over(kubeconfig, uri -> new HttpRegistry(registry.uri(), null));
  }

  /// Ends as by Ctrl-C once all has happened and been looked at.
  private Terminal.Ended watch(List<String> words, Event... events) {
    Deque<Event> left = new ArrayDeque<>(Arrays.asList(events));
    List<String> line = new ArrayList<>(List.of("images", "--watch"));
    line.addAll(words);
    return terminal.run(
        new ByteArrayOutputStream(),
        root -> {
          ImagesCommand command = root.getSubcommands().get("images").getCommand();
          command.pause =
              time -> {
                waited.add(time);
                if (left.isEmpty()) {
                  throw new InterruptedException();
                }
                left.remove().happen();
              };
        },
        line.toArray(String[]::new));
  }

  private void changed(String tag) {
    registry.image(tag, OddRegistry.config(Map.of("os", "linux", "architecture", "arm64")));
  }

  private static List<Document> changes(Terminal.Ended ended) {
    return ended.out().lines().map(each -> Documents.json(each, "a line")).toList();
  }

  private static String told(Document change) {
    return change.at("change").textOrEmpty() + " " + change.at("tag").textOrEmpty();
  }

  @Test
  void onlyRowsThatAreNewChangedOrGoneFollowTheList() {
    Terminal.Ended ended =
        watch(
            List.of("--output", "json"),
            () -> {},
            () -> registry.good("3"),
            () -> changed("1"),
            () -> registry.untag("2"),
            () -> {});
    assertEquals(130, ended.code(), ended.err());
    List<Document> changes = changes(ended);
    assertEquals(
        List.of("listed 1", "listed 2", "added 3", "changed 1", "deleted 2"),
        changes.stream().map(ImagesWatchTest::told).toList());
    assertFalse(changes.get(3).at("digest").equals(changes.get(0).at("digest")), ended.out());
    assertEquals(changes.get(1).at("digest"), changes.get(4).at("digest"));
    assertEquals(Duration.ofSeconds(5), waited.getFirst());
    assertEquals(
        List.of("odd:1", "odd:2"),
        new ImageNames(home.resolve("image-names")).all(),
        "for shells, as they were listed");
  }

  @Test
  void peopleSeeTheSameAsRowsOfOneTable() {
    Terminal.Ended ended =
        watch(List.of("30s", "od"), () -> changed("1"), () -> registry.untag("2"));
    List<String> lines = ended.out().lines().toList();
    assertEquals(5, lines.size(), ended.out());
    assertTrue(lines.get(0).startsWith("REPOSITORY "), ended.out());
    assertTrue(lines.get(3).startsWith("odd          1 "), ended.out());
    assertTrue(lines.get(3).contains("linux/arm64"), ended.out());
    assertTrue(lines.get(4).matches("odd +2 +\\w{12} .* deleted"), ended.out());
    assertTrue(ended.err().contains("every 30s"), ended.err());
    assertEquals(Duration.ofSeconds(30), waited.getFirst());
  }

  @Test
  void aPrefixMayFollowTheOption() {
    Terminal.Ended ended = watch(List.of("other", "--output", "json"), () -> registry.good("3"));
    assertEquals(130, ended.code(), ended.err());
    assertEquals("", ended.out());
    assertEquals(Duration.ofSeconds(5), waited.getFirst());
  }

  @Test
  void aRegistryThatFailsIsToldOnceAndNoImageIsTakenForDeleted() {
    Terminal.Ended ended =
        watch(
            List.of("--output", "json"),
            () -> registry.fail("/v2/_catalog"),
            () -> {},
            () -> {
              registry.fail("-");
              registry.untag("2");
            },
            () -> registry.fail("/v2/odd/tags/list"),
            () -> registry.fail("-"));
    assertEquals(130, ended.code(), ended.err());
    assertEquals(
        List.of("listed 1", "listed 2", "deleted 2", "added ", "deleted "),
        changes(ended).stream().map(ImagesWatchTest::told).toList());
    assertFalse(changes(ended).get(3).at("problem").isNothing(), ended.out());
    assertEquals(2, ended.err().split("what to do:", -1).length, ended.err());
    assertTrue(ended.err().contains("can be listed again"), ended.err());
  }

  @Test
  void aRowChangesWithThePodsThatUseTheImageAndStaysWhilePodsCannotBeListed() {
    Terminal.Ended ended =
        watch(
            List.of("--output", "json"),
            this::use,
            () -> cluster.denyRights("list", "pods", ""),
            cluster::allowEverything);
    List<Document> changes = changes(ended);
    assertEquals(
        List.of("listed 1", "listed 2", "changed 1"),
        changes.stream().map(ImagesWatchTest::told).toList());
    assertEquals(
        "default/web", changes.get(2).at("uses").items().getFirst().at("pod").textOrEmpty());
  }

  /// A pod whose image its node couldn't pull yet.
  private void use() throws InterruptedException {
    try (Workspaces workspaces = workspaces()) {
      String pod =
          "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default}, spec: {containers:"
              + " [{name: app, image: 'localhost:5000/odd:1'}], volumes: [{name: none,"
              + " persistentVolumeClaim: {claimName: none}}]}}";
      Cluster connected = workspaces.open(null).cluster();
      connected.apply(new KubeObject(Documents.yaml(pod, "test").getFirst()));
      String status =
          "{status: {containerStatuses: [{name: app, image: 'localhost:5000/odd:1', imageID: '',"
              + " state: {waiting: {reason: ErrImagePull}}}]}}";
      connected.mergePatch(
          Kind.POD, "default", "web", "status", Documents.yaml(status, "test").getFirst());
    }
  }

  @Test
  void anIntervalBelowASecondIsRefused() {
    for (String wrong : List.of("0s", "5", "9999h")) {
      assertEquals(2, terminal.run("images", "--watch", wrong).code(), wrong);
      assertEquals(2, terminal.run("images", "--watch=" + wrong).code(), wrong);
    }
  }
}
