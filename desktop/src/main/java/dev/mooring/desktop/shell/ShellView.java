package dev.mooring.desktop.shell;

import dev.mooring.cluster.Context;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.problem.Problem;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The window: header, rail, the place in view, the drawer.
public final class ShellView implements AutoCloseable {
  private final ShellViewModel model;
  private final JobsViewModel jobs;
  private final Layers layers;
  private final JobsDrawer drawer;
  private final Rail rail;
  private final MenuButton switcher = new MenuButton("no context");
  private final StateLabel connection = new StateLabel();
  private final StackPane stage = new StackPane();
  private Optional<Problem> readAgain = Optional.empty();
  private Map<Place, Screen> screens = Map.of();

  /// The screens of every context shown so far: what was read, chosen and typed there is still
  /// there when the user comes back.
  private final Map<String, Map<Place, Screen>> kept = new LinkedHashMap<>();

  /// @param settings opens the settings card, at a key where one is given
  public ShellView(ShellViewModel model, Ui ui, BiConsumer<Surface, String> settings) {
    this.model = model;
    this.jobs = new JobsViewModel(ui, this::ended);
    this.rail = new Rail(model.place());
    BorderPane window = new BorderPane();
    this.layers = new Layers(window, ui, this::way, settings);
    this.drawer = new JobsDrawer(jobs, layers);
    window.setTop(header());
    window.setLeft(rail);
    // In reading order, which is the order of Tab.
    window.setCenter(
        new FaceView<>(
            model.opened().face(),
            layers,
            model::look,
            stage,
            this::show,
            opened -> false,
            new StackPane()));
    window.setBottom(drawer);
    // In a low window the open drawer takes its room from the screen, never from the header.
    window.setMinSize(0, 0);
    layers.getStyleClass().add(Tokens.WINDOW);
    layers.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    model.list().face().addListener((property, before, now) -> contexts(now, window));
    model
        .connection()
        .addListener(
            (property, before, now) -> {
              connection(now);
              if (now instanceof Connection.Connected) {
                readAgain(!(before instanceof Connection.Connected));
              }
            });
    model.place().addListener((property, before, now) -> place(now));
    connection(model.connection().get());
  }

  public Parent root() {
    return layers;
  }

  public Surface surface() {
    return layers;
  }

  public @Nullable Screen screen(Place place) {
    return screens.get(place);
  }

  private HBox header() {
    switcher.setId("context");
    switcher.setTooltip(new Tooltip("Kubernetes context"));
    switcher.setMnemonicParsing(false);
    switcher.setMinWidth(Region.USE_PREF_SIZE);
    switcher.setMaxWidth(320);
    connection.setId("connection");
    connection.setMinWidth(0);
    HBox.setHgrow(connection, Priority.SOMETIMES);
    var refresh = Controls.icon(Feather.REFRESH_CW, "Refresh (F5)", this::refresh);
    var gear =
        Controls.icon(
            Feather.SETTINGS,
            "Settings (" + Controls.shortcut(",") + ")",
            () -> layers.openSettings(""));
    gear.setId("settings");
    HBox header = new HBox(switcher, connection, Controls.spacer(), refresh, gear);
    header.getStyleClass().add(Tokens.HEADER);
    return header;
  }

  private void contexts(Face<List<Context>> face, BorderPane window) {
    switch (face) {
      case Face.Loading<List<Context>> l -> contextIs("reading contexts");
      case Face.Failed<List<Context>> failed -> {
        contextIs("no context");
        var problem =
            new FaceView<>(
                model.list().face(),
                layers,
                model::start,
                new StackPane(),
                ignored -> {},
                ignored -> false,
                new StackPane());
        problem.getStyleClass().add(Tokens.PAGE);
        window.setCenter(problem);
      }
      case Face.Stale<List<Context>> stale -> layers.tell(stale.problem());
      case Face.Full<List<Context>> full -> {
        switcher.getItems().clear();
        for (Context each : full.value()) {
          MenuItem item = Controls.item(each.name(), () -> model.open(each.name()));
          switcher.getItems().add(item);
        }
        if (full.value().isEmpty()) {
          contextIs("no context");
          window.setCenter(
              new EmptyPane(
                  Feather.COMPASS,
                  "There is no Kubernetes context in "
                      + model.source()
                      + ". Add one with kubectl or your provider's tool, or try Mooring on the"
                      + " practice cluster: mooring practice --window",
                  Controls.primary("Read again", model::start)));
        }
      }
    }
  }

  private void show(Contexts.Opened opened) {
    contextIs(opened.context().name());
    jobs.follow(opened.jobs());
    screens = kept.computeIfAbsent(opened.context().name(), ignored -> made(opened));
    screens.forEach((place, screen) -> rail.mark(place, screen.mark().getValue()));
    place(model.place().get());
  }

  private Map<Place, Screen> made(Contexts.Opened opened) {
    Map<Place, Screen> made = opened.screens(layers);
    made.forEach(
        (place, screen) ->
            screen
                .mark()
                .addListener(
                    (property, before, now) -> {
                      if (screen.equals(screens.get(place))) {
                        rail.mark(place, now);
                      }
                    }));
    return made;
  }

  private void contextIs(String words) {
    switcher.setText(words);
    switcher.setAccessibleText("Context " + words);
  }

  private void place(Place place) {
    Screen screen = screens.get(place);
    if (screen != null) {
      stage.getChildren().setAll(screen.node());
      screen.shown();
    }
  }

  private void connection(Connection now) {
    connection.show(now.tone(), () -> now.words(Instant.now()));
    Label words = connection.label();
    words.getStyleClass().setAll("label", now.tone().words());
    words.setTooltip(new Tooltip(now.words(Instant.now())));
  }

  /// A page that could not be read is read again when the API server answers: each time it comes
  /// back, and once for a failure in between that no look noticed.
  private void readAgain(boolean back) {
    Screen screen = screens.get(model.place().get());
    Optional<Problem> failure = screen == null ? Optional.empty() : screen.failure();
    boolean again = failure.isPresent() && (back || !failure.equals(readAgain));
    readAgain = failure;
    if (screen != null && again) {
      screen.refresh();
    }
  }

  private void refresh() {
    model.look();
    Screen screen = screens.get(model.place().get());
    if (screen != null) {
      screen.refresh();
    }
  }

  /// What a place does for a command line, in view of that place; or the place itself where all
  /// that the command does is to list what is there.
  private Optional<Surface.Way> way(String command) {
    for (Map.Entry<Place, Screen> each : screens.entrySet()) {
      Optional<Surface.Way> way = each.getValue().way(command);
      if (way.isPresent()) {
        return way.map(found -> at(each.getKey(), found.label(), found.run()));
      }
    }
    return switch (command) {
      case "mooring images" -> Optional.of(at(Place.IMAGES, "Show images", () -> {}));
      case "mooring forward ls" -> Optional.of(at(Place.FORWARDS, "Show forwards", () -> {}));
      case "mooring writer list" -> Optional.of(at(Place.REGISTRY, "Show writers", () -> {}));
      case "mooring settings" ->
          Optional.of(new Surface.Way("Open settings", () -> layers.openSettings("")));
      default -> Optional.empty();
    };
  }

  private Surface.Way at(Place place, String label, Runnable run) {
    return new Surface.Way(
        label,
        () -> {
          if (layers.cardIsOpen()) {
            layers.closeCard();
          }
          model.place().set(place);
          run.run();
        });
  }

  private void ended(Job.Snapshot job) {
    switch (job.state()) {
      case JobState.Done done ->
          layers.toast(job.title() + " · " + (done.result().isBlank() ? "done" : done.result()));
      case JobState.Failed failed -> drawer.unfold();
      case JobState.Cancelled cancelled -> layers.toast(job.title() + " · cancelled");
      case JobState.Running running -> {}
    }
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      if (layers.cardIsOpen()) {
        layers.closeCard();
        event.consume();
      } else {
        Screen screen = screens.get(model.place().get());
        if (screen != null && screen.closeDetail()) {
          event.consume();
        }
      }
      return;
    }
    if (layers.cardIsOpen()) {
      return;
    }
    for (Place each : Place.values()) {
      if (KeyCombination.valueOf("Shortcut+" + each.key()).match(event)) {
        model.place().set(each);
        event.consume();
        return;
      }
    }
    if (KeyCombination.valueOf("Shortcut+J").match(event)) {
      drawer.toggle();
      event.consume();
    } else if (KeyCombination.valueOf("Shortcut+Comma").match(event)) {
      layers.openSettings("");
      event.consume();
    } else if (event.getCode() == KeyCode.F5) {
      refresh();
      event.consume();
    }
  }

  @Override
  public void close() {
    kept.values().forEach(each -> each.values().forEach(Screen::close));
    kept.clear();
    screens = Map.of();
    jobs.close();
  }
}
