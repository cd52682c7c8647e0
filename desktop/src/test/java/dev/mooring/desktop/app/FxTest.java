package dev.mooring.desktop.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.testfx.api.FxRobot;

/// Driving the window and taking its picture.
final class FxTest {
  private static final Path PICTURES = Path.of("target", "screenshots");

  private FxTest() {}

  static <T> T onFx(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable run =
        () -> {
          try {
            result.complete(work.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        };
    if (Platform.isFxApplicationThread()) {
      run.run();
    } else {
      Platform.runLater(run);
    }
    try {
      return result.get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  static void until(String what, Callable<Boolean> condition) {
    until(what, Duration.ofSeconds(20), condition);
  }

  /// @param patience what takes several round trips takes longer on a busy machine
  static void until(String what, Duration patience, Callable<Boolean> condition) {
    try {
      Awaitility.await(what)
          .atMost(patience)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> onFx(condition));
    } catch (ConditionTimeoutException e) {
      Window.getWindows().stream()
          .filter(window -> window.getScene().getWidth() > 0)
          .reduce((below, above) -> above)
          .ifPresent(window -> picture(window.getScene(), "failed"));
      throw e;
    }
  }

  static boolean shows(FxRobot robot, String text) {
    return robot
        .lookup(
            (Node node) ->
                node instanceof javafx.scene.control.Labeled labeled
                    && labeled.getText() != null
                    && labeled.getText().contains(text)
                    && visible(node))
        .tryQuery()
        .isPresent();
  }

  private static boolean visible(Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return false;
      }
    }
    return node.getScene() != null;
  }

  static void untilShown(FxRobot robot, String text) {
    until("'" + text + "' on screen", () -> shows(robot, text));
  }

  /// Waits until it is enabled and has come to rest: what opens beside it moves it.
  ///
  /// @param query an id such as "#debug-attach", or the text of a row
  static void untilClickable(FxRobot robot, String query) {
    AtomicReference<Bounds> before = new AtomicReference<>();
    AtomicReference<Node> same = new AtomicReference<>();
    until(
        query + " can be clicked",
        () -> {
          Optional<Node> found = robot.lookup(query).tryQuery();
          if (found.isEmpty() || found.get().isDisabled()) {
            return false;
          }
          Node node = found.get();
          Bounds now = node.localToScreen(node.getBoundsInLocal());
          boolean still = now != null && now.equals(before.getAndSet(now));
          return node.equals(same.getAndSet(node)) && still;
        });
  }

  /// Clicks what is enabled and has come to rest.
  static void click(FxRobot robot, String query) {
    untilClickable(robot, query);
    robot.clickOn(query);
  }

  /// Opens a menu and chooses from it.
  static void choose(FxRobot robot, String menu, String item) {
    click(robot, menu);
    untilShown(robot, item);
    click(robot, item);
  }

  static Path picture(Scene scene, String name) {
    return write(onFx(() -> copy(scene.snapshot(null))), name);
  }

  /// The same in another size. The headless screen has a thousand pixels each way, so this one is
  /// drawn beside it.
  static Path picture(Scene scene, String name, int width, int height) {
    BufferedImage picture =
        onFx(
            () -> {
              Node focus = scene.getFocusOwner();
              Parent root = scene.getRoot();
              scene.setRoot(new Group());
              Scene other = new Scene(root, width, height);
              other.getStylesheets().setAll(scene.getStylesheets());
              // The first lays out; a table knows its room only then.
              other.snapshot(null);
              BufferedImage copy = copy(other.snapshot(null));
              other.setRoot(new Group());
              scene.setRoot(root);
              // Who clicks next finds everything where it will stay.
              root.applyCss();
              root.layout();
              if (focus != null) {
                focus.requestFocus();
              }
              return copy;
            });
    return write(picture, name);
  }

  private static BufferedImage copy(WritableImage image) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    BufferedImage copy = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        copy.setRGB(x, y, image.getPixelReader().getArgb(x, y));
      }
    }
    return copy;
  }

  private static Path write(BufferedImage picture, String name) {
    try {
      Files.createDirectories(PICTURES);
      Path file = PICTURES.resolve(name + ".png");
      ImageIO.write(picture, "png", file.toFile());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
