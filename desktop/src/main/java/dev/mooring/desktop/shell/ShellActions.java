package dev.mooring.desktop.shell;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.fx.Screen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kordamp.ikonli.feather.Feather;

/// All actions of the window: its own, and those of the context in view.
final class ShellActions {
  private static final String WINDOW = "Window";

  private final List<Action> own = new ArrayList<>();
  private final Consumer<Place> show;
  private final Runnable closeCard;

  /// @param show brings a place into view
  /// @param closeCard takes away a card that lies over it
  ShellActions(Consumer<Place> show, Runnable closeCard) {
    this.show = show;
    this.closeCard = closeCard;
    for (Place each : Place.values()) {
      own.add(
          Action.of(
                  "window." + each.id(),
                  Messages.of("show", each.title()),
                  each.icon(),
                  () -> at(each))
              .withKey(Reach.WINDOW, "Shortcut+" + each.key()));
    }
  }

  void add(String id, String words, Feather icon, String key, Runnable run) {
    own.add(Action.of("window." + id, words, icon, run).withKey(Reach.WINDOW, key));
  }

  void addSettings(Runnable open) {
    own.add(
        Action.of("window.settings", Messages.of("settings"), Feather.SETTINGS, open)
            .withKey(Reach.WINDOW, "Shortcut+Comma")
            .withCommand("mooring settings"));
  }

  void addReport(Runnable open) {
    own.add(
        Action.of("window.report", Messages.of("save-report"), Feather.LIFE_BUOY, open)
            .withCommand("mooring report"));
  }

  Action own(String id) {
    return own.stream()
        .filter(each -> each.id().equals("window." + id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the window has no action " + id));
  }

  List<Action> own() {
    return own;
  }

  /// Every action, each with its place brought into view first. The window's own, which change
  /// nothing on a cluster, come first: the palette proposes the first one under Enter.
  List<Palette.Entry> actions(Map<Place, Screen> screens) {
    List<Palette.Entry> all = new ArrayList<>();
    own.forEach(each -> all.add(new Palette.Entry(WINDOW, each)));
    screens.forEach(
        (place, screen) -> screen.actions().forEach(each -> all.add(entry(place, each))));
    return all;
  }

  /// Everything that has a name.
  List<Palette.Entry> objects(Map<Place, Screen> screens) {
    List<Palette.Entry> all = new ArrayList<>();
    screens.forEach(
        (place, screen) -> screen.objects().forEach(each -> all.add(entry(place, each))));
    return all;
  }

  private Palette.Entry entry(Place place, Action action) {
    return new Palette.Entry(place.title(), action.running(() -> run(place, action)));
  }

  private void run(Place place, Action action) {
    at(place);
    action.fire();
  }

  private void at(Place place) {
    closeCard.run();
    show.accept(place);
  }
}
