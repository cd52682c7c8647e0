package dev.mooring.cluster.fabric8;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What a credential plugin gets and gives.
@DisabledOnOs(OS.WINDOWS)
final class ExecPluginTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private final Map<String, Object> exec = new LinkedHashMap<>(Map.of("command", "./plugin"));
  private Document cluster = Document.nothing();

  @Test
  void aTokenAndItsEndAreTaken() throws Exception {
    plugin(
        "echo '{\"status\":{\"token\":\"t\",\"expirationTimestamp\":\"2030-01-02T03:04:05Z\"}}'");
    ExecPlugin.Answer answer = run();
    assertEquals("t", answer.token());
    assertEquals(Instant.parse("2030-01-02T03:04:05Z"), answer.expires());
    assertNull(answer.certificate());
    assertFalse(answer.toString().contains("\"t\""));
  }

  @Test
  void anEndThatIsNotATimeIsNone() throws Exception {
    plugin("echo '{\"status\":{\"token\":\"t\",\"expirationTimestamp\":\"soon\"}}'");
    assertNull(run().expires());
  }

  @Test
  void aCertificateNeedsItsKey() throws Exception {
    plugin("echo '{\"status\":{\"clientCertificateData\":\"c\",\"clientKeyData\":\"k\"}}'");
    assertEquals("c", run().certificate());
    assertEquals("k", run().key());
    plugin("echo '{\"status\":{\"clientCertificateData\":\"c\"}}'");
    assertTrue(failed().why().contains("neither a token"));
    plugin("echo '{\"status\":{\"clientKeyData\":\"k\"}}'");
    assertTrue(failed().why().contains("neither a token"));
  }

  @Test
  void whatIsNotJsonIsSaidWithoutItsText() throws Exception {
    plugin("echo 's3cr3t {'");
    Problem problem = failed();
    assertTrue(problem.why().contains("isn't JSON"), problem::toString);
    assertFalse(problem.toString().contains("s3cr3t"), problem::toString);
  }

  @Test
  void argumentsAndVariablesReachItAndNoInput() throws Exception {
    exec.put("args", List.of("a b", "$HOME"));
    exec.put("env", List.of(Map.of("name", "GREETING", "value", "hi")));
    plugin(
        "read line && exit 9\n"
            + "printf '{\"status\":{\"token\":\"%s|%s|%s\"}}' \"$1\" \"$2\" \"$GREETING\"");
    assertEquals("a b|$HOME|hi", run().token());
  }

  @Test
  void itIsToldTheVersionAndOnRequestTheCluster() throws Exception {
    plugin("printf '%s' \"$KUBERNETES_EXEC_INFO\" > info\necho '{\"status\":{\"token\":\"t\"}}'");
    cluster =
        Documents.yaml(
                """
                server: https://api.test
                tls-server-name: api
                certificate-authority: never
                extensions:
                - {name: client.authentication.k8s.io/exec, extension: {audience: a}}
                - {name: other, extension: {audience: b}}
                """,
                "a test")
            .getFirst();
    run();
    Document info = info();
    assertEquals("client.authentication.k8s.io/v1", info.at("apiVersion").textOrEmpty());
    assertEquals("ExecCredential", info.at("kind").textOrEmpty());
    assertFalse(info.at("spec", "interactive").isTrue());
    assertTrue(info.at("spec", "cluster").isNothing());
    exec.put("provideClusterInfo", true);
    exec.put("apiVersion", "client.authentication.k8s.io/v1beta1");
    run();
    assertEquals("client.authentication.k8s.io/v1beta1", info().at("apiVersion").textOrEmpty());
    assertEquals(
        Map.of(
            "server", "https://api.test",
            "tls-server-name", "api",
            "config", Map.of("audience", "a")),
        info().at("spec", "cluster").plain());
  }

  @Test
  void whatCannotBeRunIsRefused() throws Exception {
    exec.put("interactiveMode", "Always");
    plugin("echo '{}'");
    assertTrue(failed().why().contains("requires a terminal"));
    exec.remove("interactiveMode");
    exec.put("command", "");
    assertTrue(failed().why().contains("specifies no command"));
    exec.put("command", "./missing");
    Problem missing = failed();
    assertEquals(Code.LOGIN_FAILED, missing.code());
    assertTrue(missing.whatToDo().contains("which ./missing"), missing::toString);
  }

  @Test
  void oneThatTakesTooLongIsEndedWithAllThatItStarted() throws Exception {
    plugin("sleep 300 &\necho $! > child\nwait");
    Problem problem = failed(Duration.ofSeconds(1));
    assertTrue(problem.why().contains("within 1 s"), problem::toString);
    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    await()
        .atMost(LIMIT)
        .until(() -> ProcessHandle.of(child).filter(ProcessHandle::isAlive).isEmpty());
  }

  @Test
  void aFloodIsCutAndOnlyTheEndOfWhatItSaysIsTold() throws Exception {
    plugin("head -c 3000000 /dev/zero | tr '\\0' x\nexit 0");
    assertTrue(failed().why().contains("isn't JSON") || failed().why().contains("status"));
    plugin("head -c 5000 /dev/zero | tr '\\0' y >&2\necho ' the end' >&2\nexit 4");
    Problem problem = failed();
    assertTrue(problem.why().endsWith("status 4"), problem::toString);
    assertEquals(1000, problem.detail().length());
    assertTrue(problem.detail().endsWith("y the end"), problem::toString);
  }

  @Test
  void anInterruptEndsTheCallThatWaitsForIt() throws Exception {
    plugin("echo started > started\nsleep 300");
    Path file =
        TestKubeconfig.write(folder, "server: https://127.0.0.1:1", "{exec: {command: ./plugin}}");
    try (Cluster open = new FabricKubeconfig(List.of(file), Map.of()).connect(null)) {
      CompletableFuture<Throwable> ended = new CompletableFuture<>();
      Thread caller =
          Thread.startVirtualThread(
              () -> ended.complete(assertThrows(Throwable.class, open::version)));
      await().atMost(LIMIT).until(() -> Files.exists(folder.resolve("started")));
      caller.interrupt();
      assertInstanceOf(
          InterruptedException.class, ended.get(20, java.util.concurrent.TimeUnit.SECONDS));
    }
  }

  @Test
  void whatItGaveCountsUntilShortlyBeforeItsEndOrUntilItIsRefused() throws Exception {
    plugin(
        "echo x >> runs\n"
            + "printf '{\"status\":{\"token\":\"%s\",\"expirationTimestamp\":\"%s\"}}'"
            + " \"$(wc -l < runs | tr -d ' ')\" \"$(cat end)\"");
    Files.writeString(folder.resolve("end"), Instant.now().plusSeconds(3600).toString());
    Path file =
        TestKubeconfig.write(folder, "server: https://127.0.0.1:1", "{exec: {command: ./plugin}}");
    try (Cluster open = new FabricKubeconfig(List.of(file), Map.of()).connect(null)) {
      assertEquals("Bearer 1", open.endpoint().headers().get("Authorization"));
      assertEquals("Bearer 1", open.endpoint().headers().get("Authorization"));
      Files.writeString(folder.resolve("end"), Instant.now().plusSeconds(20).toString());
      assertTrue(open.endpoint().refused());
      assertEquals("Bearer 2", open.endpoint().headers().get("Authorization"));
      assertEquals("Bearer 3", open.endpoint().headers().get("Authorization"));
    }
  }

  private Document info() throws IOException {
    return Documents.json(Files.readAllBytes(folder.resolve("info")), "a test");
  }

  private void plugin(String script) throws IOException {
    Path file = folder.resolve("plugin");
    Files.writeString(file, "#!/bin/sh\ncd '" + folder + "'\n" + script + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private ExecPlugin.Answer run() throws InterruptedException {
    return run(LIMIT);
  }

  private ExecPlugin.Answer run(Duration limit) throws InterruptedException {
    KubeconfigEntries.Entry user =
        new KubeconfigEntries.Entry(
            "ana", Document.of(Map.of("exec", exec)), folder.resolve("config"));
    return new ExecPlugin(
            user,
            cluster,
            limit,
            PluginPrograms.of(System.getenv()),
            () -> new PluginPolicy(folder.resolve("kuberc"), "", List.of()))
        .run();
  }

  private Problem failed() {
    return failed(LIMIT);
  }

  private Problem failed(Duration limit) {
    return assertThrows(MooringException.class, () -> run(limit)).problem();
  }
}
