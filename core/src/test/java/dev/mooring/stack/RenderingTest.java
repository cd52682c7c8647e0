package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RenderingTest {
  private static final StackOptions DEFAULTS = StackOptions.defaults();
  private static final StackOptions OTHERS =
      new StackOptions(
          "images",
          "images-node",
          "mirror.test/r@sha256:" + "a".repeat(64),
          "5Gi",
          "fast",
          5001,
          "ana");

  private static String text(List<KubeObject> objects) {
    StringBuilder text = new StringBuilder();
    objects.forEach(each -> text.append(Documents.json(each.document())).append('\n'));
    return text.toString();
  }

  @Test
  void everyObjectSaysWhoseItIs() {
    for (KubeObject each : Rendering.of(OTHERS, "")) {
      assertTrue(Rendering.belongs(each, OTHERS), each::words);
    }
  }

  @Test
  void defaultOptionsLeaveTheFilesAsTheyAre() {
    assertEquals(
        Manifests.overlay("default").stream().map(KubeObject::document).toList().size(),
        Rendering.of(DEFAULTS, "").size());
    assertTrue(Rendering.of(DEFAULTS, "").containsAll(Manifests.overlay("default")));
  }

  @Test
  void noDefaultNameSurvivesOtherOptions() {
    String text = text(Rendering.of(OTHERS, ""));
    for (String each :
        List.of(
            "ns/kube-registry",
            "kube-registry.kube-registry",
            "mooring-node",
            "\"namespace\":\"kube-registry\"",
            DEFAULTS.registryImage(),
            "30Gi",
            "localhost:5000",
            ":5000)",
            "sa/mooring")) {
      assertFalse(text.contains(each), each);
    }
    assertTrue(text.contains("\"hostPort\":5001"));
    assertTrue(text.contains("\"storageClassName\":\"fast\""));
    assertTrue(text.contains("writer.images.ana"));
  }

  @Test
  void whatIsNeededComesFirst() {
    List<String> kinds = Rendering.of(DEFAULTS, "").stream().map(KubeObject::kind).toList();
    assertEquals("Namespace", kinds.getFirst());
    assertTrue(kinds.lastIndexOf("AuthorizationPolicy") < kinds.indexOf("Deployment"));
    assertTrue(kinds.lastIndexOf("ServiceAccount") < kinds.indexOf("Deployment"));
    assertEquals("DaemonSet", kinds.getLast());
  }

  @Test
  void podsNameTheRevisionThatInjects() {
    long named =
        Rendering.of(DEFAULTS, "canary").stream()
            .filter(
                each ->
                    each.at("spec", "template", "metadata", "labels", "istio.io/rev")
                        .textOrEmpty()
                        .equals("canary"))
            .count();
    assertEquals(2, named);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ana", "a/b", "a b", "-a", "../x", "a\nb"})
  void namespacesThatAreNoneAreRefused(String namespace) {
    assertThrows(
        MooringException.class,
        () ->
            new StackOptions(
                namespace, "mooring-node", StackOptions.DEFAULT_IMAGE, "1Gi", "", 5000, "m"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/ana", "ana/", "ana/../bob", "ana*", "*/ana", "Ana/*", "a//b", "**"})
  void prefixesThatWouldOpenMoreAreRefused(String prefix) {
    assertThrows(MooringException.class, () -> Names.repositories(prefix));
  }

  @Test
  void aWriterReadsBackAsWritten() {
    Writer ana = new Writer("ana", "dev-ana", "builder", List.of("ana/*", "shared/app", "*"));
    KubeObject policy = WriterPolicy.of(DEFAULTS, ana);
    assertEquals(ana, WriterPolicy.read(policy).orElseThrow());
    assertTrue(text(List.of(policy)).contains("cluster.local/ns/dev-ana/sa/builder"));
  }
}
