package dev.mooring.desktop.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.desktop.registry.source.Kept;
import dev.mooring.settings.SettingsFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Scene;
import javafx.scene.input.MouseButton;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

@ExtendWith(ApplicationExtension.class)
final class TagsTableTest {
  @TempDir Path home;

  private final List<String> dragged = new CopyOnWriteArrayList<>();
  private TagsTable tags;

  @Start
  void start(Stage stage) {
    tags =
        new TagsTable(
            new Kept(SettingsFile.open(home.resolve("settings.json"))), () -> {}, seen -> {});
    tags.show(List.of(new TagRow("ana/app", "1.0"), new TagRow("ana/app", "2.0")));
    tags.drag(
        row -> {
          dragged.add(row.tag());
          return "";
        });
    stage.setScene(new Scene(tags, 600, 300));
    stage.show();
  }

  /// The headless toolkit neither carries nor drops anything: this is where a drag begins.
  @Test
  void aRowCanBeDragged(FxRobot robot) {
    robot.moveTo("2.0").press(MouseButton.PRIMARY).moveBy(40, 10).moveBy(40, 10);
    robot.release(MouseButton.PRIMARY);

    assertEquals(List.of("2.0"), dragged);
  }
}
