package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// What somebody changed in an installed registry, and how it comes back.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class StatusCommandTest {
  private static final String DEPLOYMENT =
      "apis/apps/v1/namespaces/kube-registry/deployments/kube-registry";

  private PracticeCluster practice;
  private FabricKubeconfig kubeconfig;
  private Terminal terminal;

  @BeforeAll
  void install(@TempDir Path home) throws Exception {
    practice = PracticeCluster.start();
    kubeconfig = new FabricKubeconfig(List.of(practice.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home);
    assertEquals(1, terminal.run("status").code(), "none is installed");
    Terminal.Ended file = terminal.run("config", "crio");
    assertEquals(0, file.code(), file.err());
    assertTrue(file.out().contains("location = \"localhost:5000\"\ninsecure = true\n"), file.out());
    Terminal.Ended installed = terminal.run("install", "--no-verify");
    assertEquals(0, installed.code(), installed.err());
  }

  @AfterAll
  void close() {
    practice.close();
  }

  /// As `kubectl edit` writes.
  private void edit(String path, String patch) throws Exception {
    try (Cluster cluster = kubeconfig.connect(null)) {
      ApiEndpoint api = cluster.endpoint();
      HttpClient.Builder client = HttpClient.newBuilder();
      if (api.tls() != null) {
        client.sslContext(api.tls());
      }
      HttpRequest.Builder request =
          HttpRequest.newBuilder(api.server().resolve("/" + path + "?fieldManager=kubectl-edit"))
              .header("Content-Type", "application/merge-patch+json")
              .method("PATCH", HttpRequest.BodyPublishers.ofString(patch));
      api.headers().forEach(request::header);
      try (HttpClient http = client.build()) {
        HttpResponse<String> answer =
            http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
      }
    }
  }

  private Document status() {
    Terminal.Ended ended = terminal.run("status", "--output", "json");
    assertEquals(0, ended.code(), ended.err());
    return Documents.json(ended.out(), "status");
  }

  @Test
  @Order(1)
  void aRegistryIsShownAsItWasInstalled() {
    Terminal.Ended shown = terminal.run("status");
    assertEquals(0, shown.code(), shown.err());
    for (String each :
        List.of(
            "Registry      kube-registry (namespace kube-registry)",
            "State         ready",
            "Changes       as installed",
            "Protection    mesh",
            "Laptops       port-forward to the entrance",
            "Storage       30Gi, default StorageClass",
            "Writers       1",
            "Connected     no")) {
      assertTrue(shown.out().lines().anyMatch(each::equals), each + " in " + shown.out());
    }
    assertEquals(List.of(), status().at("drift", "steps").items());
  }

  @Test
  @Order(2)
  void whatSomebodyChangedIsNamedFieldByFieldWithWhoDidIt() throws Exception {
    edit(DEPLOYMENT, "{\"spec\":{\"template\":{\"spec\":{\"terminationGracePeriodSeconds\":7}}}}");
    edit(
        "apis/networking.istio.io/v1/namespaces/mooring-node/sidecars/mooring-node-entrance",
        "{\"spec\":{\"outboundTrafficPolicy\":{\"mode\":\"ALLOW_ANY\"}}}");
    Document drift = status().at("drift");
    assertEquals(List.of("2 fields changed by kubectl-edit"), drift.at("sentences").texts());
    assertTrue(drift.at("changed").isTrue());
    String shown = terminal.run("status").out();
    for (String each :
        List.of(
            "change Deployment kube-registry/kube-registry",
            "spec.template.spec.terminationGracePeriodSeconds: 7 -> 120 (set by kubectl-edit)",
            "spec.outboundTrafficPolicy.mode: ALLOW_ANY -> REGISTRY_ONLY (set by kubectl-edit)")) {
      assertTrue(shown.contains(each), each + " in " + shown);
    }
  }

  @Test
  @Order(3)
  void installShowsThePlanAndAsksBeforeItChangesWhatStands() {
    Terminal.Ended unasked = terminal.run("install", "--no-verify");
    assertEquals(1, unasked.code());
    assertTrue(unasked.err().contains("terminationGracePeriodSeconds: 7 -> 120"), unasked.err());
    assertTrue(unasked.err().contains("--yes"), unasked.err());
    assertEquals(2, status().at("drift", "steps").items().size(), "nothing was written");
    Terminal.Ended repaired = terminal.run("install", "--no-verify", "--yes");
    assertEquals(0, repaired.code(), repaired.err());
    assertEquals(List.of(), status().at("drift", "steps").items());
    assertEquals(0, terminal.run("install", "--no-verify").code(), "nothing to ask for");
  }

  @Test
  @Order(4)
  void anImageThatNoNodeCanPullIsRolledBack() throws Exception {
    edit(DEPLOYMENT, "{\"metadata\":{\"labels\":{\"team\":\"web\"}}}");
    String before = terminal.run("render").out();
    Terminal.Ended failed =
        terminal.run(
            "install", "--yes", "--registry-image=nowhere.test/registry:9", "--node-port=5055");
    assertEquals(1, failed.code());
    assertTrue(failed.err().contains("The install was rolled back"), failed.err());
    assertTrue(failed.err().contains("\"nowhere.test/registry:9\""), failed.err());
    assertTrue(failed.err().contains("5 objects were restored"), failed.err());
    assertEquals(before, terminal.run("render").out(), "the recorded options are the former");
    Document status = status();
    assertEquals("ready", status.at("state").textOrEmpty());
    assertEquals(List.of(), status.at("drift", "steps").items(), status::toString);
    assertEquals(0, terminal.run("verify").code());
  }
}
