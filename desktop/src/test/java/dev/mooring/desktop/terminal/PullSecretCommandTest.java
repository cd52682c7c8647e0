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
import dev.mooring.registry.remote.DockerConfig;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A login of Docker becomes one of the nodes.
class PullSecretCommandTest {
  private static final String PASSWORD = "correct-horse";

  @TempDir Path home;
  private PracticeCluster cluster;
  private FabricKubeconfig kubeconfig;
  private Terminal terminal;

  @BeforeEach
  void start() throws Exception {
    cluster = PracticeCluster.start();
    kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home);
    assertEquals(0, terminal.run("install", "--no-verify").code());
    Path archive = home.resolve("sample.tar");
    PracticeCluster.writeSampleImage(archive);
    Terminal.Ended pushed = terminal.run("push", archive.toString(), "--tag", "ana/app:1");
    assertEquals(0, pushed.code(), pushed.err());
    String login =
        Base64.getEncoder().encodeToString(("ana:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        home.resolve("config.json"),
        "{\"auths\":{\"localhost:5000\":{\"auth\":\"%s\"}}}".formatted(login));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private Terminal.Ended run(String... words) {
    return terminal.run(
        new ByteArrayOutputStream(),
        line ->
            ((PullSecretCommand)
                        line.getSubcommands().get("pull-secret").getCommandSpec().userObject())
                    .config =
                new DockerConfig(home.resolve("config.json")),
        words);
  }

  @Test
  void aPodPullsWithTheSecretThatItsServiceAccountGot() throws Exception {
    try (Cluster connected = kubeconfig.connect(null)) {
      connected.apply(
          new KubeObject(
              Documents.yaml(
                      """
                      apiVersion: v1
                      kind: ServiceAccount
                      metadata: {name: puller, namespace: default}
                      imagePullSecrets: [{name: other}]
                      """,
                      "the test's ServiceAccount")
                  .getFirst()));
      Terminal.Ended made =
          run(
              "pull-secret",
              "localhost:5000",
              "-n",
              "default",
              "--service-account",
              "puller",
              "--image",
              "ana/app:1");
      assertEquals(0, made.code(), made.out() + made.err());
      assertTrue(made.out().contains("A pod pulled localhost:5000/ana/app:1"), made.out());
      assertFalse((made.out() + made.err()).contains(PASSWORD));

      KubeObject secret =
          connected.get(Kind.SECRET, "default", "pull-localhost-5000").orElseThrow();
      assertEquals("kubernetes.io/dockerconfigjson", secret.at("type").textOrEmpty());
      byte[] content =
          Base64.getDecoder().decode(secret.at("data", ".dockerconfigjson").textOrEmpty());
      Document auths = Documents.json(content, "the secret").at("auths");
      assertTrue(
          new String(
                  Base64.getDecoder().decode(auths.at("localhost:5000", "auth").textOrEmpty()),
                  StandardCharsets.UTF_8)
              .endsWith(PASSWORD));
      assertEquals(
          List.of("other", "pull-localhost-5000"),
          connected
              .get(Kind.SERVICE_ACCOUNT, "default", "puller")
              .orElseThrow()
              .at("imagePullSecrets")
              .stream()
              .map(each -> each.at("name").textOrEmpty())
              .sorted()
              .toList());
      assertTrue(
          connected.list(Kind.POD, "default", "app.kubernetes.io/managed-by=mooring").isEmpty());
    }
  }

  @Test
  void whatCannotBecomeASecretIsTold() {
    Terminal.Ended none = run("pull-secret", "registry.example", "-n", "default");
    assertEquals(1, none.code());
    assertTrue(none.err().contains("docker login registry.example"), none.err());
    Terminal.Ended nobody =
        run(
            "pull-secret",
            "localhost:5000",
            "-n",
            "default",
            "--service-account",
            "nobody",
            "--image",
            "ana/app:1");
    assertEquals(1, nobody.code());
    assertTrue(nobody.err().contains("kubectl create serviceaccount nobody"), nobody.err());
  }
}
