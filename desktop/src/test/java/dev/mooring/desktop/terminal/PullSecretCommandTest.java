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
    String login =
        Base64.getEncoder().encodeToString(("ana:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    Files.writeString(
        home.resolve("config.json"),
        "{\"auths\":{\"localhost:5000\":{\"auth\":\"%s\"}}}".formatted(login));
  }

  private void install() throws Exception {
    assertEquals(0, terminal.run("install", "--no-verify").code());
    Path archive = home.resolve("sample.tar");
    PracticeCluster.writeSampleImage(archive);
    Terminal.Ended pushed = terminal.run("push", archive.toString(), "--tag", "ana/app:1");
    assertEquals(0, pushed.code(), pushed.err());
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
    install();
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

  private static void apply(Cluster connected, String yaml) throws InterruptedException {
    for (Document each : Documents.yaml(yaml, "the test's objects")) {
      connected.apply(new KubeObject(each));
    }
  }

  private static List<String> entries(Cluster connected, String account)
      throws InterruptedException {
    return connected
        .get(Kind.SERVICE_ACCOUNT, "default", account)
        .orElseThrow()
        .at("imagePullSecrets")
        .stream()
        .map(each -> each.at("name").textOrEmpty())
        .toList();
  }

  @Test
  void removingTakesTheSecretAndItsEntriesAndNothingElse() throws Exception {
    install();
    try (Cluster connected = kubeconfig.connect(null)) {
      apply(
          connected,
          """
          {apiVersion: v1, kind: ServiceAccount, metadata: {name: one, namespace: default},
           imagePullSecrets: [{name: other}]}
          ---
          {apiVersion: v1, kind: ServiceAccount, metadata: {name: two, namespace: default},
           imagePullSecrets: [{name: pull-localhost-5000}]}
          ---
          {apiVersion: v1, kind: Secret, metadata: {name: other, namespace: default}}
          """);
      String[] words = {
        "pull-secret",
        "localhost:5000",
        "-n",
        "default",
        "--service-account",
        "one",
        "--image",
        "ana/app:1"
      };
      assertEquals(0, run(words).code());
      Terminal.Ended removed =
          run("pull-secret", "remove", "localhost:5000", "-n", "default", "-o", "json");
      assertEquals(0, removed.code(), removed.err());
      assertEquals(
          List.of("one", "two"),
          Documents.json(removed.out().getBytes(StandardCharsets.UTF_8), "the answer")
              .at("serviceAccounts")
              .texts());
      assertTrue(connected.get(Kind.SECRET, "default", "pull-localhost-5000").isEmpty());
      assertTrue(connected.get(Kind.SECRET, "default", "other").isPresent());
      assertEquals(List.of("other"), entries(connected, "one"));
      assertEquals(List.of(), entries(connected, "two"));
      Terminal.Ended again = run("pull-secret", "remove", "localhost:5000", "-n", "default");
      assertEquals(1, again.code());
      assertTrue(again.err().contains("it doesn't exist"), again.err());
    }
  }

  @Test
  void aSecretOfSomebodyElseIsNeitherOverwrittenNorRemoved() throws Exception {
    try (Cluster connected = kubeconfig.connect(null)) {
      apply(
          connected,
          """
          {apiVersion: v1, kind: Secret, metadata: {name: pull-localhost-5000, namespace: default},
           type: kubernetes.io/dockerconfigjson, data: {.dockerconfigjson: e30=}}
          """);
      KubeObject before =
          connected.get(Kind.SECRET, "default", "pull-localhost-5000").orElseThrow();
      Terminal.Ended made = run("pull-secret", "localhost:5000", "-n", "default");
      Terminal.Ended removed = run("pull-secret", "remove", "localhost:5000", "-n", "default");
      assertEquals(1, made.code());
      assertEquals(1, removed.code());
      assertTrue(removed.err().contains("Mooring didn't create it"), removed.err());
      assertEquals(
          before, connected.get(Kind.SECRET, "default", "pull-localhost-5000").orElseThrow());
    }
  }

  @Test
  void aLoginIsNotGivenToARegistryWhoseNameOnlyLooksTheSame() throws Exception {
    Files.writeString(
        home.resolve("config.json"),
        "{\"auths\":{\"a.example:1\":{\"auth\":\"YTph\"},\"a.example-1\":{\"auth\":\"YTpi\"}}}");
    String[] first = {"pull-secret", "a.example:1", "-n", "default"};
    run(first);
    try (Cluster connected = kubeconfig.connect(null)) {
      KubeObject before = connected.get(Kind.SECRET, "default", "pull-a.example-1").orElseThrow();
      Terminal.Ended second = run("pull-secret", "a.example-1", "-n", "default");
      assertEquals(1, second.code());
      assertTrue(second.err().contains("a.example:1"), second.err());
      Terminal.Ended removed = run("pull-secret", "remove", "a.example-1", "-n", "default");
      assertEquals(1, removed.code());
      assertEquals(before, connected.get(Kind.SECRET, "default", "pull-a.example-1").orElseThrow());
    }
  }

  @Test
  void namesThatEscapeAreRefused() {
    for (String registry : List.of("../..", "a/../../b", "x y", "", "$(id)", "a\nb", "ghost")) {
      for (List<String> words :
          List.of(
              List.of("pull-secret", registry, "-n", "default"),
              List.of("pull-secret", "remove", registry, "-n", "default"))) {
        Terminal.Ended ended = run(words.toArray(String[]::new));
        assertTrue(ended.code() > 0, words + ended.out());
        assertFalse(ended.out().contains("pull-"), ended.out());
      }
    }
    for (String bad : List.of("../kube-system", "a/b", "A", "a b", "x?y")) {
      Terminal.Ended space = run("pull-secret", "localhost:5000", "-n", bad);
      assertTrue(space.err().contains("Invalid namespace"), space.err());
      Terminal.Ended removed = run("pull-secret", "remove", "localhost:5000", "-n", bad);
      assertTrue(removed.err().contains("Invalid namespace"), removed.err());
      Terminal.Ended account =
          run("pull-secret", "localhost:5000", "-n", "default", "--service-account", bad);
      assertTrue(account.err().contains("Invalid ServiceAccount"), account.err());
    }
    Terminal.Ended missing = run("pull-secret");
    assertEquals(2, missing.code());
    assertTrue(missing.err().contains("Missing registry"), missing.err());
  }

  @Test
  void aRefusedWriteTellsNothingOfTheLogin() {
    Terminal.Ended refused = run("pull-secret", "localhost:5000", "-n", "not-there");
    assertEquals(1, refused.code());
    String login =
        Base64.getEncoder().encodeToString(("ana:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    for (String secret : List.of(PASSWORD, login, login.substring(0, 12))) {
      assertFalse((refused.out() + refused.err()).contains(secret), refused.err());
    }
  }
}
