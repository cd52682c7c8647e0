package dev.mooring.registry.distribution;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Allowance;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.Retry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Manifests as they are stored, and stored again under a tag that was removed.
final class ManifestUploadTest {
  private static final byte[] CONTENT =
      Archives.json(
          Map.of("schemaVersion", 2, "mediaType", MediaTypes.OCI_MANIFEST, "layers", List.of()));

  private final Manifest manifest = Manifest.read("test", CONTENT, "");
  private TinyRegistry server;
  private Connection connection;
  private Manifests manifests;

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
    connection = new Connection(server.uri());
    manifests = new Manifests(connection, new ContentCache(null), new Allowance(1 << 24));
  }

  @AfterEach
  void stop() {
    connection.close();
    server.close();
  }

  private void put() throws InterruptedException {
    new ManifestUpload(connection, manifests, new Retry(connection)).put("app", "1", manifest);
  }

  private void restore() throws InterruptedException {
    Blobs blobs = new Blobs(connection, new ContentCache(null), new Allowance(1 << 24));
    new Tagging(connection, manifests, blobs).restore("app", "1", manifest.digest());
  }

  private Problem refused() {
    return assertThrows(MooringException.class, this::put).problem();
  }

  /// The first of these many requests that write are answered so.
  private void answers(int times, int status, String code) {
    AtomicInteger left = new AtomicInteger(times);
    server.twists.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals("PUT") || left.getAndDecrement() <= 0) {
            return false;
          }
          exchange.getRequestBody().readAllBytes();
          TinyRegistry.error(exchange, status, code);
          return true;
        });
  }

  private void stores(String digest) {
    server.twists.clear();
    server.twists.add(
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          if (!digest.isEmpty()) {
            exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
          }
          TinyRegistry.answer(exchange, 201, "", "");
          return true;
        });
  }

  @Test
  void theBytesAreStoredAsTheyAre() throws Exception {
    put();
    assertTrue(server.hasManifest("app", manifest.digest().text()));
    assertArrayEquals(CONTENT, manifests.find("app", "1").orElseThrow().bytes());
    assertEquals(MediaTypes.OCI_MANIFEST, manifests.find("app", "1").orElseThrow().mediaType());
  }

  @Test
  void aBusyOrFailingRegistryIsAskedAgain() throws Exception {
    answers(1, 500, "UNKNOWN");
    put();
    assertEquals(2, server.count("PUT"));
    server.twists.clear();
    answers(1, 429, "TOOMANYREQUESTS");
    put();
    assertEquals(4, server.count("PUT"));
  }

  @Test
  void anyOtherAnswerIsFinal() {
    for (int status : new int[] {200, 202, 400, 499}) {
      server.twists.clear();
      server.requests.clear();
      answers(9, status, "MANIFEST_INVALID");
      refused();
      assertEquals(1, server.count("PUT"), String.valueOf(status));
    }
  }

  @Test
  void aLayerThatIsGoneMayHaveBeenCollected() {
    for (String code : List.of("MANIFEST_BLOB_UNKNOWN", "BLOB_UNKNOWN")) {
      server.twists.clear();
      answers(1, 400, code);
      Problem problem = refused();
      assertEquals(Code.REGISTRY_FAILED, problem.code());
      assertTrue(problem.whatToDo().contains("arbage"), problem.whatToDo());
    }
    server.twists.clear();
    answers(1, 400, "MANIFEST_INVALID");
    String other = refused().whatToDo();
    assertFalse(other.contains("arbage"), other);
  }

  @Test
  void aRegistryThatStoredSomethingElseIsNone() throws Exception {
    stores("");
    put();
    stores(manifest.digest().text());
    put();
    stores("sha256:" + "a".repeat(64));
    assertTrue(refused().why().contains("another digest"), refused().why());
  }

  @Test
  void aRemovedTagComesBackByteForByte() throws Exception {
    server.manifest("app", "2", MediaTypes.OCI_MANIFEST, CONTENT);
    restore();
    assertEquals(List.of("1", "2"), server.tagsOf("app"));
    assertEquals(manifest.digest(), manifests.head("app", "1").orElseThrow().digest());
    restore();
    assertEquals(List.of("1", "2"), server.tagsOf("app"), "one that is back stays");
  }

  @Test
  void aTagThatIsInTheWayOrAManifestThatIsGoneStopsIt() {
    Problem gone = assertThrows(MooringException.class, this::restore).problem();
    assertEquals(Code.IMAGE_MISSING, gone.code());
    server.manifest("app", "2", MediaTypes.OCI_MANIFEST, CONTENT);
    byte[] other = Archives.json(Map.of("schemaVersion", 2, "mediaType", MediaTypes.OCI_MANIFEST));
    Digest pushed = new Digest(server.manifest("app", "1", MediaTypes.OCI_MANIFEST, other));
    Problem changed = assertThrows(MooringException.class, this::restore).problem();
    assertEquals(Code.IMAGE_CHANGED, changed.code());
    assertTrue(server.hasManifest("app", pushed.text()));
    assertEquals(0, server.count("PUT"));
  }

  @Test
  void aTagThatIsRefusedIsNotTakenForRestored() {
    server.manifest("app", "2", MediaTypes.OCI_MANIFEST, CONTENT);
    answers(1, 403, "DENIED");
    Problem problem = assertThrows(MooringException.class, this::restore).problem();
    assertEquals(Code.NOT_A_WRITER, problem.code());
    assertEquals(List.of("2"), server.tagsOf("app"));
  }
}
