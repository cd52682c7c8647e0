package dev.mooring.debug.relaunch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.Relaunched;
import dev.mooring.debug.copy.Undo;
import dev.mooring.debug.subject.OwningWorkload;
import dev.mooring.debug.subject.SavedTemplate;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RelaunchesTest {
  private static final String MANIFEST =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: hello, namespace: shop, uid: u, resourceVersion: "7"}
      spec:
        template:
          metadata: {labels: {app: hello}, creationTimestamp: null}
          spec:
            containers:
            - {name: app, image: 'shop/app:1', command: [/app], livenessProbe: {tcpSocket: {port: 1}}}
      """;

  @TempDir Path state;
  private KubeObject object = new KubeObject(Documents.yaml(MANIFEST, "test").getFirst());
  private final Document before = template();
  private Relaunches relaunches;

  @BeforeEach
  void begin() {
    relaunches = relaunches();
  }

  @Test
  void itsEndRestoresTheTemplateExactlyAndLeavesNoMark() throws Exception {
    Undo change = change();
    assertTrue(template().toString().contains("mooring-dlv"), object::toString);
    assertTrue(SavedTemplate.of(object).isPresent());
    change.undo();
    assertEquals(SavedTemplate.hash(before), SavedTemplate.hash(template()));
    assertEquals(Optional.empty(), SavedTemplate.of(object));
    assertEquals(List.of(), relaunches.left());
  }

  @Test
  void whatACrashLeftIsListedAndRestoredExactly() throws Exception {
    change().leave();
    Relaunches next = relaunches();
    assertEquals(List.of("deployments/shop/hello"), next.left());
    Relaunched left = next.found(object).orElseThrow();
    assertTrue(left.ours());
    assertEquals(List.of("app shop/app:1 /app"), left.containers());
    next.restore(object, left);
    assertEquals(SavedTemplate.hash(before), SavedTemplate.hash(template()));
    assertEquals(List.of(), next.left());
  }

  @Test
  void aWorkloadOfARunningSessionIsNotRestored() throws Exception {
    Undo change = change();
    assertEquals(
        Code.CONFLICT,
        assertThrows(MooringException.class, () -> relaunches().found(object)).problem().code());
    change.leave();
  }

  @Test
  void aForgedAnnotationIsNotTakenForOurs() throws Exception {
    change().leave();
    String forged =
        new SavedTemplate(
                "x",
                Documents.yaml("{spec: {containers: [{name: app, image: 'evil/app:1'}]}}", "test")
                    .getFirst())
            .text();
    object =
        new KubeObject(
            object.document().with(forged, "metadata", "annotations", SavedTemplate.KEY));
    Relaunched seen = relaunches.found(object).orElseThrow();
    assertFalse(seen.ours());
    assertEquals(List.of("app evil/app:1"), seen.containers());
  }

  @Test
  void whatIsForgedAfterItWasShownIsNotRestored() throws Exception {
    change().leave();
    Relaunched seen = relaunches.found(object).orElseThrow();
    Relaunched other = new Relaunched(seen.workload(), true, seen.containers(), "00");
    assertThrows(MooringException.class, () -> relaunches.restore(object, other));
    assertTrue(template().toString().contains("mooring-dlv"));
  }

  @Test
  void aTemplateThatSomebodyChangedMeanwhileIsNotOverwritten() throws Exception {
    Undo change = change();
    object =
        new KubeObject(
            object.document().with("team", "spec", "template", "metadata", "labels", "owner"));
    MooringException refused = assertThrows(MooringException.class, change::undo);
    assertEquals(Code.CONFLICT, refused.problem().code());
    assertTrue(
        refused.problem().remedy().line().contains("mooring debug restore deployment/hello"));
    assertTrue(SavedTemplate.of(object).isPresent(), "it can still be restored");
  }

  @Test
  void aTemplateThatItsManagerHasSetBackOnlyLosesTheMark() throws Exception {
    Undo change = change();
    object = new KubeObject(object.document().with(before, "spec", "template"));
    change.undo();
    assertEquals(SavedTemplate.hash(before), SavedTemplate.hash(template()));
    assertEquals(Optional.empty(), SavedTemplate.of(object));
  }

  @Test
  void aRelaunchedWorkloadIsNotRelaunchedAgain() throws Exception {
    change().leave();
    assertThrows(MooringException.class, this::change);
  }

  @Test
  void anUnreadableMarkIsNone() {
    for (String each : List.of("{", "{}", "{\"template\": {}}", "x".repeat(300_000))) {
      assertEquals(
          Optional.empty(),
          SavedTemplate.of(
              new KubeObject(
                  object.document().with(each, "metadata", "annotations", SavedTemplate.KEY))));
    }
  }

  private Undo change() throws InterruptedException {
    Document changed =
        template()
            .with("id", "metadata", "annotations", SavedTemplate.KEY)
            .with(
                List.of(Map.of("name", "app", "image", "shop/app:1", "command", "mooring-dlv")),
                "spec",
                "containers");
    return relaunches.change(new OwningWorkload(object), "id", changed);
  }

  private Document template() {
    return object.at("spec", "template");
  }

  private Relaunches relaunches() {
    return new Relaunches(
        state,
        (Cluster)
            Proxy.newProxyInstance(
                Cluster.class.getClassLoader(),
                new Class<?>[] {Cluster.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "context" -> new Context("lab", "c", "u", "s", "default", true);
                      case "get" -> Optional.of(object);
                      case "mergePatch" -> {
                        object =
                            new KubeObject(
                                Document.of(
                                    merged(
                                        object.document().plain(),
                                        ((Document) arguments[4]).plain())));
                        yield object;
                      }
                      default -> throw new IllegalStateException(method.getName());
                    }));
  }

  private static @Nullable Object merged(@Nullable Object object, @Nullable Object patch) {
    if (!(patch instanceof Map<?, ?> changes)) {
      return patch;
    }
    Map<String, @Nullable Object> merged = new LinkedHashMap<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach((key, value) -> merged.put((String) key, value));
    }
    changes.forEach(
        (key, value) -> {
          Object next = merged(merged.get(key), value);
          if (next == null) {
            merged.remove(key);
          } else {
            merged.put((String) key, next);
          }
        });
    return merged;
  }
}
