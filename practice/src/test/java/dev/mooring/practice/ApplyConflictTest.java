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
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Server-side apply between managers, in the words of Kubernetes 1.35.
final class ApplyConflictTest {
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
    send(
        "POST",
        MAPS + "?fieldManager=kubectl-create",
        "application/json",
        "{metadata: {name: c}, data: {a: '1', b: '2', c: '3'}}");
  }

  @AfterEach
  void stop() {
    http.close();
    cluster.close();
    practice.close();
  }

  private Document apply(String manager, boolean force, String data) throws Exception {
    return send(
        "PATCH",
        MAPS + "/c?fieldManager=" + manager + "&force=" + force,
        "application/apply-patch+yaml",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: " + data + "}");
  }

  private Document send(String method, String path, String type, String yaml) throws Exception {
    ApiEndpoint endpoint = cluster.endpoint();
    String body = Documents.json(Documents.yaml(yaml, "the test").getFirst());
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.server().resolve(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", type);
    endpoint.headers().forEach(request::header);
    return Documents.json(
        http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body(), "the answer");
  }

  @Test
  void anApplyThatForcesNothingIsToldEachFieldAndItsManager() throws Exception {
    Document status = apply("mooring", false, "{a: '3', b: '4', c: '3'}");
    assertEquals(409L, status.at("code").integer().orElseThrow());
    assertEquals("Conflict", status.at("reason").textOrEmpty());
    assertEquals(
        "Apply failed with 2 conflicts: conflicts with \"kubectl-create\" using v1:\n"
            + "- .data.a\n- .data.b",
        status.at("message").textOrEmpty());
    assertEquals(
        List.of(
            "FieldManagerConflict .data.a conflict with \"kubectl-create\" using v1",
            "FieldManagerConflict .data.b conflict with \"kubectl-create\" using v1"),
        status.at("details", "causes").stream()
            .map(
                each ->
                    each.at("reason").textOrEmpty()
                        + " "
                        + each.at("field").textOrEmpty()
                        + " "
                        + each.at("message").textOrEmpty())
            .toList());
  }

  @Test
  void aManagerThatAppliedIsNamedWithoutAVersion() throws Exception {
    apply("one", true, "{a: '3'}");
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"one\": .data.a",
        apply("two", false, "{a: '5'}").at("message").textOrEmpty());
  }

  @Test
  void aForcedApplyTakesTheFieldsAndTheFormerManagerThenMeetsTheConflict() throws Exception {
    apply("one", true, "{a: '3'}");
    assertEquals("5", apply("two", true, "{a: '5'}").at("data", "a").textOrEmpty());
    assertEquals(
        "Apply failed with 1 conflict: conflict with \"two\": .data.a",
        apply("one", false, "{a: '3'}").at("message").textOrEmpty());
  }

  @Test
  void equalValuesAreSharedAndNoConflict() throws Exception {
    apply("one", true, "{a: '3'}");
    assertEquals("3", apply("two", false, "{a: '3'}").at("data", "a").textOrEmpty());
  }
}
