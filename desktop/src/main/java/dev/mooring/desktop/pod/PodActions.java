package dev.mooring.desktop.pod;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with a pod or workload, wherever it appears.
public final class PodActions {
  private final PodNavigation navigation;
  private final Supplier<@Nullable Chosen> chosen;
  private final ReadOnlyBooleanWrapper one = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper shown = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper debugged = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper whyNotDebugged = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper whyNotShown = new ReadOnlyStringWrapper("");
  private final Action debug;
  private final Action forward;
  private final Action logs;
  private final Action terminal;
  private final Action image;

  /// @param room begins the actions' ids: "debug"
  /// @param chosen what they are done with; null for nothing
  public PodActions(String room, PodNavigation navigation, Supplier<@Nullable Chosen> chosen) {
    this.navigation = navigation;
    this.chosen = chosen;
    debug =
        Action.of(
                room + ".attach",
                Messages.of("debug"),
                Feather.CROSSHAIR,
                () -> with(it -> navigation.debug(it.target())))
            .withKey(Reach.ROW, "Shortcut+D")
            .withCommand("mooring debug")
            .when(debugged, whyNotDebugged);
    forward =
        Action.of(
                room + ".forward",
                Messages.of("forward"),
                Feather.SHUFFLE,
                () -> with(it -> navigation.forward(it.target())))
            .withKey(Reach.ROW, "Shortcut+Shift+F")
            .withCommand("mooring forward")
            .when(one);
    logs =
        Action.of(
                room + ".logs",
                Messages.of("show-logs"),
                Feather.ALIGN_LEFT,
                () -> with(it -> navigation.showLogs(it.target())))
            .withKey(Reach.ROW, "Shortcut+L")
            .withCommand("mooring logs")
            .when(one);
    terminal =
        Action.of(
                room + ".terminal",
                Messages.of("open-terminal"),
                Feather.TERMINAL,
                () -> with(it -> navigation.openTerminal(it.target())))
            .withKey(Reach.ROW, "Shortcut+T")
            .withCommand("mooring terminal")
            .when(one);
    image =
        Action.of(
                room + ".show-image",
                Messages.of("show-image"),
                Feather.LAYERS,
                () -> with(navigation::showImage))
            .withKey(Reach.ROW, "Shortcut+I")
            .withCommand("mooring images")
            .when(shown, whyNotShown);
    update();
  }

  /// After another selection, and after the registry was read.
  public void update() {
    Chosen now = chosen.get();
    one.set(now != null);
    String blocker = now == null ? "" : navigation.whyNotDebug(now.target());
    whyNotDebugged.set(blocker);
    debugged.set(now != null && blocker.isEmpty());
    // Images that are not known here are read when somebody asks.
    String why =
        now == null || now.images().isEmpty() ? "" : navigation.images().get().whyNot(now.images());
    whyNotShown.set(why);
    shown.set(now != null && why.isEmpty());
  }

  public Action debug() {
    return debug;
  }

  public Action forward() {
    return forward;
  }

  public Action logs() {
    return logs;
  }

  public Action terminal() {
    return terminal;
  }

  public Action showImage() {
    return image;
  }

  /// In the order in which menus show them.
  public List<Action> all() {
    return List.of(debug, forward, logs, terminal, image);
  }

  private void with(Consumer<Chosen> work) {
    Chosen now = chosen.get();
    if (now != null) {
      work.accept(now);
    }
  }
}
