package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.TagChange;
import dev.mooring.registry.TagLog;
import dev.mooring.registry.tags.TagHistories;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NotedTagsTest {
  private static final String DIGEST = "sha256:" + "0f".repeat(32);
  private static final String PUSH =
      """
      {"account":"spiffe://cluster.local/ns/dev/sa/ana","at":"2026-11-26T05:00:00Z",\
      "log":"mooring-push","method":"PUT","path":"/v2/a/manifests/1","digest":"%s"}"""
          .formatted(DIGEST);

  @TempDir Path state;

  private final List<String> read = new ArrayList<>();
  private List<String> lines = List.of("[info] started", PUSH);
  private @Nullable Problem refusal;

  private NotedTags tags() {
    TagLog history = new TagHistories(state).of("test");
    return new NotedTags(history, cluster(), "kube-registry");
  }

  @Test
  void whoPushedIsReadFromTheProxysLogAndKeptWhenThatEnds() throws InterruptedException {
    List<TagChange> changes = tags().changes("a");
    assertEquals(Optional.of("dev/ana"), changes.getFirst().principal());
    assertEquals(Instant.parse("2026-11-26T05:00:00Z"), changes.getFirst().at());
    assertEquals(List.of("registry-1 istio-proxy"), read);
    lines = List.of();
    assertEquals(changes, tags().changes("a"));
  }

  @Test
  void whereTheLogCannotBeReadTheRestIsToldAndWhyNot() throws InterruptedException {
    tags().changes("a");
    refusal = new Problem(Code.MISSING_RIGHT, "Can't read", "no right", Remedy.none());
    NotedTags tags = tags();
    assertEquals(1, tags.changes("a").size());
    assertEquals(Optional.of(refusal), tags.unknown());
    refusal = null;
    tags.changes("a");
    assertEquals(Optional.empty(), tags.unknown());
  }

  @SuppressWarnings("unchecked")
  private Cluster cluster() {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, given) ->
                switch (method.getName()) {
                  case "list" -> List.of(pod());
                  case "readLog" -> {
                    if (refusal != null) {
                      throw refusal.raise();
                    }
                    read.add(given[1] + " " + given[2]);
                    lines.forEach((Consumer<String>) given[4]);
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static KubeObject pod() {
    return new KubeObject(
        Documents.yaml(
                """
                metadata: {name: registry-1}
                status:
                  initContainerStatuses: [{name: istio-proxy}]
                  containerStatuses: [{name: registry}]
                """,
                "test")
            .getFirst());
  }
}
