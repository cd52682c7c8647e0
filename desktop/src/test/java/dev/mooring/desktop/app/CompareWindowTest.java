package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.picture;
import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.shell.Place;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.job.Progress;
import dev.mooring.registry.layer.IndexedLayers;
import dev.mooring.settings.Settings;
import dev.mooring.stack.options.StackOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.application.Application;
import javafx.scene.control.ListView;
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

/// Two images beside each other, by keyboard.
@ExtendWith(ApplicationExtension.class)
final class CompareWindowTest {
  private static final List<String> PATH = List.of("PATH=/usr/bin:/bin", "LEVEL=info");

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();
  private HeldLayers layers;
  private Keys keys;

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
    keys = new Keys(robot, on::scene);
    untilShown(robot, "Istio 1.31.0");
    on.workspace().stack().install(StackOptions.defaults(), Progress.none());
    on.go(Place.IMAGES);
    click(robot, "#images-connect");
    untilShown(robot, "The registry is empty");
    push(1, "1", PATH, "app 1", files("1.2.4-r0", "one\ntwo\nthree\n"));
    push(
        2,
        "2",
        List.of("PATH=/usr/bin:/bin", "LEVEL=debug", "REGION=eu"),
        "app 2",
        files("1.2.5-r0", "one\n2\nthree\nfour\n"));
    push(3, "x-again", PATH, "app 1", files("1.2.4-r0", "one\ntwo\nthree\n"));
    keys.press(KeyCode.F5);
    until("its tags", () -> tags(robot) == 3);
    robot.interact(() -> robot.lookup("#tags").query().requestFocus());
  }

  private static int tags(FxRobot robot) {
    return robot
        .lookup("#tags")
        .<javafx.scene.control.TableView<?>>tryQuery()
        .map(each -> each.getItems().size())
        .orElse(0);
  }

  private static Map<String, String> files(String version, String text) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put(
        "lib/apk/db/installed",
        "P:musl\nV:" + version + "\nA:x86_64\n\nP:busybox\nV:1.37.0\nA:x86_64\n");
    files.put("etc/motd", text);
    files.put("app/config-" + version + ".yaml", "level: info\n");
    return files;
  }

  private void push(
      int day, String tag, List<String> variables, String label, Map<String, String> files)
      throws Exception {
    Path file = home.resolve(tag + ".tar");
    ComparedImages.write(file, day, variables, label, files);
    ImagesWindowTest.push(on, file, "ana/app:" + tag);
  }

  @Test
  void twoTagsAreComparedByKeyboard(FxRobot robot) throws Exception {
    open(robot);
    assertTrue(onFx(() -> robot.lookup("#images-compare").query().isDisabled()));
    keys.press(KeyCode.DOWN);
    keys.press(KeyCode.SHIFT, KeyCode.END);
    assertTrue(onFx(() -> robot.lookup("#images-compare").query().isDisabled()), "three");
    keys.press(KeyCode.HOME);
    keys.press(KeyCode.SHIFT, KeyCode.DOWN);
    compare(robot);
    untilShown(robot, "Different: 3 settings, 1 package, 4 files");
    assertTrue(shows(robot, " is the same in both. "));
    assertEquals(
        List.of("Environment (2)", "Labels (1)", "Packages (1)", "Files (4)", "Layers (3)"),
        headings(robot));
    until("the list has the focus", () -> "compare-differences".equals(keys.focus()));
    pictures("compare");
    for (int i = 0; i < 20 && !shows(robot, "/etc/motd"); i++) {
      keys.press(KeyCode.DOWN);
    }
    until(
        "the lines of the text",
        () ->
            lines(robot)
                .equals(List.of("@@ -1,3 +1,4 @@", " one", "-two", "+2", " three", "+four")));
    pictures("compare-text");
    assertEquals(List.of(), onFx(() -> KeyboardWindowTest.mute(on.scene().getRoot())));
    keys.enter("compare-copy");
    until(
        "it is copied",
        () -> Clipboard.getSystemClipboard().getString().contains("~ musl 1.2.4-r0 -> 1.2.5-r0"));

    keys.tabTo("compare-filter");
    keys.type("motd");
    until("only what fits", () -> headings(robot).equals(List.of("Files (4)")));
    keys.press(KeyCode.ESCAPE);
    until("all again", () -> headings(robot).size() == 5);
    keys.enter("compare-swap");
    until("the other way round", () -> first(robot, "compare-from").equals("ana/app:2"));
    untilShown(robot, "Different: 3 settings, 1 package, 4 files");
    keys.press(KeyCode.ESCAPE);
    until("back, where it was", () -> "tags".equals(keys.focus()));
    assertTrue(robot.lookup("#compare").tryQuery().isEmpty());
  }

  private void compare(FxRobot robot) {
    until(
        "two are selected",
        () ->
            robot.lookup("#tags").queryTableView().getSelectionModel().getSelectedItems().size()
                == 2);
    keys.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.V);
  }

  @Test
  void aRebuildMakesNoDifferenceUnlessEverythingCounts(FxRobot robot) throws Exception {
    open(robot);
    keys.press(KeyCode.DOWN);
    until("the detail", () -> robot.lookup("#image-detail").tryQuery().isPresent());
    keys.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.V);
    until("it asks with which", () -> robot.lookup("#compare-other").tryQuery().isPresent());
    pictures("compare-with");
    keys.tabTo("compare-other");
    keys.type("ana/app:x-AGAIN/");
    keys.press(KeyCode.ENTER);
    untilShown(robot, "Not an image name");
    keys.press(KeyCode.CONTROL, KeyCode.A);
    keys.type("ana/app:x-again");
    keys.press(KeyCode.ENTER);
    untilShown(robot, "No difference that matters");
    assertFalse(shows(robot, "Different"));
    pictures("compare-equal");
    keys.tabTo("compare-strict");
    keys.press(KeyCode.SPACE);
    untilShown(robot, "Different:");
    pictures("compare-strict");
    keys.press(KeyCode.ESCAPE);
    until("back", () -> "tags".equals(keys.focus()));
  }

  @Test
  void whatTakesLongIsStoppedAndWhatFailsIsTriedAgain(FxRobot robot) throws Exception {
    open(robot);
    keys.press(KeyCode.DOWN);
    keys.press(KeyCode.SHIFT, KeyCode.END);
    keys.press(KeyCode.HOME);
    keys.press(KeyCode.SHIFT, KeyCode.DOWN);
    layers.hold(true);
    compare(robot);
    until("how far it is", () -> shows(robot, " kB of "));
    pictures("compare-reading");
    keys.enter("compare-cancel");
    untilShown(robot, "The comparison was stopped.");
    layers.fail(true);
    keys.enter("compare-cancel-again");
    untilShown(robot, "The connection was lost");
    pictures("compare-failed");
    layers.fail(false);
    layers.hold(false);
    keys.enter("compare-cancel-again");
    untilShown(robot, "Different:");
  }

  private static List<String> headings(FxRobot robot) {
    TreeTableView<?> tree = robot.lookup("#compare-differences").queryAs(TreeTableView.class);
    return tree.getRoot().getChildren().stream()
        .map(TreeItem::getValue)
        .map(each -> String.valueOf(each).replaceAll(".*?name=([^,]*),.*", "$1"))
        .toList();
  }

  private static String first(FxRobot robot, String side) {
    javafx.scene.Parent box = robot.lookup("#" + side).queryParent();
    return ((javafx.scene.control.Label) box.getChildrenUnmodifiable().getFirst()).getText();
  }

  private static List<?> lines(FxRobot robot) {
    ListView<?> list = robot.lookup("#compare-lines").queryAs(ListView.class);
    return List.copyOf(list.getItems());
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
