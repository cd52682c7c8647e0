package dev.mooring.desktop.shell;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/// The places of the context in view, one of which is shown.
///
/// Those of every context shown so far are kept: what was read, chosen and typed there is still
/// there when the user comes back.
final class Screens extends StackPane implements AutoCloseable {
  private final ObjectProperty<Place> place;
  private final Rail rail;
  private final Map<String, Map<Place, Screen>> kept = new LinkedHashMap<>();
  private Map<Place, Screen> screens = Map.of();
  private Optional<Problem> readAgain = Optional.empty();

  Screens(ObjectProperty<Place> place, Rail rail) {
    this.place = place;
    this.rail = rail;
    place.addListener((property, before, now) -> show(now));
  }

  void show(Contexts.Opened opened, Surface surface) {
    screens = kept.computeIfAbsent(opened.context().name(), ignored -> made(opened, surface));
    screens.forEach((at, screen) -> rail.mark(at, screen.mark().getValue()));
    show(place.get());
  }

  private Map<Place, Screen> made(Contexts.Opened opened, Surface surface) {
    Map<Place, Screen> made = opened.screens(surface);
    made.forEach(
        (at, screen) ->
            screen
                .mark()
                .addListener(
                    (property, before, now) -> {
                      if (screen.equals(screens.get(at))) {
                        rail.mark(at, now);
                      }
                    }));
    return made;
  }

  private void show(Place now) {
    Screen screen = screens.get(now);
    if (screen != null) {
      Node focus = getScene() == null ? null : getScene().getFocusOwner();
      boolean here = focus != null && Controls.inside(focus, this);
      getChildren().setAll(screen.node());
      screen.shown();
      if (focus != null && here && !Controls.inside(focus, this)) {
        // What had it is gone; from here it is one Tab to the content.
        rail.focus(now);
      }
    }
  }

  Map<Place, Screen> all() {
    return screens;
  }

  @Nullable Screen current() {
    return screens.get(place.get());
  }

  List<Action> actions() {
    Screen screen = current();
    return screen == null ? List.of() : screen.actions();
  }

  void refresh() {
    Screen screen = current();
    if (screen != null) {
      screen.refresh();
    }
  }

  boolean closeDetail() {
    Screen screen = current();
    return screen != null && screen.closeDetail();
  }

  void bring(Screen screen) {
    screens.forEach(
        (at, each) -> {
          if (each.equals(screen)) {
            place.set(at);
          }
        });
  }

  /// What chooses an option such as "--storage-class".
  Optional<Surface.Way> option(String option) {
    return screens.values().stream().flatMap(each -> each.option(option).stream()).findFirst();
  }

  /// A page that could not be read is read again when the API server answers: each time it comes
  /// back, and once for a failure in between that no look noticed.
  void readAgain(boolean back) {
    Screen screen = current();
    Optional<Problem> failure = screen == null ? Optional.empty() : screen.failure();
    boolean again = failure.isPresent() && (back || !failure.equals(readAgain));
    readAgain = failure;
    if (screen != null && again) {
      screen.refresh();
    }
  }

  @Override
  public void close() {
    kept.values().forEach(each -> each.values().forEach(Screen::close));
    kept.clear();
    screens = Map.of();
  }
}
