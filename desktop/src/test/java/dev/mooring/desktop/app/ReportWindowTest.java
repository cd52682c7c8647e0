package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.click;
import static dev.mooring.desktop.app.FxTest.untilClickable;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import javafx.scene.control.TextField;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// A report for the maintainers, from the window.
@ExtendWith(ApplicationExtension.class)
final class ReportWindowTest {
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

  private void save(FxRobot robot, Path file) {
    click(robot, "#help");
    click(robot, "Save report for maintainers...");
    untilClickable(robot, "#report-save");
    robot.interact(
        () -> robot.lookup("#report-file").queryAs(TextField.class).setText(file.toString()));
    on.picturesInAllSizes("report");
    click(robot, "#report-save");
  }

  @Test
  void theReportSaysWhatRunsAndNamesNobody(FxRobot robot) throws IOException {
    untilClickable(robot, "#registry-install");
    Path file = home.resolve("bug.zip");
    save(robot, file);
    untilShown(robot, "saved " + file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      String report =
          new String(
              zip.getInputStream(zip.getEntry("report.json")).readAllBytes(),
              StandardCharsets.UTF_8);
      assertTrue(report.contains("kubernetes"), report);
      assertTrue(report.contains("findings"), report);
      assertTrue(report.contains("\"registry\" : \"default, mesh\""), report);
      assertTrue(!report.contains("practice"), report);
    }
  }

  @Test
  void anotherFileIsNeverReplaced(FxRobot robot) throws IOException {
    untilClickable(robot, "#registry-install");
    Path file = Files.writeString(home.resolve("letter.txt"), "dear Ana");
    save(robot, file);
    untilShown(robot, "The report wasn't written to " + file);
    assertEquals("dear Ana", Files.readString(file));
  }
}
