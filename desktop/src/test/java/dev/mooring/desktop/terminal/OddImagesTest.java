package dev.mooring.desktop.terminal;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.desktop.app.TestWorkspaces;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.registry.ImagesViewModel;
import dev.mooring.desktop.registry.OddImage;
import dev.mooring.desktop.registry.OddRegistry;
import dev.mooring.desktop.registry.TagRow;
import dev.mooring.desktop.registry.source.ClusterSource;
import dev.mooring.desktop.registry.source.ImageSources;
import dev.mooring.desktop.registry.source.Sources;
import dev.mooring.desktop.stack.SeenNames;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One odd image marks its row and ends nothing, in the terminal and in the window.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OddImagesTest {
  @TempDir static Path home;

  private final OddRegistry odd = odd();
  private PracticeCluster cluster;
  private FabricKubeconfig kubeconfig;
  private Terminal terminal;

  private static OddRegistry odd() {
    try {
      return new OddRegistry();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Workspaces workspaces() {
    return TestWorkspaces.over(kubeconfig, uri -> new HttpRegistry(odd.uri(), null));
  }

  @BeforeAll
  void start() throws Exception {
    cluster = PracticeCluster.start();
    kubeconfig = new FabricKubeconfig(List.of(cluster.writeKubeconfig(home)));
    terminal = new Terminal(kubeconfig, home, this::workspaces);
    assertEquals(0, terminal.run("install", "--no-verify").code());
  }

  @AfterAll
  void stop() {
    cluster.close();
    odd.close();
  }

  @ParameterizedTest
  @EnumSource
  void anOddImageIsMarkedInItsRowAndTheOthersAreListed(OddImage image) {
    odd.only(image);
    Terminal.Ended ended = terminal.run("images", "--output", "json");
    assertHarmless(ended);
    assertEquals(1, ended.code(), ended.err());
    List<Document> rows = Documents.json(ended.out(), "images").items();
    assertEquals(
        List.of("a-good", "odd", "z-good"),
        rows.stream().map(row -> row.at("tag").textOrEmpty()).toList());
    assertTrue(rows.get(0).at("problem").isNothing(), ended.out());
    assertTrue(rows.get(2).at("problem").isNothing(), ended.out());
    assertEquals("odd", rows.get(1).at("repository").textOrEmpty());
    String why = rows.get(1).at("problem", "why").textOrEmpty();
    assertTrue(why.contains(image.reason()) && why.length() <= 510, why);

    Terminal.Ended text = terminal.run("images");
    assertHarmless(text);
    assertEquals(1, text.code());
    assertEquals(4, text.out().lines().count(), text.out());
    assertTrue(text.out().contains("PROBLEM"), text.out());
  }

  @ParameterizedTest
  @EnumSource
  void anOddImageIsMarkedInTheWindowAndTheOthersAreShown(OddImage image) throws Exception {
    odd.only(image);
    try (Workspaces workspaces = workspaces()) {
      Workspace workspace = workspaces.open(null);
      var connection =
          new ReadOnlyObjectWrapper<ConnectionState>(
              new ConnectionState.Degraded(
                  List.of(new InetSocketAddress(odd.uri().getHost(), odd.uri().getPort())),
                  new Problem(Code.GENERAL, "", "", Remedy.none())));
      ImageSources ways = new ImageSources(List::of, Optional.empty(), Settings::defaults);
      Ui ui = new DirectUi();
      ClusterSource cluster =
          new ClusterSource(
              "kube-registry",
              connection.getReadOnlyProperty(),
              port -> workspace.registry(port, "kube-registry"),
              () -> 5000,
              ways,
              SeenNames.Images.NONE,
              workspace.reads(),
              ui,
              port -> {});
      try (SettingsFile settings =
              SettingsFile.startingWith(Settings.defaults(), home.resolve("settings.json"));
          ImagesViewModel model =
              new ImagesViewModel(
                  workspace.cluster(),
                  new Sources(
                      FXCollections.observableArrayList(cluster),
                      ways,
                      settings,
                      SeenNames.forgotten(),
                      workspace.reads(),
                      ui),
                  workspace.layers(),
                  workspace.jobs(),
                  workspace.reads(),
                  ui)) {
        await().atMost(Duration.ofSeconds(20)).until(() -> model.tags().value() != null);
        List<TagRow> rows = model.tags().value();
        assertNotNull(rows);
        model.look(rows);
        await().atMost(Duration.ofSeconds(20)).until(() -> rows.stream().allMatch(TagRow::isRead));
        assertEquals(List.of("a-good", "odd", "z-good"), rows.stream().map(TagRow::tag).toList());
        assertNull(rows.get(0).problem());
        assertNull(rows.get(2).problem());
        assertNotNull(rows.get(0).summary());
        assertNotNull(rows.get(1).problem());
        assertTrue(rows.get(1).problem().why().contains(image.reason()), image::reason);
      }
    }
  }

  @Test
  void namesThatCanBeNoneAreRowsOfTheirOwn() {
    odd.only(OddImage.CONFIG_NULL);
    odd.good("odd");
    odd.say(
        "/v2/_catalog",
        "{\"repositories\": [\"odd\", null, 7, \"\\u001b[31mred\", \"a/../b\", [\"x\"], \"nulls\","
            + " \"text\", \"gone\", \"mixed\"]}");
    odd.say("/v2/nulls/tags/list", "{\"name\": \"nulls\", \"tags\": null}");
    odd.say("/v2/text/tags/list", "{\"name\": \"text\", \"tags\": \"x\"}");
    odd.say(
        "/v2/mixed/tags/list", "{\"tags\": [null, 7, \"\\u001b]0;x\\u0007\", {\"a\": 1}, \"\"]}");
    Terminal.Ended ended = terminal.run("images", "--output", "json");
    assertHarmless(ended);
    assertEquals(1, ended.code(), ended.err());
    assertTrue(ended.err().contains("Without tags: nulls (listed with --all)"), ended.err());
    assertTrue(
        terminal.run("images", "--all").out().contains("nulls            (no tags)"), "by name");
    List<Document> rows = Documents.json(ended.out(), "images").items();
    List<String> good =
        rows.stream()
            .filter(row -> row.at("problem").isNothing())
            .map(row -> row.at("tag").textOrEmpty())
            .toList();
    assertEquals(List.of("a-good", "odd", "z-good"), good);
    List<String> marked =
        rows.stream()
            .filter(row -> !row.at("problem").isNothing())
            .map(row -> row.at("repository").textOrEmpty())
            .distinct()
            .toList();
    assertEquals(
        List.of("<7>", "<not a string>", "<null>", "[31mred", "a/../b", "gone", "mixed", "text"),
        marked.stream().sorted().toList());
  }

  @Test
  void aListThatIsCutSaysSo() {
    odd.only(OddImage.CONFIG_NULL);
    odd.say(
        "/v2/_catalog",
        IntStream.rangeClosed(0, 10_000)
            .mapToObj(each -> "\"r" + each + "\"")
            .collect(Collectors.joining(",", "{\"repositories\": [", "]}")));
    Terminal.Ended cut = terminal.run("images", "none/");
    assertEquals(1, cut.code(), cut.out());
    assertTrue(cut.out().contains("the registry lists more than 10000 repositories"), cut.out());
  }

  /// Nothing steers the screen: no escape, no other control characters than line ends.
  private static void assertHarmless(Terminal.Ended ended) {
    for (String text : List.of(ended.out(), ended.err())) {
      assertFalse(
          text.codePoints()
              .anyMatch(
                  letter ->
                      letter != '\n'
                          && (Character.isISOControl(letter)
                              || Character.getType(letter) == Character.FORMAT)),
          text);
      assertFalse(text.contains("StackOverflow") || text.contains("defect"), text);
    }
  }

  private static final class DirectUi implements Ui {
    @Override
    public synchronized void execute(Runnable task) {
      task.run();
    }

    @Override
    public <T> Consumer<T> newest(Consumer<? super T> target) {
      return value -> execute(() -> target.accept(value));
    }
  }
}
