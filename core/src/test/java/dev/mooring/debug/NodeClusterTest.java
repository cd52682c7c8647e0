package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.cluster.ClusterDebugger;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.job.Progress;
import dev.mooring.tunnel.LabProgram;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A Node.js of this machine on the lab: `-Dmooring.node=PATH` or MOORING_NODE. It is a large
/// program, so the test runs only when asked for.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
@Timeout(180)
final class NodeClusterTest {
  private static final String APP = "require('http').createServer((q, r) => r.end()).listen(8080);";
  private final Path node =
      Path.of(System.getProperty("mooring.node", System.getenv().getOrDefault("MOORING_NODE", "")));
  @TempDir Path folder;

  @Test
  void aSignalOpensItsInspectorAndACopyWaitsAtTheFirstLine() throws Exception {
    Assumptions.assumeTrue(
        Files.isRegularFile(node), "no Node.js: set -Dmooring.node or MOORING_NODE");
    image(LabProgram.required());
    try (DebugCluster lab = new DebugCluster()) {
      KubeObject pod = lab.deploy("verdict-node", "", "securityContext: {runAsUser: 1000}");
      try (ClusterDebugger debugger = lab.debugger()) {
        Verdict verdict = debugger.judge(lab.target());
        assertEquals(Verdict.Way.ATTACH, verdict.way(), verdict::toString);
        assertEquals("Node.js", verdict.runtime());
        DebugOptions options = new DebugOptions("", 0, "");
        // The second time the inspector is open already.
        for (Mode each : List.of(Mode.attach(), Mode.attach(), Mode.copy())) {
          try (DebugSession session =
              debugger.attach(lab.target(), options.with(each), Progress.none())) {
            assertEquals(DebugProtocol.INSPECTOR, session.protocol());
            assertTrue(targets(session).contains("file:///app/app.js"), each::toString);
          }
        }
      }
      KubeObject after = lab.ready();
      assertEquals(pod.uid(), after.uid());
      assertTrue(after.at("spec", "ephemeralContainers").isNothing());
      assertEquals(0, new TargetContainer(after, "hello").restarts());
    }
  }

  private static String targets(DebugSession session) throws Exception {
    // An upgrade to HTTP/2 would be taken for a debugger.
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      URI list = URI.create("http://127.0.0.1:" + session.address().getPort() + "/json/list");
      return client
          .send(HttpRequest.newBuilder(list).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private void image(LabProgram lab) throws Exception {
    Path app = Files.writeString(folder.resolve("app.js"), APP);
    List<String> words = new ArrayList<>(List.of("image", "lab.test/verdict-node:1"));
    words.add(node + "=/usr/bin/node");
    words.add(app + "=/app/app.js");
    Process ldd = new ProcessBuilder("ldd", node.toString()).start();
    String said = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Pattern.compile("(/\\S+\\.so\\S*)")
        .matcher(said)
        .results()
        .map(MatchResult::group)
        .forEach(each -> words.add(each + "=" + each));
    words.addAll(List.of("--base", "tools", "--entrypoint", "/usr/bin/node /app/app.js"));
    lab.run(words.toArray(String[]::new));
  }
}
