package dev.mooring.practice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `kubectl patch` sends, in each of its three types.
final class PatchesTest {
  private static final String MAPS = "/api/v1/namespaces/default/configmaps";

  @TempDir Path directory;
  private PracticeCluster practice;
  private Cluster cluster;
  private HttpClient http;

  @BeforeEach
  void start() throws Exception {
    practice = PracticeCluster.start();
    cluster =
        new FabricKubeconfig(List.of(practice.writeKubeconfig(directory))).connect("practice");
    http =
        HttpClient.newBuilder()
            .sslContext(Objects.requireNonNull(cluster.endpoint().tls()))
            .build();
    send("POST", MAPS, "json", "{metadata: {name: c}, data: {a: '1', b: '2'}}");
  }

  @AfterEach
  void stop() {
    http.close();
    cluster.close();
    practice.close();
  }

  private Document patch(String type, String yaml) throws Exception {
    return send("PATCH", MAPS + "/c", type, yaml);
  }

  private Document send(String method, String path, String type, String yaml) throws Exception {
    ApiEndpoint endpoint = cluster.endpoint();
    String body = Documents.json(Documents.yaml(yaml, "the test").getFirst());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.server().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/" + type);
    endpoint.headers().forEach(request::header);
    return Documents.json(
        http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body(), "the answer");
  }

  @Test
  void aJsonPatchIsAppliedStepByStep() throws Exception {
    Document patched =
        patch(
            "json-patch+json",
            """
            - {op: test, path: /data/a, value: "1"}
            - {op: add, path: /data/c, value: "3"}
            - {op: move, from: /data/b, path: /data/d}
            - {op: replace, path: /data/a, value: "9"}
            """);
    assertEquals(Map.of("a", "9", "c", "3", "d", "2"), patched.at("data").strings());
  }

  @Test
  void aJsonPatchOfWhichOneStepFailsChangesNothing() throws Exception {
    Document refused =
        patch(
            "json-patch+json",
            """
            - {op: replace, path: /data/a, value: "9"}
            - {op: remove, path: /data/nothing}
            """);
    assertEquals(422L, refused.at("code").integer().orElseThrow());
    assertEquals(Map.of("a", "1", "b", "2"), patch("merge-patch+json", "{}").at("data").strings());
  }

  @Test
  void aMergePatchRemovesWhatIsNull() throws Exception {
    assertEquals(
        Map.of("b", "2", "c", "3"),
        patch("merge-patch+json", "{data: {a: null, c: '3'}}").at("data").strings());
  }

  @Test
  void aStrategicPatchReplacesWhereItSaysSo() throws Exception {
    assertEquals(
        Map.of("z", "0"),
        patch("strategic-merge-patch+json", "{data: {$patch: replace, z: '0'}}")
            .at("data")
            .strings());
  }

  @Test
  void anotherTypeIsRefusedWithTheOnesThatWork() throws Exception {
    assertEquals(415L, patch("json", "{}").at("code").integer().orElseThrow());
  }
}
