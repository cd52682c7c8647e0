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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `mooring install --ingress`, and `mooring token allow`, `list` and `remove`.
class TokenCommandTest {
  private static final String KEYS =
      """
      {"keys": [{"kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}
      """;

  @TempDir Path home;
  private PracticeCluster cluster;
  private FabricKubeconfig kubeconfig;
  private Terminal terminal;
  private Path keys;

  @BeforeEach
  void start() throws IOException {
    cluster = PracticeCluster.start();
    kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home);
    keys = Files.writeString(home.resolve("keys.json"), KEYS);
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private Terminal.Ended done(String... words) {
    Terminal.Ended ended = terminal.run(words);
    assertEquals(0, ended.code(), ended.err());
    return ended;
  }

  private void gateway(String protocol) throws Exception {
    try (Cluster direct = kubeconfig.connect("practice")) {
      direct.apply(
          new KubeObject(
              Documents.yaml(
                      """
                      apiVersion: networking.istio.io/v1
                      kind: Gateway
                      metadata: {name: public, namespace: default}
                      spec: {servers: [{port: {number: 8443, protocol: %s}, tls: {mode: SIMPLE}, hosts: ["*"]}]}
                      """
                          .formatted(protocol),
                      "test")
                  .getFirst()));
    }
  }

  private Terminal.Ended render(String... more) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of(
                "render",
                "--ingress",
                "registry.example.test",
                "--token-issuer",
                "https://issuer.test",
                "--token-keys",
                keys.toString()));
    words.addAll(List.of(more));
    return terminal.run(words.toArray(String[]::new));
  }

  @Test
  void whatTokensOpenIsAllowedListedAndRemoved() throws Exception {
    gateway("HTTPS");
    done(
        "install",
        "--no-verify",
        // The practice cluster runs no Envoy; here it only has to stand.
        "--envoy-image",
        "lab.test/tools:1",
        "--ingress",
        "registry.example.test",
        "--token-issuer",
        "https://issuer.test",
        "--token-keys",
        keys.toString());
    assertTrue(done("status").out().contains("https://registry.example.test"));
    assertTrue(done("token", "list").out().startsWith("No token can do anything yet."));
    Terminal.Ended allowed =
        done("token", "allow", "--claim", "team=a", "--repositories", "v/*,tools");
    assertEquals("Tokens with team=a can push to and pull from v/*, tools", allowed.out().strip());
    assertTrue(
        allowed.err().contains("docker login registry.example.test --username token"),
        allowed.err());
    done("token", "allow", "--claim", "team=b", "--repositories", "*", "--read-only");
    List<Document> listed =
        Documents.json(done("token", "list", "-o", "json").out(), "list").items();
    assertEquals(2, listed.size());
    assertEquals("a", listed.getFirst().at("value").textOrEmpty());
    assertTrue(listed.get(1).at("readOnly").isTrue());
    done("token", "remove", "--claim", "team=a");
    Terminal.Ended gone = terminal.run("token", "remove", "--claim", "team=a");
    assertTrue(gone.err().contains("mooring token list"), gone.err());
    // What nobody mentions stays; taking the ingress away takes its rules along.
    done("install", "--no-verify", "--yes");
    assertEquals(
        "Tokens with team=b can pull from all repositories", done("token", "list").out().strip());
    done("install", "--no-verify", "--yes", "--no-ingress");
    assertFalse(namespaces().contains("mooring-ingress"), "its namespace is empty and stays");
    assertTrue(done("token", "list").out().startsWith("The registry has no ingress."));
    assertEquals(1, terminal.run("token", "allow", "--claim", "a=b", "--repositories", "*").code());
    done("install", "--no-verify", "--yes", "--ingress", "none");
    assertFalse(done("status").out().contains("https://"));
  }

  @Test
  void renderPrintsItAndPlainHttpIsRefused() throws Exception {
    Terminal.Ended none = render();
    assertEquals(1, none.code());
    assertTrue(none.err().contains("no gateway for the host"), none.err());
    gateway("HTTP");
    assertTrue(render().err().contains("doesn't serve the host over HTTPS"));
    gateway("HTTPS");
    Terminal.Ended printed = render();
    assertEquals(0, printed.code(), printed.err());
    assertTrue(printed.out().contains("kind: VirtualService"), printed.out());
    Terminal.Ended plain = render("--plain");
    assertTrue(plain.err().contains("a plain registry doesn't authenticate anyone"), plain.err());
    assertTrue(render("--through", "istio/default/public", "--tls-secret", "x").code() != 0);
  }

  @Test
  void aPrivateKeyIsRefusedAndNotShown() throws IOException {
    Files.writeString(keys, KEYS.replace("\"crv\"", "\"d\": \"TOPSECRET\", \"crv\""));
    Terminal.Ended refused = render();
    assertEquals(1, refused.code());
    assertFalse((refused.out() + refused.err()).contains("TOPSECRET"));
    assertTrue(refused.err().contains("private or symmetric key"), refused.err());
    Files.delete(keys);
    assertTrue(render().err().contains("Can't read the token keys"));
  }

  @Test
  void theLastRuleIsRemovedOnlyWhenAskedOrToldTo() throws Exception {
    gateway("HTTPS");
    done(
        "install",
        "--no-verify",
        "--envoy-image",
        "lab.test/tools:1",
        "--ingress",
        "registry.example.test",
        "--token-issuer",
        "https://issuer.test",
        "--token-keys",
        keys.toString());
    done("token", "allow", "--claim", "team=a", "--repositories", "*");
    Terminal.Ended asked = terminal.run("token", "remove", "--claim", "team=a");
    assertEquals(1, asked.code());
    assertTrue(asked.err().contains("--yes"), asked.err());
    assertTrue(done("token", "list").out().contains("team=a"));
    done("token", "remove", "--claim", "team=a", "--yes");
    assertTrue(done("token", "list").out().startsWith("No token can do anything yet."));
  }

  private List<String> namespaces() throws Exception {
    try (Cluster direct = kubeconfig.connect("practice")) {
      return direct.list(Kind.NAMESPACE, null, "").stream().map(KubeObject::name).toList();
    }
  }

  @Test
  void aNamespaceThatSomebodyPutASecretIntoStaysWithoutTheIngress() throws Exception {
    gateway("HTTPS");
    done(
        "install",
        "--no-verify",
        "--envoy-image",
        "lab.test/tools:1",
        "--ingress",
        "registry.example.test",
        "--token-issuer",
        "https://issuer.test",
        "--token-keys",
        keys.toString());
    try (Cluster direct = kubeconfig.connect("practice")) {
      direct.apply(
          new KubeObject(
              Documents.yaml(
                      """
                      apiVersion: v1
                      kind: Secret
                      metadata: {name: ours, namespace: mooring-ingress}
                      """,
                      "test")
                  .getFirst()));
    }
    done("install", "--no-verify", "--yes", "--no-ingress");
    assertTrue(namespaces().contains("mooring-ingress"));
  }
}
