package dev.mooring.desktop.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.app.TestWorkspaces;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.registry.client.HttpRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `mooring delete` where an index or signatures hang on the image.
class DeleteCommandTest {
  private static final String INDEX = "application/vnd.oci.image.index.v1+json";

  @TempDir Path home;

  @Test
  void aDigestThatAnIndexNeedsStaysAndTheLastTagTakesItsSignaturesAlong() throws Exception {
    try (PracticeCluster cluster = PracticeCluster.start()) {
      FabricKubeconfig kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
      Terminal terminal = new Terminal(kubeconfig, home);
      assertEquals(0, terminal.run("install", "--no-verify").code());
      Path archive = home.resolve("sample.tar");
      PracticeCluster.writeSampleImage(archive);
      Terminal.Ended pushed =
          terminal.run("push", archive.toString(), "--tag", "ana/app:arm", "--output", "json");
      String child = Documents.json(pushed.out(), "push").at("digest").textOrEmpty();
      String signature = child.replace(':', '-') + ".sig";
      Terminal seeding =
          new Terminal(
              kubeconfig,
              home,
              () ->
                  TestWorkspaces.over(
                      kubeconfig,
                      uri -> {
                        seed(uri, child, signature);
                        return new HttpRegistry(uri, null);
                      }));
      assertEquals(0, seeding.run("images").code());

      Terminal.Ended refused = terminal.run("delete", "ana/app@" + child, "--yes");
      assertEquals(1, refused.code());
      assertTrue(refused.err().contains("ana/app:multi"), refused.err());
      assertTrue(refused.err().contains("still refers"), refused.err());

      Terminal.Ended unasked = terminal.run("delete", "ana/app:multi");
      assertEquals(1, unasked.code());
      assertTrue(unasked.err().contains("tag ana/app:multi"), unasked.err());
      assertTrue(unasked.err().contains("garbage collection"), unasked.err());
      assertEquals(0, terminal.run("delete", "ana/app:multi", "--yes").code());

      Terminal.Ended last = terminal.run("delete", "ana/app:arm", "--yes");
      assertEquals(0, last.code(), last.err());
      List<String> lines = last.out().lines().toList();
      assertEquals("Deleted ana/app:arm", lines.getFirst());
      assertEquals("Deleted with it: signature ana/app:" + signature, lines.get(1));
      assertEquals("No images. Push one: mooring push IMAGE", terminal.run("images").out().strip());
    }
  }

  private static byte[] index(String child, String type, int size) {
    return Documents.jsonBytes(
        Document.of(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                INDEX,
                "manifests",
                List.of(Map.of("mediaType", type, "digest", child, "size", size)))));
  }

  /// An index over the image, and a signature as cosign attaches it.
  private static void seed(URI registry, String child, String signature) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String all =
          "application/vnd.oci.image.manifest.v1+json,"
              + "application/vnd.docker.distribution.manifest.v2+json";
      byte[] image =
          client
              .send(
                  HttpRequest.newBuilder(uri(registry, child)).header("Accept", all).build(),
                  HttpResponse.BodyHandlers.ofByteArray())
              .body();
      String type = Documents.json(image, "a manifest").at("mediaType").textOrEmpty();
      // The same bytes would be the same digest.
      byte[] signed =
          Documents.jsonBytes(
              Documents.json(image, "a manifest").with(Map.of("signs", child), "annotations"));
      put(client, uri(registry, signature), type, signed);
      put(client, uri(registry, "multi"), INDEX, index(child, type, image.length));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void put(HttpClient client, URI uri, String type, byte[] content)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", type)
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
            .build();
    HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(201, answer.statusCode(), answer.body());
  }

  private static URI uri(URI registry, String reference) {
    return URI.create(registry + "/v2/ana/app/manifests/" + reference);
  }
}
