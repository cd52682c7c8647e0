package dev.mooring.desktop.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.theme.Theme;
import dev.mooring.desktop.theme.Tokens;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.kordamp.ikonli.feather.Feather;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// The panes of empty and failed screens.
@ExtendWith(ApplicationExtension.class)
final class PanesTest {
  @Start
  void start(Stage stage) {
    Scene scene = new Scene(new EmptyPane(Feather.LAYERS, "Nothing here yet."), 600, 400);
    new Theme().dress(scene);
    stage.setScene(scene);
    stage.show();
  }

  @Test
  void theSentenceOfAnEmptyPaneStandsInItsMiddle(FxRobot robot) {
    Text words =
        robot.lookup((Text text) -> text.getText().startsWith("Nothing here")).queryAs(Text.class);
    Bounds at = words.localToScene(words.getBoundsInLocal());
    // The stage may be wider: other tests use it too.
    assertEquals(words.getScene().getWidth() / 2, at.getCenterX(), 1);
  }

  @Test
  void aStateThatIsToldAgainIsNotStyledAnew() {
    StateLabel state = new StateLabel(Tone.SUCCESS, "Connected");
    AtomicInteger styled = new AtomicInteger();
    Node dot = state.getChildren().getFirst();
    dot.getStyleClass()
        .addListener((ListChangeListener<String>) change -> styled.incrementAndGet());
    state.show(Tone.SUCCESS, "Connected");
    assertEquals(0, styled.get());
    state.show(Tone.WARNING, "Lost");
    assertEquals(List.of(Tokens.DOT, Tone.WARNING.style()), dot.getStyleClass());
  }

  @Test
  void aSentenceBeginsWithACapitalUnlessItBeginsWithAnAddressOrAName() {
    assertEquals("It is full.", ProblemPane.sentence("it is full"));
    assertEquals(
        "https://10.255.0.1:6443 does not answer.",
        ProblemPane.sentence("https://10.255.0.1:6443 does not answer"));
    assertEquals("svc/hello is missing.", ProblemPane.sentence("svc/hello is missing"));
  }
}
