package dev.mooring.mesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.TinyRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A registry that nothing guards, by port-forward.
final class PlainAccessTest {
  private final FakeMesh mesh = new FakeMesh();

  @Test
  void itIsReachedAndSaidToBeUnprotected() throws Exception {
    try (TinyRegistry registry = new TinyRegistry();
        RegistryForward forward =
            new RegistryForward(
                mesh.cluster(),
                mesh.tunnels(),
                mesh.identities(),
                new PlainRegistry("kube-registry", "kube-registry", 5000))) {
      mesh.registryPod(registry.uri().getPort());
      ConnectionState.Connected connected = forward.connect(0);

      assertEquals(ShownIdentity.By.PLAIN, connected.as().by());
      assertEquals("", connected.principal());
      assertEquals("through the Kubernetes API, not encrypted, no identities", connected.route());
      try (HttpClient http = HttpClient.newHttpClient()) {
        URI catalog =
            URI.create(
                "http://localhost:" + connected.listening().getFirst().getPort() + "/v2/_catalog");
        assertEquals(
            200,
            http.send(HttpRequest.newBuilder(catalog).build(), BodyHandlers.discarding())
                .statusCode());
        assertEquals(
            403,
            http.send(
                    HttpRequest.newBuilder(catalog).header("Origin", "http://evil.example").build(),
                    BodyHandlers.discarding())
                .statusCode());
      }
      assertEquals(
          List.of("GET /v2/_catalog"),
          registry.requests.stream().filter(each -> each.contains("catalog")).toList());

      mesh.removePod("kube-registry");
      await()
          .atMost(Duration.ofSeconds(1))
          .until(() -> forward.state().get() instanceof ConnectionState.Degraded);
      assertTrue(forward.events().size() > 2);
    }
  }
}
