package dev.mooring.registry.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Archives;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.tags.TagHistories;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What one repository has says nothing of another, whatever the cache holds.
class KnownManifestsTest {
  @TempDir Path folder;
  private final Archives.Layout layout = new Archives.Layout();
  private TinyRegistry server;
  private String child;

  @BeforeEach
  void start() throws Exception {
    server = new TinyRegistry();
    Map<String, Object> amd = layout.image("amd64", List.of(Archives.layer(1, 1000)));
    Map<String, Object> arm = layout.image("arm64", List.of(Archives.layer(2, 1000)));
    child = String.valueOf(arm.get("digest"));
    Map<String, Object> index =
        layout.index(new TreeMap<>(Map.of("linux/amd64", amd, "linux/arm64", arm)));
    layout.write(folder.resolve("index.tar"), List.of(index));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void push(TinyRegistry to, String name) throws Exception {
    try (HttpRegistry registry = registry(to.uri())) {
      registry.push(folder.resolve("index.tar"), to.name(name), Progress.none());
    }
  }

  private HttpRegistry registry(URI at) {
    return new HttpRegistry(at, folder.resolve("cache"));
  }

  private static void lacks(TinyRegistry server, String repository, String digest) {
    server.twists.add(
        exchange -> {
          if (!exchange
              .getRequestURI()
              .getPath()
              .equals("/v2/" + repository + "/manifests/" + digest)) {
            return false;
          }
          exchange.sendResponseHeaders(404, -1);
          return true;
        });
  }

  private static Problem problem(HttpRegistry registry, String repository) throws Exception {
    List<ImageRow> rows = registry.rows(repository);
    assertEquals(1, rows.size());
    return rows.getFirst().problem().orElseThrow();
  }

  @Test
  void aPlatformThatAnotherRepositoryHasIsMissingHere() throws Exception {
    push(server, "whole:1");
    push(server, "sparse:1");
    lacks(server, "sparse", child);
    try (HttpRegistry registry = registry(server.uri())) {
      assertTrue(registry.rows("whole").getFirst().problem().isEmpty());
      assertTrue(problem(registry, "sparse").why().contains("arm64"));
      assertTrue(registry.rows("whole").getFirst().problem().isEmpty(), "it is there all the same");
    }
  }

  @Test
  void aPlatformThatAnotherRegistryHasIsMissingHere() throws Exception {
    push(server, "app:1");
    try (HttpRegistry registry = registry(server.uri());
        TinyRegistry other = new TinyRegistry()) {
      assertTrue(registry.rows("app").getFirst().problem().isEmpty());
      push(other, "app:1");
      lacks(other, "app", child);
      try (HttpRegistry sparse = registry(other.uri())) {
        assertTrue(problem(sparse, "app").why().contains("arm64"));
      }
    }
  }

  @Test
  void whatTheRepositoryHadIsReadOnceOnly() throws Exception {
    push(server, "app:1");
    try (HttpRegistry registry = registry(server.uri())) {
      registry.rows("app");
      server.requests.clear();
      registry.rows("app");
      assertEquals(2, server.requests.size(), "the tags, and the tag: " + server.requests);
    }
  }

  @Test
  void aDigestInTheCacheIsLookedForAndNotReadAgain() throws Exception {
    push(server, "app:1");
    try (HttpRegistry registry = registry(server.uri())) {
      registry.rows("app");
    }
    server.requests.clear();
    try (HttpRegistry registry = registry(server.uri())) {
      assertTrue(registry.rows("app").getFirst().problem().isEmpty());
    }
    assertEquals(2, server.count("HEAD"), server.requests::toString);
    assertEquals(2, server.count("GET"), server.requests::toString);
  }

  /// Of a registry whose identity is known, as in the window and in commands.
  private HttpRegistry process(String identity) {
    return new HttpRegistry(
        server.uri(),
        folder.resolve("cache"),
        new TagHistories(folder.resolve("state")).of(identity));
  }

  @Test
  void aNewProcessAsksForTheTagOnlyAndItsContentDoesNotComeAgain() throws Exception {
    push(server, "app:1");
    ImageRow first;
    try (HttpRegistry registry = process("here")) {
      first = registry.row("app", "1");
    }
    server.requests.clear();
    List<String> conditions = new CopyOnWriteArrayList<>();
    server.twists.add(
        exchange -> {
          conditions.add(String.valueOf(exchange.getRequestHeaders().getFirst("If-None-Match")));
          return false;
        });
    try (HttpRegistry registry = process("here")) {
      assertEquals(first, registry.row("app", "1"));
    }
    assertEquals(List.of("GET /v2/app/manifests/1"), server.requests);
    assertEquals(
        List.of("\"" + first.summary().orElseThrow().digest() + "\""), conditions, "answered 304");
  }

  @Test
  void whatOneRegistryHadIsLookedForInAnother() throws Exception {
    push(server, "app:1");
    try (HttpRegistry registry = process("here")) {
      registry.row("app", "1");
    }
    lacks(server, "app", child);
    try (HttpRegistry registry = process("there")) {
      assertTrue(problem(registry, "app").why().contains("arm64"));
    }
  }

  @Test
  void anImageThatWasFoundMissingIsMissingForTheNextProcess() throws Exception {
    push(server, "app:1");
    try (HttpRegistry registry = process("here")) {
      assertTrue(registry.row("app", "1").problem().isEmpty());
    }
    lacks(server, "app", child);
    try (HttpRegistry registry = process("here")) {
      assertTrue(registry.source("app").find(child).isEmpty());
    }
    try (HttpRegistry registry = process("here")) {
      assertTrue(problem(registry, "app").why().contains("arm64"));
    }
  }

  @Test
  void aTagThatMovedIsReadAgain() throws Exception {
    push(server, "app:1");
    try (HttpRegistry registry = process("here")) {
      registry.row("app", "1");
    }
    layout.write(
        folder.resolve("index.tar"),
        List.of(layout.image("s390x", List.of(Archives.layer(3, 1000)))));
    push(server, "app:1");
    try (HttpRegistry registry = process("here")) {
      assertEquals(
          "linux/s390x",
          registry.row("app", "1").summary().orElseThrow().platforms().getFirst().toString());
    }
  }
}
