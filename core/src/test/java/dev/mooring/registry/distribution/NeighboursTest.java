package dev.mooring.registry.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.document.Allowance;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.http.Connection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class NeighboursTest {
  private final byte[] content = "layer".getBytes(StandardCharsets.UTF_8);
  private final Digest digest = Digests.of(content);
  private TinyRegistry server;
  private Connection connection;
  private Neighbours neighbours;

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
    connection = new Connection(server.uri());
    Blobs blobs = new Blobs(connection, new ContentCache(null), new Allowance(1 << 20));
    neighbours = new Neighbours("library/redis", new Catalog(connection), blobs);
  }

  @AfterEach
  void stop() {
    connection.close();
    server.close();
  }

  private List<String> looks() {
    return server.requests.stream()
        .filter(each -> each.startsWith("HEAD"))
        .map(each -> each.substring("HEAD /v2/".length(), each.indexOf("/blobs/")))
        .toList();
  }

  @Test
  void thoseWithTheNearestNamesAreAskedFirstAndItselfNever() throws Exception {
    List.of("a", "library/python", "library/redis", "library/redis-x", "lib")
        .forEach(server::repository);
    assertEquals(Optional.empty(), neighbours.with(digest));
    assertEquals(List.of("library/redis-x", "library/python", "lib", "a"), looks());
  }

  @Test
  void theFirstThatHasTheLayerIsEnough() throws Exception {
    server.repository("library/python");
    server.repository("other");
    server.blob(content);
    assertEquals(Optional.of("library/python"), neighbours.with(digest));
    assertEquals(1, looks().size());
  }

  @Test
  void atMostTwentyAreAskedAndTheListIsReadOnce() throws Exception {
    for (int i = 0; i < 30; i++) {
      server.repository("app" + i);
    }
    assertEquals(Optional.empty(), neighbours.with(digest));
    assertEquals(20, looks().size());
    neighbours.with(digest);
    assertEquals(1, server.count("GET /v2/_catalog"));
  }

  @Test
  void aRegistryThatListsNothingHasNoNeighboursAndIsNotAskedAgain() throws Exception {
    server.twists.add(
        exchange -> {
          TinyRegistry.error(exchange, 401, "UNAUTHORIZED");
          return true;
        });
    assertEquals(Optional.empty(), neighbours.with(digest));
    assertEquals(Optional.empty(), neighbours.with(digest));
    assertEquals(1, server.requests.size());
  }

  @Test
  void aLookThatFailsEndsTheSearch() throws Exception {
    server.repository("library/python");
    server.repository("other");
    server.blob(content);
    server.twists.add(
        exchange -> {
          boolean first = exchange.getRequestURI().getPath().startsWith("/v2/library/");
          if (first) {
            TinyRegistry.error(exchange, 500, "UNKNOWN");
          }
          return first;
        });
    assertEquals(Optional.empty(), neighbours.with(digest));
    assertEquals(List.of("library/python"), looks());
  }
}
