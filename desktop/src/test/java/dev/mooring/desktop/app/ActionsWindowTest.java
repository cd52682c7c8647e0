package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.onFx;
import static dev.mooring.desktop.app.FxTest.until;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.shell.Palette;
import dev.mooring.desktop.terminal.CommandTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// Everything that the window can do: found in the palette, by key, and on the command line.
@ExtendWith(ApplicationExtension.class)
final class ActionsWindowTest {
  private static final String HEAD =
      """
      # Actions

      What the window can do, as the palette (Ctrl+K, Cmd+K on a Mac) finds it. The last column is the command that does the same without a window.

      | Place | Action | Key | Command |
      |---|---|---|---|
      """;

  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow();

  @Start
  void start(Stage stage) throws IOException {
    on.show(stage, home);
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void everyActionHasACommandUnlessItConcernsOnlyTheWindow(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    List<String> without =
        actions().stream()
            .map(Palette.Entry::action)
            .filter(each -> !each.id().startsWith("window."))
            .filter(each -> !CommandTree.knows(home, each.command()))
            .map(each -> each.id() + ": " + each.command())
            .toList();
    assertEquals(List.of(), without);
  }

  @Test
  void namesAndKeysOfActionsAreThereOnce(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    List<Action> all = actions().stream().map(Palette.Entry::action).toList();
    assertEquals(
        all.stream().map(Action::id).distinct().toList(), all.stream().map(Action::id).toList());
    List<String> everywhere =
        all.stream()
            .filter(each -> each.reach() == Action.Reach.WINDOW)
            .map(Action::key)
            .filter(key -> !key.isEmpty())
            .toList();
    assertEquals(everywhere.stream().distinct().toList(), everywhere);
  }

  /// The page is generated: `-Dactions.write=true` writes it.
  @Test
  void thePageOfTheDocumentationListsEveryAction(FxRobot robot) throws IOException {
    untilClickable(robot, "#registry-install");
    String due =
        HEAD
            + actions().stream()
                .map(ActionsWindowTest::line)
                .collect(Collectors.joining("\n", "", "\n"));
    Path page = Path.of("../src/docs/actions.md");
    if (Boolean.getBoolean("actions.write")) {
      Files.writeString(page, due);
    }
    assertEquals(due, Files.readString(page));
  }

  @Test
  void thePaletteRunsWhatIsTyped(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    robot.press(KeyCode.CONTROL, KeyCode.K).release(KeyCode.K, KeyCode.CONTROL);
    untilClickable(robot, "#palette-query");
    on.pictures("palette");
    robot.write("show fo");
    until(
        "one result",
        () -> robot.lookup("#palette-found").queryAs(ListView.class).getItems().size() == 1);
    robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
    untilShown(robot, "No forwards in this context");
    assertTrue(robot.lookup("#palette-query").tryQuery().isEmpty());
  }

  @Test
  void thePaletteOffersOnlyWhatCanBeDoneNow(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    click(robot, "#window-palette");
    untilClickable(robot, "#palette-query");
    robot.write("uninstall");
    until(
        "no result",
        () -> robot.lookup("#palette-found").queryAs(ListView.class).getItems().isEmpty());
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
  }

  @Test
  void aQuestionMarkShowsTheKeysUnlessItIsTyped(FxRobot robot) {
    untilClickable(robot, "#registry-install");
    robot.press(KeyCode.F1).release(KeyCode.F1);
    untilShown(robot, "Keyboard shortcuts");
    on.pictures("keys");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    robot.write("?");
    untilShown(robot, "Keyboard shortcuts");
    robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
    click(robot, "#window-palette");
    untilClickable(robot, "#palette-query");
    robot.write("?");
    assertTrue(robot.lookup("#key-sheet").tryQuery().isEmpty());
  }

  private List<Palette.Entry> actions() {
    return onFx(on::actions);
  }

  private static String line(Palette.Entry entry) {
    Action action = entry.action();
    return "| "
        + String.join(
            " | ",
            entry.where(),
            action.words(),
            action.keyWords(),
            action.command().isEmpty() ? "" : "`" + action.command() + "`")
        + " |";
  }
}
