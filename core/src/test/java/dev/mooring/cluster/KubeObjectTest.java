package dev.mooring.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What objects say of themselves, and that they may say nothing.
final class KubeObjectTest {

  @Test
  void everyFieldIsReadFromWhereKubernetesWritesIt() {
    KubeObject pod =
        object(
            """
            {apiVersion: v1, kind: Pod, metadata: {name: web, namespace: dev, uid: u-1,
             resourceVersion: '7', deletionTimestamp: now, labels: {a: b}, annotations: {c: d}},
             status: {conditions: [{type: Initialized, status: 'False'},
             {type: Ready, status: 'True', reason: x}]}}
            """);
    assertEquals("u-1", pod.uid());
    assertEquals("7", pod.resourceVersion());
    assertEquals(Map.of("a", "b"), pod.labels());
    assertEquals(Map.of("c", "d"), pod.annotations());
    assertTrue(pod.deleting());
    assertTrue(pod.ready());
    assertEquals("x", pod.condition("Ready").at("reason").textOrEmpty());
    assertTrue(pod.condition("PodScheduled").isNothing());
    assertEquals("Pod dev/web", pod.words());
  }

  @Test
  void whatAnObjectDoesNotSayIsEmpty() {
    KubeObject nothing = new KubeObject(Document.nothing());
    assertEquals("", nothing.kind() + nothing.namespace() + nothing.name() + nothing.uid());
    assertEquals(Map.of(), nothing.labels());
    assertFalse(nothing.ready());
    assertFalse(nothing.deleting());
    assertEquals("Node n1", object("{kind: Node, metadata: {name: n1}}").words());
    assertFalse(object("{status: {conditions: [{type: Ready, status: 'False'}]}}").ready());
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "a test").getFirst());
  }
}
