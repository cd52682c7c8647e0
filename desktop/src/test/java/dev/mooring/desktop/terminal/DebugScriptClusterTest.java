package dev.mooring.desktop.terminal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Debugging by commands alone, as a script does it, in a program of a real cluster. It needs the
/// images `lab.test/hello-noopt:1` and `lab.test/dlv:1.27.2`.
@Tag("cluster")
@Tag("anywhere")
@Timeout(120)
final class DebugScriptClusterTest {
  private static final String GREET = "main.(*greeter).greet";
  private static final Duration SOON = Duration.ofSeconds(60);

  private final String namespace = "t-script-" + Long.toString(System.nanoTime() & 0xffffff, 36);
  @TempDir Path home;
  private Cluster cluster;
  private ApiTunnels tunnels;

  @BeforeEach
  void deploy() throws InterruptedException {
    cluster = new FabricKubeconfig().connect(null);
    tunnels = new ApiTunnels(cluster);
    String yaml =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: @NS@}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: hello-1, namespace: @NS@}
        spec:
          terminationGracePeriodSeconds: 2
          containers:
          - {name: hello, image: "lab.test/hello-noopt:1", imagePullPolicy: IfNotPresent}
        """
            .replace("@NS@", namespace);
    for (Document each : Documents.yaml(yaml, "the test")) {
      cluster.apply(new KubeObject(each));
    }
    await()
        .atMost(SOON)
        .until(
            () ->
                cluster.get(Kind.POD, namespace, "hello-1").filter(KubeObject::ready).isPresent());
  }

  @AfterEach
  void remove() throws InterruptedException {
    try {
      cluster.delete(Kind.NAMESPACE, null, namespace, SOON);
    } finally {
      tunnels.close();
      cluster.close();
    }
  }

  @Test
  void aScriptFindsWhoComesForTheThirdTimeAndWhatTheProgramMakesOfIt() throws Exception {
    CompletableFuture<Terminal.Ended> session = attach();
    greet("ana");
    greet("bob");
    greet("bob");

    List<Document> lines;
    try (Visits ignored = new Visits("bob", "cyd")) {
      lines =
          Documents.yaml(
              done(
                      "debug",
                      "logpoint",
                      GREET,
                      "{name} was here {g.names[name]} times",
                      "--count",
                      "4")
                  .replace("\n}\n", "\n}\n---\n"),
              "logpoint");
    }
    assertEquals(4, lines.stream().filter(each -> !each.isNothing()).count());
    assertTrue(lines.toString().contains("cyd"), lines::toString);
    assertEquals("running", state());

    greet("eve");
    greet("eve");
    Document planted = json("debug", "break", GREET, "--if", "name == \"eve\"");
    assertEquals(GREET, planted.at("function").textOrEmpty());
    greet("ana");
    assertEquals("running", state());
    ByteStream held = request("eve");
    Document stop = json("debug", "wait", "--timeout", "20s");
    assertEquals("stopped", stop.at("state").textOrEmpty());
    assertEquals(planted.at("id").integer(), stop.at("breakpoint").integer());
    assertEquals("\"eve\"", json("debug", "eval", "name").at("value").textOrEmpty());
    assertEquals("2", json("debug", "eval", "g.names[name]").at("value").textOrEmpty());
    assertTrue(json("debug", "locals").toString().contains("map[string]int"));
    assertEquals(GREET, json("debug", "stack").items().getFirst().at("function").textOrEmpty());
    assertTrue(json("debug", "goroutines").at("total").integer().orElse(0L) > 2);
    assertEquals("stopped", json("debug", "next").at("state").textOrEmpty());
    assertEquals(1, json("debug", "breakpoints").items().size());

    json("debug", "clear", "--all");
    json("debug", "continue");
    assertTrue(answer(held).contains("hello eve, visit 3"));

    done("debug", "end");
    Terminal.Ended ended = session.get(30, TimeUnit.SECONDS);
    assertEquals(0, ended.code(), ended.err());
    assertEquals(List.of(), json("debug", "ls").items());
    assertEquals(0L, restarts());
    assertTrue(greet("ana").contains("visit 3"));
  }

  @Test
  void wordsThatTheProgramDoesNotKnowAreRefusedWithDelvesWordsAndItRunsOn() throws Exception {
    CompletableFuture<Terminal.Ended> session = attach();
    assertRefused("could not find symbol", "debug", "eval", "nobody");
    assertRefused("nowhere.go", "debug", "break", "nowhere.go:3");
    assertRefused("the app is running", "debug", "next");
    assertRefused("hello-1", "debug", "stack", "--session", "t-other/pod");
    assertEquals("running", state());
    done("debug", "end");
    assertEquals(0, session.get(30, TimeUnit.SECONDS).code());
  }

  private CompletableFuture<Terminal.Ended> attach() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CompletableFuture<Terminal.Ended> ended = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () ->
                ended.complete(
                    new Terminal(new FabricKubeconfig(), home)
                        .run(
                            out,
                            "debug",
                            "pod/hello-1",
                            "-n",
                            namespace,
                            "--helper-image",
                            "lab.test/dlv:1.27.2",
                            "-o",
                            "json")));
    await()
        .atMost(SOON)
        .until(() -> ended.isDone() || out.toString(StandardCharsets.UTF_8).contains("address"));
    assertTrue(!ended.isDone(), () -> ended.join().err());
    return ended;
  }

  private String done(String... words) {
    List<String> all = new ArrayList<>(Arrays.asList(words));
    all.addAll(List.of("-o", "json"));
    Terminal.Ended ended =
        new Terminal(new FabricKubeconfig(), home).run(all.toArray(String[]::new));
    assertEquals(0, ended.code(), ended.out() + ended.err());
    return ended.out();
  }

  private Document json(String... words) {
    return Documents.json(done(words), String.join(" ", words));
  }

  private void assertRefused(String why, String... words) {
    Terminal.Ended ended = new Terminal(new FabricKubeconfig(), home).run(words);
    assertTrue(ended.code() != 0, ended.out());
    assertTrue(ended.err().contains(why), ended.err());
  }

  private String state() {
    return json("debug", "ls").items().getFirst().at("state").textOrEmpty();
  }

  private Long restarts() throws InterruptedException {
    return cluster
        .get(Kind.POD, namespace, "hello-1")
        .orElseThrow()
        .at("status", "containerStatuses")
        .items()
        .getFirst()
        .at("restartCount")
        .integer()
        .orElse(-1L);
  }

  private String greet(String name) throws Exception {
    return answer(request(name));
  }

  private ByteStream request(String name) throws Exception {
    ByteStream stream = tunnels.open(new PodPort(namespace, "hello-1", 8080));
    stream
        .output()
        .write(("GET /?name=" + name + " HTTP/1.0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    stream.output().flush();
    return stream;
  }

  private static String answer(ByteStream stream) throws Exception {
    try (stream) {
      return new String(stream.input().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  /// People who come one after the other until it is closed.
  private final class Visits implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    Visits(String... names) {
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      for (int i = 0; i < 500 && !over.await(100, TimeUnit.MILLISECONDS); i++) {
                        greet(names[i % names.length]);
                      }
                    } catch (Exception e) {
                      throw new IllegalStateException(e);
                    }
                  });
    }

    @Override
    public void close() throws InterruptedException {
      over.countDown();
      thread.join();
    }
  }
}
