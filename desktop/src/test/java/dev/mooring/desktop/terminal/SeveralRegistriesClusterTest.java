package dev.mooring.desktop.terminal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Concurrently;
import dev.mooring.practice.PracticeCluster;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A second registry beside the default one, on the cluster of the current kubeconfig.
@Tag("cluster")
@Timeout(240)
class SeveralRegistriesClusterTest {
  private static final String[] TEAM = {"--registry", "team-a"};

  /// What a cluster makes and removes by itself, with names of its own.
  private static final Set<String> PASSING =
      Set.of("events", "events.events.k8s.io", "leases.coordination.k8s.io");

  @TempDir Path home;

  @AfterEach
  void leaveNothing() {
    terminal().run("uninstall", "--registry", "team-a", "--yes", "--delete-data");
    terminal().run("uninstall", "--yes", "--delete-data");
  }

  private Terminal terminal() {
    return new Terminal(new FabricKubeconfig(), home);
  }

  private String done(String... words) {
    long start = System.nanoTime();
    Terminal.Ended ended = terminal().run(words);
    System.out.printf(
        "%s took %d ms%n", String.join(" ", words), (System.nanoTime() - start) / 1_000_000);
    assertEquals(0, ended.code(), ended.out() + ended.err());
    return ended.out();
  }

  private String team(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of(TEAM));
    return done(all.toArray(String[]::new));
  }

  @Test
  void aSecondRegistryWorksBesideTheDefaultOneAndLeavesNothingBehind() throws Exception {
    String sample = home.resolve("sample.tar").toString();
    PracticeCluster.writeSampleImage(Path.of(sample));
    done("install", "--no-verify");
    done("push", sample, "--tag", "ana/first:1");
    assertEquals("/greeting.txt\n", done("image", "files", "ana/first:1"));
    assertEquals("hello", done("image", "cat", "ana/first:1", "greeting.txt"));
    Set<String> before = objects();

    team("install", "--no-verify", "--namespace", "team-a");
    Document first = registry("kube-registry");
    Document second = registry("team-a");
    assertTrue(first.at("ready").isTrue() && second.at("ready").isTrue());
    assertEquals(5000, first.at("nodePort").integer().orElse(0L));
    assertEquals(5001, second.at("nodePort").integer().orElse(0L));
    assertTrue(objects().contains("PersistentVolumeClaim team-a/kube-registry"));

    // Side by side, as two people would.
    for (String proof :
        Concurrently.all(
            List.<Callable<String>>of(
                () -> done("verify", "-o", "json"), () -> team("verify", "-o", "json")))) {
      assertTrue(Documents.json(proof, "verify").at("passed").isTrue(), proof);
    }

    whileConnected(() -> run("crane", "append", "-f", sample, "-t", "localhost:5001/ana/second:1"));
    assertEquals(List.of("ana/second"), repositories(this::team));
    assertEquals(List.of("ana/first"), repositories(this::done));

    Terminal.Ended foreign =
        terminal().run("push", sample, "--tag", "ana/third:1", "--as", "team-a/mooring");
    assertEquals(1, foreign.code());
    assertTrue(foreign.err().contains("403"), foreign.err());

    team("uninstall", "--delete-data", "--yes");
    assertEquals(before, objects());
    assertEquals(List.of("ana/first"), repositories(this::done));
    done("push", sample, "--tag", "ana/fourth:1");
  }

  private Document registry(String name) {
    return Documents.json(done("registries", "-o", "json"), "registries").items().stream()
        .filter(each -> each.at("name").textOrEmpty().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> repositories(Function<String[], String> run) {
    return Documents.json(run.apply(new String[] {"images", "-o", "json"}), "images")
        .items()
        .stream()
        .map(each -> each.at("repository").textOrEmpty())
        .toList();
  }

  private interface Step {
    void run() throws Exception;
  }

  private void whileConnected(Step step) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Thread connected =
        Thread.ofVirtual().start(() -> terminal().run(out, "connect", TEAM[0], TEAM[1]));
    try {
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> out.toString(StandardCharsets.UTF_8).contains("localhost:5001"));
      step.run();
    } finally {
      connected.interrupt();
      connected.join();
    }
  }

  /// Every object of every kind, as "Kind namespace/name".
  private Set<String> objects() throws Exception {
    String kinds =
        run("kubectl", "api-resources", "--verbs=list", "-o", "name")
            .lines()
            .filter(each -> !PASSING.contains(each) && !each.contains("metrics.k8s.io"))
            .collect(Collectors.joining(","));
    String form = "custom-columns=K:.kind,NS:.metadata.namespace,N:.metadata.name";
    return run("kubectl", "get", kinds, "-A", "--no-headers", "-o", form)
        .lines()
        .map(each -> each.strip().split(" +"))
        .filter(each -> each.length == 3)
        .map(each -> each[0] + " " + each[1] + "/" + each[2])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private String run(String... command) throws Exception {
    Path printed = home.resolve("printed");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(printed.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), command[0]);
    String text = java.nio.file.Files.readString(printed);
    assertEquals(0, process.exitValue(), text);
    return text;
  }
}
