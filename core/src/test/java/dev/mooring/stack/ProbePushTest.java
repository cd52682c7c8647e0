package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.TinyRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The test image on its way into a registry and out again.
final class ProbePushTest {
  private final ProbeImage image = new ProbeImage("once", new TreeSet<>(List.of("amd64", "arm64")));
  private TinyRegistry registry;
  private ProbePush push;

  @BeforeEach
  void start() throws IOException {
    registry = new TinyRegistry();
    registry.relative = true;
    push = new ProbePush(at(registry));
  }

  @AfterEach
  void stop() {
    push.close();
    registry.close();
  }

  private static InetSocketAddress at(TinyRegistry registry) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), registry.uri().getPort());
  }

  private Problem refusedPush() {
    return assertThrows(MooringException.class, () -> push.push(image, "t")).problem();
  }

  private void answer(String method, int status, String code) {
    registry.twists.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals(method)) {
            return false;
          }
          TinyRegistry.error(exchange, status, code);
          return true;
        });
  }

  @Test
  void theWholeImageIsThereUnderItsTag() throws InterruptedException {
    push.push(image, "t");
    assertEquals(List.of("t"), registry.tagsOf("mooring-verify"));
    assertEquals(3, registry.manifestCount("mooring-verify"));
    for (Manifest each : image.manifests()) {
      assertTrue(registry.hasManifest("mooring-verify", each.digest().text()));
    }
    for (Digest each : image.blobs()) {
      assertTrue(registry.hasBlob(each.text()));
    }
    assertTrue(push.has("t"));
    assertFalse(push.has("other"));
  }

  @Test
  void nothingOfItStaysThatCouldBePulled() throws InterruptedException {
    push.push(image, "t");
    push.delete(image);
    assertEquals(0, registry.manifestCount("mooring-verify"));
    assertFalse(push.has("t"));
    push.delete(image);
  }

  @Test
  void anUploadThatIsRefusedSaysSoInTheRegistrysWords() throws InterruptedException {
    assertEquals(new ProbePush.Reply(202, ""), push.tryUpload());
    answer("POST", 403, "DENIED");
    ProbePush.Reply reply = push.tryUpload();
    assertEquals(403, reply.status());
    assertEquals("403 {\"errors\":[{\"code\":\"DENIED\"}]}", reply.words());
  }

  @Test
  void anIdentityThatMayNotWriteIsToldApartFromARegistryThatFails() {
    answer("POST", 403, "DENIED");
    Problem denied = refusedPush();
    assertEquals(Code.REGISTRY_FAILED, denied.code());
    assertTrue(denied.why().startsWith("this identity can't push: 403"), denied.why());
    registry.twists.clear();
    answer("PUT", 500, "UNKNOWN");
    Problem broken = refusedPush();
    assertEquals("it returned 500 {\"errors\":[{\"code\":\"UNKNOWN\"}]}", broken.why());
  }

  @Test
  void aManifestThatIsNotTakenEndsThePush() {
    registry.twists.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().contains("/manifests/")) {
            return false;
          }
          TinyRegistry.error(exchange, 400, "MANIFEST_INVALID");
          return true;
        });
    assertTrue(refusedPush().why().contains("MANIFEST_INVALID"));
    assertEquals(List.of(), registry.tagsOf("mooring-verify"));
  }

  @Test
  void nothingIsSentToAnotherPlaceThatARegistryNames() throws IOException {
    try (TinyRegistry other = new TinyRegistry()) {
      registry.twists.add(
          exchange -> {
            if (!exchange.getRequestMethod().equals("POST")) {
              return false;
            }
            exchange.getResponseHeaders().add("Location", other.uri() + "/v2/x/blobs/uploads/1");
            exchange.sendResponseHeaders(202, -1);
            return true;
          });
      assertTrue(refusedPush().why().startsWith("it redirects to http"));
      assertEquals(List.of(), other.requests);
    }
  }

  @Test
  void anUploadWithoutAPlaceEndsThePush() {
    registry.twists.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals("POST")) {
            return false;
          }
          exchange.sendResponseHeaders(202, -1);
          return true;
        });
    assertEquals(Code.REGISTRY_FAILED, refusedPush().code());
  }

  @Test
  void aDeletionThatIsRefusedSaysSo() throws InterruptedException {
    push.push(image, "t");
    answer("DELETE", 405, "UNSUPPORTED");
    Problem problem = assertThrows(MooringException.class, () -> push.delete(image)).problem();
    assertTrue(problem.why().startsWith("it returned 405"), problem.why());
  }

  @Test
  void aRegistryThatIsBusyIsAskedOnceAndNotWaitedFor() {
    registry.twists.add(
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", "30");
          TinyRegistry.error(exchange, 429, "TOOMANYREQUESTS");
          return true;
        });
    Instant before = Instant.now();
    assertEquals("it returned 429", refusedPush().why().strip());
    assertTrue(Duration.between(before, Instant.now()).toSeconds() < 10);
    assertEquals(registry.requests.size(), Set.copyOf(registry.requests).size());
  }

  @Test
  void aConnectionThatBreaksIsNoAnswerOfTheRegistry() {
    registry.twists.add(
        exchange -> {
          exchange.close();
          return true;
        });
    assertEquals(Code.CONNECTION_LOST, refusedPush().code());
  }
}
