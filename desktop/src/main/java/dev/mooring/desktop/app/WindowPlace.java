package dev.mooring.desktop.app;

import dev.mooring.desktop.shell.Place;
import dev.mooring.document.Document;
import dev.mooring.job.Subscription;
import dev.mooring.settings.SettingsFile;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.beans.property.ObjectProperty;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Duration;

/// Where the window was, how large, and which place it showed, from one start to the next.
final class WindowPlace {
  static final double LEAST_WIDTH = 900;
  static final double LEAST_HEIGHT = 600;

  /// So much of the window has to be on a screen to be caught by the mouse.
  private static final double GRIP = 80;

  /// While the user drags an edge nothing is written.
  private static final Duration REST = Duration.millis(500);

  private final Stage stage;
  private final ObjectProperty<Place> place;
  private final SettingsFile settings;
  private final PauseTransition rest = new PauseTransition(REST);
  private Rectangle2D last = Rectangle2D.EMPTY;
  private boolean ended;

  private WindowPlace(Stage stage, ObjectProperty<Place> place, SettingsFile settings) {
    this.stage = stage;
    this.place = place;
    this.settings = settings;
  }

  /// Puts the window where it was, and remembers where it is until that is closed. What moved
  /// last is remembered then, and nothing is written afterwards: who ends may wait for the
  /// settings.
  static Subscription keep(Stage stage, ObjectProperty<Place> place, SettingsFile settings) {
    WindowPlace keeper = new WindowPlace(stage, place, settings);
    keeper.restore(settings.settings().get().window());
    keeper.rest.setOnFinished(event -> keeper.remember());
    List.of(stage.xProperty(), stage.yProperty(), stage.widthProperty(), stage.heightProperty())
        .forEach(each -> each.addListener((p, before, now) -> keeper.moved()));
    stage.maximizedProperty().addListener((p, before, now) -> keeper.moved());
    place.addListener((p, before, now) -> keeper.moved());
    return keeper::end;
  }

  private void restore(Document window) {
    Arrays.stream(Place.values())
        .filter(each -> each.id().equals(window.at("place").textOrEmpty()))
        .findFirst()
        .ifPresent(place::set);
    read(window)
        .ifPresent(
            wanted -> {
              List<Rectangle2D> screens =
                  Screen.getScreens().stream().map(Screen::getVisualBounds).toList();
              Rectangle2D fit = fit(wanted, screens);
              last = fit;
              stage.setX(fit.getMinX());
              stage.setY(fit.getMinY());
              stage.setWidth(fit.getWidth());
              stage.setHeight(fit.getHeight());
            });
    stage.setMaximized(window.at("maximized").isTrue());
  }

  private static Optional<Rectangle2D> read(Document window) {
    Optional<Long> width = window.at("width").integer();
    Optional<Long> height = window.at("height").integer();
    return width.isEmpty() || height.isEmpty() || width.get() <= 0 || height.get() <= 0
        ? Optional.empty()
        : Optional.of(
            new Rectangle2D(
                window.at("x").integer().orElse(0L),
                window.at("y").integer().orElse(0L),
                width.get(),
                height.get()));
  }

  /// The nearest that can be seen and caught: a file edited by hand, or a screen that is gone, puts
  /// no window out of reach.
  static Rectangle2D fit(Rectangle2D wanted, List<Rectangle2D> screens) {
    if (screens.isEmpty()) {
      return wanted;
    }
    Rectangle2D grip =
        new Rectangle2D(
            wanted.getMinX() + GRIP,
            wanted.getMinY(),
            Math.max(1, wanted.getWidth() - 2 * GRIP),
            GRIP / 2);
    boolean caught =
        wanted.getMinY() >= screens.stream().mapToDouble(Rectangle2D::getMinY).min().orElse(0)
            && screens.stream().anyMatch(each -> each.intersects(grip));
    Rectangle2D screen =
        screens.stream()
            .filter(each -> each.intersects(grip))
            .findFirst()
            .orElse(screens.getFirst());
    double width = size(wanted.getWidth(), LEAST_WIDTH, screen.getWidth());
    double height = size(wanted.getHeight(), LEAST_HEIGHT, screen.getHeight());
    return caught
        ? new Rectangle2D(wanted.getMinX(), wanted.getMinY(), width, height)
        : new Rectangle2D(
            screen.getMinX() + Math.max(0, (screen.getWidth() - width) / 2),
            screen.getMinY() + Math.max(0, (screen.getHeight() - height) / 2),
            width,
            height);
  }

  private static double size(double wanted, double least, double room) {
    return Math.max(least, Math.min(wanted, room));
  }

  private void moved() {
    if (ended) {
      return;
    }
    if (stage.isShowing() && !stage.isMaximized() && !stage.isIconified()) {
      last =
          new Rectangle2D(
              stage.getX(),
              stage.getY(),
              Math.max(0, stage.getWidth()),
              Math.max(0, stage.getHeight()));
    }
    rest.playFromStart();
  }

  private void end() {
    ended = true;
    if (rest.getStatus() == Animation.Status.RUNNING) {
      rest.stop();
      remember();
    }
  }

  private void remember() {
    Map<String, Object> window = new LinkedHashMap<>();
    window.put("place", place.get().id());
    if (last.getWidth() > 0) {
      window.put("x", Math.round(last.getMinX()));
      window.put("y", Math.round(last.getMinY()));
      window.put("width", Math.round(last.getWidth()));
      window.put("height", Math.round(last.getHeight()));
    }
    window.put("maximized", stage.isMaximized());
    Document next = Document.of(window);
    settings.update(s -> s.window().equals(next) ? s : s.withWindow(next));
  }
}
