package dev.mooring.desktop.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.FxThread;
import dev.mooring.desktop.theme.Theme;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// What happens to a form that holds something.
@ExtendWith(ApplicationExtension.class)
final class LayersTest {
  private TextField name;
  private Button below;
  private Layers layers;

  @Start
  void start(Stage stage) {
    name = new TextField("as it was");
    below = new Button("below");
    layers =
        new Layers(
            new StackPane(below),
            new FxThread(),
            command -> Optional.empty(),
            (s, key) -> {},
            screen -> {});
    Scene scene = new Scene(layers, 900, 600);
    new Theme().dress(scene);
    stage.setScene(scene);
    stage.show();
    below.requestFocus();
  }

  private void form(FxRobot robot) {
    robot.interact(() -> layers.open(new VBox(new Form("New writer").field("Name", name, ""))));
  }

  private static boolean there(FxRobot robot, String query) {
    return robot.lookup(query).tryQuery().isPresent();
  }

  @Test
  void aFormThatNobodyTouchedClosesAtOnceAndTheFocusGoesBack(FxRobot robot) {
    form(robot);
    robot.interact(() -> name.setText("filled in by a guess"));
    robot.interact(layers::dismiss);
    assertFalse(layers.cardIsOpen());
    assertTrue(below.isFocused());
  }

  @Test
  void escAsksBeforeItThrowsAwayWhatWasTyped(FxRobot robot) {
    form(robot);
    robot.clickOn(name).write("!");
    robot.interact(layers::dismiss);
    assertTrue(there(robot, "Discard changes?"));
    robot.clickOn("Keep editing");
    assertFalse(there(robot, "Discard changes?"));
    assertEquals("as it was!", name.getText());
    assertTrue(name.isFocused(), "where it was");
    robot.interact(layers::dismiss);
    robot.clickOn("Discard");
    assertFalse(layers.cardIsOpen());
  }

  @Test
  void whatIsTypedAndTakenBackIsNoChange(FxRobot robot) {
    form(robot);
    robot.clickOn(name).write("!").push(KeyCode.BACK_SPACE);
    robot.interact(layers::dismiss);
    assertFalse(layers.cardIsOpen());
  }

  @Test
  void anotherCardAsksAndComesOnlyWhenTheFirstIsGivenUp(FxRobot robot) {
    form(robot);
    robot.clickOn(name).write("!");
    Label other = new Label("the other card");
    robot.interact(() -> layers.open(other));
    assertFalse(there(robot, "the other card"));
    robot.clickOn("Keep editing");
    assertTrue(there(robot, "New writer"));
    robot.interact(() -> layers.open(other));
    robot.clickOn("Discard");
    assertTrue(there(robot, "the other card"));
    assertFalse(there(robot, "New writer"));
  }

  @Test
  void aProblemLiesOverTheFormAndLeavesItThere(FxRobot robot) {
    form(robot);
    robot.clickOn(name).write("!");
    Problem problem =
        new Problem(Code.FILE_NOT_WRITABLE, "It did not work", "no room", Remedy.none());
    robot.interact(() -> layers.tell(problem));
    assertTrue(there(robot, "It did not work"));
    robot.clickOn("Close");
    assertTrue(there(robot, "New writer"));
    assertEquals("as it was!", name.getText());
  }
}
