package dev.mooring.debug.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CopiesTest {
  @TempDir Path state;
  private final Map<String, KubeObject> pods = new HashMap<>();
  private final List<String> deleted = new ArrayList<>();
  private boolean unreachable;

  @Test
  void whatALivingSessionHasIsLeftAlone() throws Exception {
    Copies.Copy copy = new Copies(state, cluster("lab")).note("shop", "hello");
    put(copy.name(), copy.called().nonce(), Map.of());
    assertEquals(List.of(), new Copies(state, cluster("lab")).removeLeft());
    assertEquals(List.of(), deleted);
    copy.close();
  }

  @Test
  void whatACrashLeftIsDeletedOnceAndForgotten() throws Exception {
    String name = left("hello");
    Copies next = new Copies(state, cluster("lab"));
    assertEquals(List.of("shop/" + name), next.removeLeft());
    assertEquals(List.of(name), deleted);
    assertEquals(List.of(), next.removeLeft());
    assertTrue(notes().isEmpty());
  }

  @Test
  void aPodOfThatNameThatSomebodyElseMadeIsNotDeleted() throws Exception {
    String name = left("hello");
    put(name, "00000000000000000000000000000000", Map.of());
    assertEquals(List.of(), new Copies(state, cluster("lab")).removeLeft());
    assertEquals(List.of(), deleted);
  }

  @Test
  void aPodThatAWorkloadOwnsIsNotDeleted() throws Exception {
    Copies.Copy copy = new Copies(state, cluster("lab")).note("shop", "hello");
    put(
        copy.name(),
        copy.called().nonce(),
        Map.of("ownerReferences", List.of(Map.of("kind", "ReplicaSet", "name", "x"))));
    copy.close();
    assertEquals(List.of(), new Copies(state, cluster("lab")).removeLeft());
    assertEquals(List.of(), deleted);
  }

  @Test
  void copiesInOtherClustersWaitUntilThatIsUsed() throws Exception {
    String name = left("hello");
    assertEquals(List.of(), new Copies(state, cluster("other")).removeLeft());
    assertEquals(List.of("shop/" + name), new Copies(state, cluster("lab")).removeLeft());
  }

  @Test
  void whatCannotBeDeletedNowIsTriedAgain() throws Exception {
    String name = left("hello");
    unreachable = true;
    assertEquals(List.of(), new Copies(state, cluster("lab")).removeLeft());
    unreachable = false;
    assertEquals(List.of("shop/" + name), new Copies(state, cluster("lab")).removeLeft());
  }

  @Test
  void aSpoiltNoteDisturbsNothing() throws Exception {
    left("hello");
    Files.writeString(state.resolve("debug-copies/x.json"), "{\"context\": \"lab\", \"name\": ");
    Files.writeString(state.resolve("debug-copies/y.json"), "{\"context\": \"lab\"}");
    assertEquals(1, new Copies(state, cluster("lab")).removeLeft().size());
  }

  @Test
  void namesAreThoseOfPodsWhateverTheWorkloadsName() {
    for (String each : List.of("a".repeat(44) + ".x", "h", "x".repeat(300))) {
      try (Copies.Copy copy = new Copies(state, cluster("lab")).note("shop", each)) {
        assertTrue(copy.name().matches("[a-z0-9.]+-debug-[a-z0-9]{6}"), copy::name);
        assertTrue(!copy.name().contains(".-") && copy.name().length() <= 63, copy::name);
      }
    }
  }

  private String left(String workload) {
    try (Copies.Copy copy = new Copies(state, cluster("lab")).note("shop", workload)) {
      put(copy.name(), copy.called().nonce(), Map.of());
      return copy.name();
    }
  }

  private void put(String name, String nonce, Map<String, ?> more) {
    Map<String, Object> metadata = new HashMap<>(more);
    metadata.put("name", name);
    metadata.put("labels", Map.of(CopyMetadata.LABEL, "true"));
    metadata.put("annotations", Map.of(CopyMetadata.NONCE, nonce));
    pods.put(name, new KubeObject(Document.of(Map.of("metadata", metadata))));
  }

  private List<Path> notes() throws Exception {
    try (Stream<Path> all = Files.list(state.resolve("debug-copies"))) {
      return all.toList();
    }
  }

  private Cluster cluster(String name) {
    return (Cluster)
        Proxy.newProxyInstance(
            Cluster.class.getClassLoader(),
            new Class<?>[] {Cluster.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "context" -> new Context(name, "c", "u", "s", "default", true);
                  case "get" -> get((String) arguments[2]);
                  case "delete" -> {
                    deleted.add((String) arguments[2]);
                    yield pods.remove((String) arguments[2]) != null;
                  }
                  default -> throw new IllegalStateException(method.getName());
                });
  }

  private Optional<KubeObject> get(String name) {
    if (unreachable) {
      throw new Problem(Code.CLUSTER_UNREACHABLE, "x", "y", Remedy.none()).raise();
    }
    return Optional.ofNullable(pods.get(name));
  }
}
