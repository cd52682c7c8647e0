package dev.mooring.desktop.shell;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Mark;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
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
  private final Map<String, Places> kept = new LinkedHashMap<>();
  private final Consumer<Places> next;
  private Places places = new Places(new EnumMap<>(Place.class), (at, mark) -> {});

  /// Out of view when the user asked for everything anew.
  private final Set<Screen> old = new HashSet<>();

  Screens(ObjectProperty<Place> place, Rail rail, Ui ui) {
    this.place = place;
    this.rail = rail;
    this.next = ui.newest(this::makeOneMore);
    place.addListener((property, before, now) -> show(now));
  }

  void show(Contexts.Opened opened, Surface surface) {
    String name = opened.context().name();
    Places shown = kept.get(name);
    if (shown == null) {
      shown =
          new Places(
              opened.screens(surface),
              (at, mark) -> {
                if (places.equals(kept.get(name))) {
                  rail.mark(at, mark);
                }
              });
      kept.put(name, shown);
    }
    places = shown;
    for (Place each : Place.values()) {
      Screen made = shown.made().get(each);
      rail.mark(each, made == null ? Mark.NONE : made.mark().getValue());
    }
    show(place.get());
    next.accept(shown);
  }

  /// One a frame, so that clicks are answered in between.
  private void makeOneMore(Places of) {
    of.missing()
        .ifPresent(
            missing -> {
              of.of(missing);
              next.accept(of);
            });
  }

  private void show(Place now) {
    Screen screen = places.of(now);
    if (screen != null) {
      Node focus = getScene() == null ? null : getScene().getFocusOwner();
      boolean here = focus != null && Controls.inside(focus, this);
      getChildren().setAll(screen.node());
      screen.shown();
      if (old.remove(screen)) {
        screen.refresh();
      }
      if (focus != null && here && !Controls.inside(focus, this)) {
        // What had it is gone; from here it is one Tab to the content.
        rail.focus(now);
      }
    }
  }

  Map<Place, Screen> all() {
    return places.all();
  }

  @Nullable Screen of(Place wanted) {
    return places.of(wanted);
  }

  @Nullable Screen current() {
    return places.of(place.get());
  }

  List<Action> actions() {
    Screen screen = current();
    return screen == null ? List.of() : screen.actions();
  }

  /// The place in view, and the registry, which the others are about and the rail tells of; the
  /// rest when they come into view.
  void refresh() {
    places
        .made()
        .forEach(
            (at, screen) -> {
              if (at == place.get() || at == Place.REGISTRY) {
                old.remove(screen);
                screen.refresh();
              } else {
                old.add(screen);
              }
            });
  }

  boolean closeDetail() {
    Screen screen = current();
    return screen != null && screen.closeDetail();
  }

  void bring(Screen screen) {
    all()
        .forEach(
            (at, each) -> {
              if (each.equals(screen)) {
                place.set(at);
              }
            });
  }

  /// What chooses an option such as "--storage-class".
  Optional<Surface.Way> option(String option) {
    return all().values().stream().flatMap(each -> each.option(option).stream()).findFirst();
  }

  /// As [Places#readAgain].
  void readAgain(boolean back) {
    places.readAgain(place.get(), back);
  }

  @Override
  public void close() {
    kept.values().forEach(each -> each.made().values().forEach(Screen::close));
    kept.clear();
    old.clear();
    places = new Places(new EnumMap<>(Place.class), (at, mark) -> {});
  }
}
