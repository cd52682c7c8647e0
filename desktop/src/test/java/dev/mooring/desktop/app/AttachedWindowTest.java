package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Progress;
import dev.mooring.registry.archive.TarLayout;
import dev.mooring.registry.attached.Finding;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.layer.IndexedLayers;
import dev.mooring.settings.Settings;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.application.Application;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// What is attached to an image, and what only it uses, by keyboard.
@ExtendWith(ApplicationExtension.class)
final class AttachedWindowTest {
  private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";
  private static final String IN_TOTO = "application/vnd.in-toto+json";

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private OddRegistry registry;
  private Keys keys;
  private byte[] image;

  @Start
  void start(Stage stage) throws Exception {
    registry = new OddRegistry();
    on.compose(
        cluster -> {
          Workspace.Parts own = Composition.parts(cluster, home.resolve("state"));
          return new Workspace(
              new Workspace.Parts(
                  own.cluster(),
                  own.tunnels(),
                  own.forwards(),
                  own.identities(),
                  own.mesh(),
                  own.stack(),
                  own.debugger(),
                  (address, namespace, host) -> new HttpRegistry(registry.uri(), null),
                  new IndexedLayers(home.resolve("layers"))));
        });
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
    registry.close();
  }

  private void open(FxRobot robot) throws Exception {
    keys = new Keys(robot, on::scene);
    image = image("1.0", 48_000);
    image("0.9", 31_000);
    registry.manifest("latest", OddRegistry.MANIFEST, image);
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    click(robot, "1.0");
    untilShown(robot, "3 layers");
  }

  private byte[] image(String tag, int size) {
    TarLayout base = new TarLayout();
    base.add("bin/sh", new byte[120_000]);
    TarLayout own = new TarLayout();
    own.add("app/server", new byte[size]);
    TarLayout last = new TarLayout();
    last.add("app/server", new byte[size + 1]);
    byte[] config = OddRegistry.config(Map.of("os", "linux", "architecture", "amd64"));
    registry.blob(config);
    List<Map<String, Object>> layers = new ArrayList<>();
    for (TarLayout each : List.of(base, own, last)) {
      registry.blob(each.bytes());
      layers.add(OddRegistry.descriptor(LAYER, each.bytes()));
    }
    byte[] manifest =
        OddRegistry.json(
            OddRegistry.manifest(OddRegistry.descriptor(OddRegistry.CONFIG, config), layers));
    registry.manifest(tag, OddRegistry.MANIFEST, manifest);
    return manifest;
  }

  /// Under a tag of cosign 2.
  private void attach(String suffix, List<Map<String, Object>> layers) {
    registry.blob("{}".getBytes(UTF_8));
    registry.manifest(
        OddRegistry.digest(image).replace(':', '-') + suffix,
        OddRegistry.MANIFEST,
        OddRegistry.json(
            OddRegistry.manifest(
                OddRegistry.descriptor(OddRegistry.CONFIG, "{}".getBytes(UTF_8)), layers)));
  }

  private Map<String, Object> layer(String type, byte[] content, Map<String, String> told) {
    registry.blob(content);
    Map<String, Object> layer = new LinkedHashMap<>(OddRegistry.descriptor(type, content));
    layer.put("annotations", told);
    return layer;
  }

  private Path sign() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] payload =
        OddRegistry.json(
            Map.of(
                "critical",
                Map.of(
                    "image",
                    Map.of("docker-manifest-digest", OddRegistry.digest(image)),
                    "type",
                    "cosign container image signature")));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(payload);
    attach(
        ".sig",
        List.of(
            layer(
                "application/vnd.dev.cosign.simplesigning.v1+json",
                payload,
                Map.of(
                    "dev.cosignproject.cosign/signature",
                    Base64.getEncoder().encodeToString(signature.sign())))));
    return key("cosign.pub", pair);
  }

  private Path key(String name, KeyPair pair) throws Exception {
    return Files.writeString(
        home.resolve(name),
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
  }

  private void describe() {
    StringBuilder packages = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      packages.append(
          "{\"name\":\"lib%02d\",\"version\":\"1.%d\",\"type\":\"library\",\"purl\":\"pkg:deb/debian/lib%02d@1.%d\",\"licenses\":[{\"license\":{\"id\":\"MIT\"}}]},"
              .formatted(i, i, i, i));
    }
    String sbom =
        "{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"components\":[%s{\"name\":\"openssl\",\"version\":\"3.5.1\",\"type\":\"library\"}]}"
            .formatted(packages);
    Map<String, Object> source =
        Map.of(
            "uri", "git+https://git.example.com/ana/app", "digest", Map.of("gitCommit", "3f1c9d2"));
    byte[] provenance =
        OddRegistry.json(
            Map.of(
                "_type",
                "https://in-toto.io/Statement/v1",
                "predicateType",
                "https://slsa.dev/provenance/v1",
                "predicate",
                Map.of(
                    "buildDefinition",
                    Map.of("resolvedDependencies", List.of(source)),
                    "runDetails",
                    Map.of("builder", Map.of("id", "https://ci.example.com/runner")))));
    byte[] scan =
        OddRegistry.json(
            Map.of(
                "version",
                "2.1.0",
                "runs",
                List.of(
                    Map.of(
                        "tool",
                        Map.of("driver", Map.of("name", "Trivy", "version", "0.60.0")),
                        "results",
                        List.of(
                            result("CVE-2026-0002", "LOW", "zlib1g", "1:1.2.13", ""),
                            result("CVE-2026-0001", "CRITICAL", "openssl", "3.0.1", "3.0.2"))))));
    attach(
        ".att",
        List.of(
            layer(IN_TOTO, provenance, Map.of("predicateType", "https://slsa.dev/provenance/v1")),
            layer("application/sarif+json", scan, Map.of()),
            layer("text/plain", "notes".getBytes(UTF_8), Map.of())));
    attach(
        ".sbom", List.of(layer("application/vnd.cyclonedx+json", sbom.getBytes(UTF_8), Map.of())));
  }

  private static Map<String, Object> result(
      String id, String severity, String name, String version, String fixed) {
    String text =
        "Package: %s\nInstalled Version: %s\nVulnerability %s\nSeverity: %s\nFixed Version: %s"
            .formatted(name, version, id, severity, fixed);
    return Map.of("ruleId", id, "level", "error", "message", Map.of("text", text));
  }

  private static List<String> findings(FxRobot robot) {
    return robot.lookup("#findings-table").<TableView<Finding>>tryQuery().stream()
        .flatMap(each -> each.getItems().stream())
        .map(Finding::id)
        .toList();
  }

  @Test
  void whatIsAttachedIsListedVerifiedAndSearched(FxRobot robot) throws Exception {
    open(robot);
    Path key = sign();
    describe();
    keys.run("Show signatures, SBOM, and provenance");
    untilShown(robot, "https://ci.example.com/runner");
    assertTrue(shows(robot, "git+https://git.example.com/ana/app"));
    assertTrue(shows(robot, "application/sarif+json"));
    pictures("image-attached");

    keys.enter("attached-verify");
    until("it asks for the key", () -> robot.lookup("#verify-key").tryQuery().isPresent());
    type("verify-key", key("other.pub", KeyPairGenerator.getInstance("Ed25519").generateKeyPair()));
    untilShown(robot, "Not verified: nothing here is signed with other.pub (Ed25519).");
    assertTrue(shows(robot, "Signed with another key."));
    keys.enter("attached-verify");
    until("it asks again", () -> robot.lookup("#verify-key").tryQuery().isPresent());
    pictures("image-attached-key");
    type("verify-key", key);
    untilShown(robot, "Verified: the image is signed with cosign.pub (Ed25519).");
    pictures("image-attached-verified");
    assertEquals(List.of(), onFx(() -> KeyboardWindowTest.mute(on.scene().getRoot())));

    keys.enter("attached-packages");
    until("the packages", () -> rows(robot) == 41);
    pictures("image-attached-sbom");
    until("the search has the focus", () -> keys.focus().equals("sbom-search"));
    keys.type("OPENSSL");
    until("one is found", () -> rows(robot) == 1);
    keys.press(KeyCode.ESCAPE);
    until("all again", () -> rows(robot) == 41);
    keys.press(KeyCode.ESCAPE);
    until("closed", () -> robot.lookup("#sbom").tryQuery().isEmpty());

    keys.tabTo("attached-findings");
    keys.press(KeyCode.ENTER);
    until(
        "the worst first", () -> findings(robot).equals(List.of("CVE-2026-0001", "CVE-2026-0002")));
    untilShown(robot, "1 critical · 1 low");
    pictures("image-attached-findings");
    until("the search has the focus", () -> keys.focus().equals("findings-search"));
    keys.type("ZLIB");
    until("one is found", () -> findings(robot).equals(List.of("CVE-2026-0002")));
    keys.press(KeyCode.ESCAPE);
    until("all again", () -> findings(robot).size() == 2);
    keys.press(KeyCode.ESCAPE);
    until("closed", () -> robot.lookup("#findings").tryQuery().isEmpty());

    keys.tabTo("attached-export");
    keys.press(KeyCode.ENTER);
    until("where to", () -> robot.lookup("#attached-file").tryQuery().isPresent());
    type("attached-file", home.resolve("out.json"));
    until("it is there", () -> Files.exists(home.resolve("out.json")));
  }

  @Test
  void whereTheRegistryFailsNobodySaysThatNothingIsAttached(FxRobot robot) throws Exception {
    open(robot);
    registry.fail("/v2/odd/referrers");
    keys.run("Show signatures, SBOM, and provenance");
    untilShown(robot, "There may be more");
    untilShown(robot, "Unknown, because the registry couldn't say what is attached.");
    assertFalse(shows(robot, "No signature is attached"));
    assertFalse(shows(robot, "or anything else is attached"));
    pictures("image-attached-unknown");
    registry.fail("-");
    keys.enter("attached-retry");
    untilShown(robot, "No signature is attached.");
    untilShown(robot, "No SBOM, provenance, or anything else is attached.");
    pictures("image-attached-none");
  }

  @Test
  void theOverviewSaysWhatOnlyThisImageTakes(FxRobot robot) throws Exception {
    open(robot);
    keys.enter("image-unique");
    untilShown(robot, "compared with 1 other tag of ");
    assertTrue(shows(robot, "1 other tag names the same image"));
    keys.enter("image-unpacked");
    untilShown(robot, "of it hidden by later layers");
    pictures("image-sizes");
    assertEquals("216 kB, 48.0 kB of it hidden by later layers", unpacked(robot));
  }

  private static String unpacked(FxRobot robot) {
    return robot
        .lookup(
            (javafx.scene.Node node) ->
                node instanceof javafx.scene.control.Label label
                    && label.getText().contains("of it hidden by later layers"))
        .<javafx.scene.control.Label>query()
        .getText();
  }

  private void type(String field, Path file) {
    keys.tabTo(field);
    keys.press(KeyCode.CONTROL, KeyCode.A);
    keys.type(file.toString());
    keys.press(KeyCode.ENTER);
  }

  private static int rows(FxRobot robot) {
    return robot
        .lookup("#sbom-packages")
        .<TableView<?>>tryQuery()
        .map(each -> each.getItems().size())
        .orElse(0);
  }

  private void pictures(String name) {
    if (!Boolean.getBoolean("pictures")) {
      return;
    }
    picture(on.scene(), name + "-light", 1000, 640);
    picture(on.scene(), name + "-wide", 1440, 900);
    on.settings().update(s -> s.withAppearance(Settings.Appearance.DARK));
    until("dark", () -> Application.getUserAgentStylesheet().contains("dark"));
    picture(on.scene(), name + "-dark", 1000, 640);
    on.settings().update(s -> s.withAppearance(Settings.Appearance.LIGHT));
    until("light", () -> Application.getUserAgentStylesheet().contains("light"));
  }
}
