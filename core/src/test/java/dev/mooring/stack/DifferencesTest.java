package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a plan says would change in an object.
final class DifferencesTest {
  private static List<String> between(String before, String after) {
    return Differences.between(object(before), object(after));
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "test").getFirst());
  }

  @Test
  void equalObjectsDifferInNothing() {
    assertEquals(List.of(), between("{kind: A, spec: {a: [1]}}", "{kind: A, spec: {a: [1]}}"));
  }

  @Test
  void aChangedFieldIsNamedByItsPath() {
    assertEquals(
        List.of("spec.containers[1].image", "spec.replicas"),
        between(
            "{spec: {replicas: 1, containers: [{image: a}, {image: b}]}}",
            "{spec: {replicas: 2, containers: [{image: a}, {image: c}]}}"));
  }

  @Test
  void whatComesAndGoesIsNamedAsAWhole() {
    assertEquals(
        List.of("metadata.labels", "spec.list", "spec.old"),
        between(
            "{metadata: {name: a}, spec: {list: [1], old: {x: 1}}}",
            "{metadata: {name: a, labels: {x: y}}, spec: {list: [1, 2]}}"));
  }

  @Test
  void whatTheServerWritesByItselfIsNoDifference() {
    assertEquals(
        List.of(),
        between(
            "{metadata: {uid: a, resourceVersion: '1', generation: 1}, status: {ready: true}}",
            "{metadata: {uid: b, managedFields: [x], creationTimestamp: now}, status: {}}"));
    assertEquals(
        List.of("spec.generation"), between("{spec: {generation: 1}}", "{spec: {generation: 2}}"));
  }

  @Test
  void ofManyTheFirstEightAreNamed() {
    String before = "{spec: {a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1}}";
    String after = "{spec: {a: 2, b: 2, c: 2, d: 2, e: 2, f: 2, g: 2, h: 2}}";
    assertEquals(8, between(before, after).size());
    List<String> more =
        between(
            before.replace("h: 1", "h: 1, i: 1, j: 1"), after.replace("h: 2", "h: 2, i: 2, j: 2"));
    assertEquals(9, more.size());
    assertEquals("spec.h", more.get(7));
    assertEquals("2 more", more.get(8));
  }
}
