package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Progress;
import dev.mooring.registry.layer.IndexedLayers;
import dev.mooring.settings.Settings;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
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

/// The detail of an image: what it says of itself, its files, its layers.
@ExtendWith(ApplicationExtension.class)
final class ImageDetailWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private HeldLayers layers;

  @Start
  void start(Stage stage) throws Exception {
    layers = new HeldLayers(new IndexedLayers(home.resolve("layers")));
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
                  own.registries(),
                  layers));
        });
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  private void open(FxRobot robot) throws Exception {
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "The registry is empty");
    Path image = home.resolve("app.tar");
    LayeredImage.write(image);
    Path chart = home.resolve("chart.tar");
    LayeredImage.writeChart(chart);
    ImagesWindowTest.push(on, image, "ana/app:1");
    ImagesWindowTest.push(on, chart, "charts/web:1");
    robot.press(KeyCode.F5).release(KeyCode.F5);
    click(robot, "1");
    untilShown(robot, "/app/server");
  }

  @Test
  void eachTabAnswersOneQuestionAboutTheImage(FxRobot robot) throws Exception {
    open(robot);
    assertTrue(shows(robot, "--port 8080"));
    assertTrue(shows(robot, "1000:1000"));
    assertEquals(0, layers.asked(), "nothing is read before somebody looks at the files");
    pictures("image-overview");

    robot.press(KeyCode.CONTROL, KeyCode.F).release(KeyCode.F, KeyCode.CONTROL);
    untilShown(robot, "wasted");
    TreeItem<?> root = onFx(() -> files(robot).getRoot());
    until("the directories", () -> "[app, etc, usr, var]".equals(names(root)));
    TreeItem<?> app = onFx(() -> opened(root.getChildren().get(0)));
    until("what is in one", () -> app.getChildren().size() == 3);
    onFx(() -> opened(app.getChildren().get(2)));
    untilShown(robot, "logo.png");
    pictures("image-files");

    robot.write("os-rel");
    until("one is found", () -> count(robot) == 1);
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("Esc empties the search and closes nothing", () -> count(robot) == 4);
    robot.write("os-rel");
    until("one is found", () -> count(robot) == 1);
    robot.press(KeyCode.DOWN).release(KeyCode.DOWN);
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    until(
        "the file of the upper layer", () -> text(robot).equals("NAME=\"Test Linux\"\nVERSION=2"));
    pictures("image-preview");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    robot.press(KeyCode.CONTROL, KeyCode.C).release(KeyCode.C, KeyCode.CONTROL);
    until(
        "its path is copied",
        () -> Clipboard.getSystemClipboard().getString().equals("/etc/os-release"));
    robot.press(KeyCode.CONTROL, KeyCode.S).release(KeyCode.S, KeyCode.CONTROL);
    robot.interact(
        () ->
            robot
                .lookup("#extract-folder")
                .queryTextInputControl()
                .setText(home.resolve("out").toString()));
    pictures("image-extract");
    click(robot, "#extract-start");
    until("it is there", () -> Files.exists(home.resolve("out/os-release")));

    onFx(
        () -> {
          tab(robot, 2);
          return true;
        });
    untilShown(robot, "2 replaced, 1 removed");
    pictures("image-layers");
    click(robot, "3");
    until("only its files", () -> count(robot) == 2);
    pictures("image-files-of-layer");
    onFx(
        () -> {
          robot.lookup("#image-files-view").queryAs(ComboBox.class).getSelectionModel().select(1);
          return true;
        });
    untilShown(robot, "var/cache/index.bin");
    pictures("image-files-wasted");

    onFx(
        () -> {
          tab(robot, 3);
          return true;
        });
    untilShown(robot, "RUN make install");
    pictures("image-history");
    click(robot, "#images-json");
    untilShown(robot, "JSON of the image");
    pictures("image-json");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    until("it is closed", () -> robot.lookup("#image-detail").tryQuery().isEmpty());
  }

  @Test
  void filesAreShownWhileTheyComeAndAFailureCanBeRetried(FxRobot robot) throws Exception {
    open(robot);
    layers.fail(true);
    onFx(
        () -> {
          tab(robot, 1);
          return true;
        });
    untilShown(robot, "The connection was lost");
    pictures("image-files-failed");
    layers.fail(false);
    layers.hold(true);
    click(robot, "Retry");
    until("the first files", () -> count(robot) == 2);
    until("how far it is", () -> shows(robot, " of "));
    pictures("image-files-reading");
    click(robot, "#image-files-cancel");
    untilShown(robot, "Stopped");
    layers.hold(false);
    click(robot, "#image-files-again");
    until("all files", () -> count(robot) == 4);
    onFx(
        () -> {
          tab(robot, 0);
          ComboBox<Object> box = robot.lookup("#image-platform").queryComboBox();
          int other = 1 - box.getSelectionModel().getSelectedIndex();
          box.getSelectionModel().select(other);
          tab(robot, 1);
          files(robot).getRoot().getChildren().get(0).setExpanded(true);
          return true;
        });
    click(robot, "charts/web");
    click(robot, "1");
    untilShown(robot, "application/vnd.cncf.helm.config.v1+json");
    pictures("image-chart");
    onFx(
        () -> {
          tab(robot, 1);
          return true;
        });
    untilShown(robot, "It has no file system");
    pictures("image-chart-files");
    click(robot, "This machine");
    until("another source is in view", () -> robot.lookup("#image-detail").tryQuery().isEmpty());
    untilShown(robot, "No Docker or Podman is running");
  }

  private static void tab(FxRobot robot, int index) {
    robot.lookup("#image-tabs").queryAs(TabPane.class).getSelectionModel().select(index);
  }

  private static String text(FxRobot robot) {
    return robot
        .lookup("#image-preview-text")
        .<TextInputControl>tryQuery()
        .map(TextInputControl::getText)
        .orElse("");
  }

  private static TreeTableView<?> files(FxRobot robot) {
    return robot.lookup("#image-files").queryAs(TreeTableView.class);
  }

  private static int count(FxRobot robot) {
    return robot
        .lookup("#image-files")
        .<TreeTableView<?>>tryQuery()
        .map(TreeTableView::getExpandedItemCount)
        .orElse(-1);
  }

  private static TreeItem<?> opened(TreeItem<?> item) {
    item.setExpanded(true);
    return item;
  }

  private static String names(TreeItem<?> root) {
    return root.getChildren().stream()
        .map(each -> String.valueOf(each.getValue()).replaceAll(".*path=([^,]*),.*", "$1"))
        .toList()
        .toString();
  }

  private void pictures(String name) {
    if (!Boolean.getBoolean("pictures")) {
      on.pictures(name);
      return;
    }
    picture(on.scene(), name + "-light", 1000, 640);
    picture(on.scene(), name + "-wide", 1440, 900);
    on.settings().update(s -> s.withAppearance(Settings.Appearance.DARK));
    until("dark", () -> javafx.application.Application.getUserAgentStylesheet().contains("dark"));
    picture(on.scene(), name + "-dark", 1000, 640);
    on.settings().update(s -> s.withAppearance(Settings.Appearance.LIGHT));
    until("light", () -> javafx.application.Application.getUserAgentStylesheet().contains("light"));
  }
}
