package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.shell.Place;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.practice.PracticeCluster;
import dev.mooring.registry.ImageReference;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The Images place over a registry with images.
@ExtendWith(ApplicationExtension.class)
final class ImagesWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws Exception {
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  private Path archive() throws Exception {
    Path archive = home.resolve("greeting.tar");
    PracticeCluster.writeSampleImage(archive);
    return archive;
  }

  private void connect(FxRobot robot) throws InterruptedException {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "The registry is empty");
  }

  /// As others do meanwhile.
  private void push(String... names) throws Exception {
    push(on, archive(), names);
  }

  /// The same in another test.
  static void push(PracticeWindow on, Path archive, String... names) throws Exception {
    var workspace = on.workspace();
    int port =
        workspace.mesh().all().get().stream()
            .map(each -> each.state().get())
            .filter(ConnectionState.Connected.class::isInstance)
            .map(ConnectionState.Connected.class::cast)
            .map(each -> each.listening().getFirst().getPort())
            .findFirst()
            .orElseThrow();
    for (String name : names) {
      on.workspace()
          .registry(port, "kube-registry")
          .push(archive, ImageReference.parse(name), Progress.none());
    }
  }

  @Test
  void aPushOfAFileThatIsNotThereKeepsWhatWasTyped(FxRobot robot) throws Exception {
    connect(robot);
    robot.press(KeyCode.CONTROL, KeyCode.U).release(KeyCode.U, KeyCode.CONTROL);
    click(robot, "#push-archive");
    robot.write(home.resolve("nowhere.tar").toString());
    click(robot, "#push-start");
    untilShown(robot, "there is no readable file");
    on.pictures("images-push-missing");
    assertEquals(
        home.resolve("nowhere.tar").toString(),
        robot.lookup("#push-archive").queryTextInputControl().getText());
    Files.copy(archive(), home.resolve("nowhere.tar"));
    click(robot, "#push-start");
    untilShown(robot, "nowhere");
    untilShown(robot, "latest");
  }

  @Test
  void aFilterHidesWhatDoesNotFitAlsoWhereItIsSelected(FxRobot robot) throws Exception {
    connect(robot);
    push("ana/greeting:1.0", "ana/greeting:2.0", "tools/lint:1");
    robot.press(KeyCode.F5).release(KeyCode.F5);
    click(robot, "1.0");
    untilShown(robot, ", 1 layer");
    click(robot, "#filter-tags");
    robot.write("2");
    until("one tag", () -> robot.lookup("#tags").queryTableView().getItems().size() == 1);
    until("no detail of a hidden tag", () -> !shows(robot, ", 1 layer"));
    click(robot, "#filter");
    robot.write("lint");
    until(
        "one repository, under its source",
        () -> lines(robot).equals(List.of("kube-registry", "tools/lint", "This machine")));
    on.pictures("images-filtered");
    robot.press(KeyCode.CONTROL, KeyCode.A).release(KeyCode.A, KeyCode.CONTROL);
    robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
    until("the chosen one is marked again", () -> "ana/greeting".equals(chosenRepository(robot)));
  }

  private static List<String> lines(FxRobot robot) {
    return repositories(robot).getItems().stream().map(String::valueOf).toList();
  }

  private static String chosenRepository(FxRobot robot) {
    return String.valueOf(repositories(robot).getSelectionModel().getSelectedItem());
  }

  private static ListView<?> repositories(FxRobot robot) {
    return robot.lookup("#repositories").queryListView();
  }

  @Test
  void severalTagsAreDeletedAfterOneQuestionThatNamesThem(FxRobot robot) throws Exception {
    connect(robot);
    push("ana/greeting:1.0", "ana/greeting:1.1", "ana/greeting:2.0");
    robot.press(KeyCode.F5).release(KeyCode.F5);
    click(robot, "1.0");
    robot.press(KeyCode.CONTROL, KeyCode.C).release(KeyCode.C, KeyCode.CONTROL);
    until(
        "the name is copied",
        () -> Clipboard.getSystemClipboard().getString().endsWith("/ana/greeting:1.0"));
    robot.press(KeyCode.SHIFT, KeyCode.DOWN).release(KeyCode.DOWN, KeyCode.SHIFT);
    robot.press(KeyCode.DELETE).release(KeyCode.DELETE);
    untilShown(robot, "Delete 2 tags of ana/greeting?");
    assertTrue(shows(robot, "tag ana/greeting:1.0\ntag ana/greeting:1.1"));
    assertTrue(shows(robot, "Still available as tag 2.0"));
    assertFalse(shows(robot, "tag ana/greeting:2.0"));
    on.pictures("images-delete-several");
    click(robot, "#confirm");
    until("one is left", () -> robot.lookup("#tags").queryTableView().getItems().size() == 1);
    untilShown(robot, "2.0");
    click(robot, "#undo");
    until("all are back", () -> robot.lookup("#tags").queryTableView().getItems().size() == 3);
  }

  @Test
  void severalTagsAreCopiedAndExportedToAFolder(FxRobot robot) throws Exception {
    connect(robot);
    push("ana/greeting:1.0", "ana/greeting:1.1", "ana/greeting:2.0");
    robot.press(KeyCode.F5).release(KeyCode.F5);
    click(robot, "1.0");
    robot.press(KeyCode.SHIFT, KeyCode.DOWN).release(KeyCode.DOWN, KeyCode.SHIFT);
    robot.press(KeyCode.CONTROL, KeyCode.C).release(KeyCode.C, KeyCode.CONTROL);
    until(
        "both names are copied",
        () ->
            Clipboard.getSystemClipboard()
                .getString()
                .matches("\\S+/ana/greeting:1.0\n\\S+/ana/greeting:1.1"));
    robot.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.C);
    robot.release(KeyCode.C, KeyCode.SHIFT, KeyCode.CONTROL);
    // The same image twice.
    until(
        "its digest is copied",
        () -> Clipboard.getSystemClipboard().getString().matches("sha256:[0-9a-f]{64}"));
    robot.press(KeyCode.CONTROL, KeyCode.S).release(KeyCode.S, KeyCode.CONTROL);
    untilShown(robot, "Export 2 images of ana/greeting");
    on.pictures("images-export-several");
    robot.interact(
        () -> robot.lookup("#export-file").queryTextInputControl().setText(home.toString()));
    click(robot, "#export-start");
    until("both are there", () -> Files.exists(home.resolve("ana-greeting-1.1.tar")));
    until("both are there", () -> Files.exists(home.resolve("ana-greeting-1.0.tar")));
    assertFalse(Files.exists(home.resolve("ana-greeting-2.0.tar")));
  }

  @Test
  void repositoriesAreFoundByNameInThePalette(FxRobot robot) throws Exception {
    connect(robot);
    push("ana/greeting:1.0", "tools/lint:1");
    robot.press(KeyCode.F5).release(KeyCode.F5);
    untilShown(robot, "tools/lint");
    on.go(Place.REGISTRY);
    untilClickable(robot, "#window-palette");
    robot.press(KeyCode.CONTROL, KeyCode.K).release(KeyCode.K, KeyCode.CONTROL);
    untilClickable(robot, "#palette-query");
    robot.write("tools/l").press(KeyCode.ENTER).release(KeyCode.ENTER);
    until("it is chosen", () -> "tools/lint".equals(chosenRepository(robot)));
  }
}
