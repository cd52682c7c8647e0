package dev.mooring.debug.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.delve.RegistryWay;
import dev.mooring.debug.image.Images;
import dev.mooring.debug.image.MadeImage;
import dev.mooring.debug.image.MadeImage.Layer;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Documents;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ProgramInImageTest {
  private static final String PATH = "PATH=/usr/bin:/bin";

  private TinyRegistry registry;
  private Images images;

  @BeforeEach
  void begin() throws Exception {
    registry = new TinyRegistry();
    HttpRegistry http = new HttpRegistry(registry.uri(), null);
    images = new Images(() -> Optional.of(new RegistryWay.Opened(http, http::close)));
  }

  @AfterEach
  void end() {
    images.close();
    registry.close();
  }

  @Test
  void aNameTellsOfAJvmWithoutALayerBeingRead() throws Exception {
    MadeImage image = pushed(new Layer(), List.of("java", "-jar", "/app.jar"), List.of());
    TargetProgram program = look(image, "").named().orElseThrow();
    assertEquals("JVM", program.kind());
    assertTrue(program.certain());
    assertEquals(
        0, registry.count("GET /v2/app/blobs/" + image.manifest().blobs().getLast().digest()));
  }

  @Test
  void aScriptTellsOfWhatItIsToldToStartButNotForCertain() throws Exception {
    Layer layer = new Layer().file("entry.sh", text("#!/bin/sh\nexec \"$@\"\n"));
    MadeImage image = pushed(layer, List.of("/entry.sh"), List.of("node", "server.js"));
    TargetProgram program = look(image, "").read().orElseThrow();
    assertEquals("Node.js", program.kind());
    assertFalse(program.certain());
  }

  @Test
  void aScriptOfAnotherLanguageIsThatLanguages() throws Exception {
    Layer layer =
        new Layer()
            .file("usr/bin/gunicorn", text("#!/usr/local/bin/python3.12\nimport sys\n"))
            .file("usr/bin/next", text("#!/usr/bin/env node\n"));
    assertEquals(
        "Python 3.12",
        look(pushed(layer, List.of("gunicorn"), List.of("app")), "").read().orElseThrow().kind());
    assertEquals(
        "Node.js",
        look(pushed(layer, List.of("next", "start"), List.of()), "").read().orElseThrow().kind());
  }

  @Test
  void theManifestsCommandReplacesTheImages() throws Exception {
    Layer layer = new Layer().file("app", new byte[] {0x7f, 'E', 'L', 'F'});
    MadeImage image = pushed(layer, List.of("java"), List.of("-version"));
    assertEquals(
        "Python 3.14", look(image, "command: [python3.14, -m, app]").named().orElseThrow().kind());
    assertEquals(Optional.empty(), look(image, "command: [/app]").named());
    assertEquals(Optional.empty(), look(image, "command: [/app]").read(), "no whole ELF file");
    assertEquals(Optional.empty(), look(image, "command: [/../../etc/passwd]").read());
    assertEquals(Optional.empty(), look(image, "command: ['']").read());
  }

  @Test
  void aConfigurationThatIsHugeOrHostileDoesNoHarm() throws Exception {
    MadeImage huge = pushed(new Layer(), List.of("java", "x".repeat(2 << 20)), List.of());
    assertEquals(
        Optional.empty(), ProgramInImage.of(images, target("app:1", id(huge), ""), "amd64"));
    String escape = "\u001b[2J\u202e";
    MadeImage hostile = pushed(new Layer(), List.of("/bin/" + escape + "/java"), List.of());
    TargetProgram program = look(hostile, "").named().orElseThrow();
    assertEquals("java", program.name());
    MadeImage named = pushed(new Layer(), List.of("python3.14" + escape), List.of());
    assertEquals(Optional.empty(), look(named, "").named());
    MadeImage many = pushed(new Layer(), Collections.nCopies(50_000, "sh"), List.of());
    assertEquals(Optional.empty(), look(many, "").read());
  }

  @Test
  void anImageThatTheNodeDoesNotRunIsNotLookedInto() throws Exception {
    MadeImage image = pushed(new Layer(), List.of("java"), List.of());
    String other = "sha256:" + "b".repeat(64);
    assertEquals(Optional.empty(), ProgramInImage.of(images, target("app:1", other, ""), "amd64"));
    assertEquals(Optional.empty(), ProgramInImage.of(images, target("app:1", "", ""), "amd64"));
    assertTrue(
        ProgramInImage.of(images, target("app:1", image.configDigest(), ""), "amd64").isPresent());
  }

  private MadeImage pushed(Layer layer, List<String> entrypoint, List<String> command)
      throws Exception {
    MadeImage image =
        new MadeImage()
            .with(layer)
            .starting(
                "amd64",
                Map.of("Entrypoint", entrypoint, "Cmd", command, "Env", List.of(PATH, "=", "X")));
    image.blobs(registry::blob);
    registry.manifest("app", "1", image.manifest().mediaType(), image.manifest().bytes());
    return image;
  }

  private ProgramInImage look(MadeImage image, String container) throws Exception {
    return ProgramInImage.of(
            images, target("registry.test:5000/app:1", id(image), container), "amd64")
        .orElseThrow();
  }

  private static String id(MadeImage image) {
    return "registry.test:5000/app@" + image.manifest().digest();
  }

  private static TargetContainer target(String image, String id, String container) {
    return new TargetContainer(
        new KubeObject(
            Documents.yaml(
                    """
                    metadata: {name: hello, namespace: shop}
                    spec: {containers: [{name: app, image: '%s', %s}]}
                    status: {containerStatuses: [{name: app, imageID: '%s'}]}
                    """
                        .formatted(image, container, id),
                    "the test")
                .getFirst()),
        "app");
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
