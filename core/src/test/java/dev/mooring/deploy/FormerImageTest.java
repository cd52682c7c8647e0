package dev.mooring.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FormerImageTest {
  private static final ContainerPlace APP = new ContainerPlace("containers", "app");
  private static final KubeObject NOW = object("{metadata: {uid: u}, spec: SPEC}", "b");

  private static KubeObject object(String form, String image) {
    String template = "{template: {spec: {containers: [{name: app, image: " + image + "}]}}}";
    return new KubeObject(Documents.yaml(form.replace("SPEC", template), "test").getFirst());
  }

  private static KubeObject set(String owner, int revision, String image) {
    return object(
        "{metadata: {annotations: {deployment.kubernetes.io/revision: '"
            + revision
            + "'}, ownerReferences: [{uid: "
            + owner
            + "}]}, spec: SPEC}",
        image);
  }

  private static KubeObject revision(int revision, String image) {
    return object(
        "{metadata: {ownerReferences: [{uid: u}]}, revision: " + revision + ", data: {spec: SPEC}}",
        image);
  }

  @Test
  void theNewestTemplateWithAnotherImageTellsWhatThereWas() {
    assertEquals(
        Optional.of("a"),
        FormerImage.of(
            List.of(
                set("u", 3, "b"),
                set("u", 1, "older"),
                set("u", 2, "a"),
                set("other", 9, "theirs")),
            NOW,
            APP));
    assertEquals(
        Optional.of("a"), FormerImage.of(List.of(revision(1, "a"), revision(2, "b")), NOW, APP));
    assertEquals(Optional.empty(), FormerImage.of(List.of(set("u", 1, "b")), NOW, APP));
  }

  @Test
  void anImageIsExpectedByItsNameOrTheFirstDigitsOfItsDigest() {
    String image = "localhost:5000/ana/app@sha256:9f3a5c0d21be" + "0".repeat(52);
    assertEquals("9f3a5c0d21be", ExpectedImage.brief(image).text());
    assertTrue(ExpectedImage.brief(image).is(image));
    assertTrue(new ExpectedImage("sha256:9f3a5c0d21be0").is(image));
    assertTrue(new ExpectedImage(image).is(image));
    assertFalse(new ExpectedImage("9f3a5c0d21bf").is(image));
    assertFalse(new ExpectedImage("9f3a").is(image), "too few");
    assertEquals("redis:8", ExpectedImage.brief("redis:8").text());
    assertFalse(new ExpectedImage("redis").is("redis:8"));
  }
}
