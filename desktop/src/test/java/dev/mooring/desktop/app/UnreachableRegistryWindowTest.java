package dev.mooring.desktop.app;

import static dev.mooring.desktop.app.FxTest.shows;
import static dev.mooring.desktop.app.FxTest.untilShown;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.practice.PracticeCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/// What is said of a registry that nobody can ask about.
@ExtendWith(ApplicationExtension.class)
final class UnreachableRegistryWindowTest {
  @TempDir Path home;

  private final PracticeWindow on = new PracticeWindow(PracticeCluster.startWithoutIstio());

  @Start
  void start(Stage stage) throws IOException {
    String nobody = on.cluster().kubeconfig().replaceAll("(server: \\S+:)[0-9]+", "$11");
    on.show(stage, home, List.of(Files.writeString(home.resolve("config"), nobody)), List.of());
  }

  @AfterEach
  void end() {
    on.close();
  }

  @Test
  void anUnreachableClusterIsNotCalledOneWithoutARegistry(FxRobot robot) {
    untilShown(robot, "Status unknown");
    assertFalse(shows(robot, "ot installed"));
    on.picturesInAllSizes("registry-unreachable");
  }
}
