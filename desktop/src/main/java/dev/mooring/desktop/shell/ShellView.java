package dev.mooring.desktop.shell;

import atlantafx.base.theme.Styles;
import dev.mooring.cluster.Context;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.StateLabel;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.problem.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
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
  private final ShellActions actions;
  private final MenuButton switcher = new MenuButton(Messages.of("no-context"));
  private final StateLabel connection = new StateLabel();
  private final StackPane stage = new StackPane();
  private final StackPane middle = new StackPane();
  private final Node context;
  private final Runnable practice;
  private Optional<Problem> readAgain = Optional.empty();
  private Map<Place, Screen> screens = Map.of();

  /// The screens of every context shown so far: what was read, chosen and typed there is still
  /// there when the user comes back.
  private final Map<String, Map<Place, Screen>> kept = new LinkedHashMap<>();

  /// @param settings opens the settings card, at a key where one is given
  /// @param practice opens the practice cluster
  public ShellView(
      ShellViewModel model, Ui ui, BiConsumer<Surface, String> settings, Runnable practice) {
    this.model = model;
    this.practice = practice;
    this.jobs = new JobsViewModel(ui, this::ended);
    this.rail = new Rail(model.place());
    BorderPane window = new BorderPane();
    this.layers = new Layers(window, ui, this::way, settings, this::bring);
    this.drawer = new JobsDrawer(jobs, layers);
    this.actions = new ShellActions(model.place()::set, this::closeCard);
    actions.add(
        "palette", Messages.of("search-or-run"), Feather.SEARCH, "Shortcut+K", this::palette);
    actions.add("refresh", Messages.of("refresh"), Feather.REFRESH_CW, "F5", this::refresh);
    actions.add(
        "jobs", Messages.of("show-or-hide-jobs"), Feather.LIST, "Shortcut+J", drawer::toggle);
    actions.add("keys", Messages.of("keyboard-shortcuts"), Feather.COMMAND, "F1", this::keys);
    actions.addSettings(() -> layers.openSettings(""));
    window.setTop(header());
    window.setLeft(rail);
    // In reading order, which is the order of Tab.
    context =
        new FaceView<>(
            model.opened().face(),
            layers,
            model::look,
            stage,
            this::show,
            opened -> false,
            new StackPane());
    window.setCenter(middle);
    window.setBottom(drawer);
    // In a low window the open drawer takes its room from the screen, never from the header.
    window.setMinSize(0, 0);
    layers.getStyleClass().add(Tokens.WINDOW);
    layers.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    layers.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
    model.list().face().addListener((property, before, now) -> contexts(now));
    model.state().subscribe(this::show);
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

  /// Everything that can be done in the context in view.
  public List<Palette.Entry> actions() {
    return actions.actions(screens);
  }

  private HBox header() {
    switcher.setId("context");
    switcher.setTooltip(new Tooltip(Messages.of("kubernetes-context")));
    switcher.setMnemonicParsing(false);
    switcher.setMinWidth(Region.USE_PREF_SIZE);
    switcher.setMaxWidth(320);
    connection.setId("connection");
    connection.setMinWidth(0);
    HBox.setHgrow(connection, Priority.SOMETIMES);
    Button search = Actions.button(actions.own("palette"), Styles.FLAT);
    search.setText(Actions.words(actions.own("palette")));
    HBox header =
        new HBox(
            switcher,
            connection,
            Controls.spacer(),
            search,
            Actions.icon(actions.own("refresh"), Styles.BUTTON_ICON, Styles.FLAT),
            Actions.icon(actions.own("settings"), Styles.BUTTON_ICON, Styles.FLAT));
    header.getStyleClass().add(Tokens.HEADER);
    return header;
  }

  private void contexts(Face<List<Context>> face) {
    switch (face) {
      case Face.Loading<List<Context>> l -> contextIs(Messages.of("reading-contexts"));
      case Face.Failed<List<Context>> failed -> contextIs(Messages.of("no-context"));
      case Face.Stale<List<Context>> stale -> layers.tell(stale.problem());
      case Face.Full<List<Context>> full -> {
        switcher.getItems().clear();
        for (Context each : full.value()) {
          MenuItem item = Controls.item(each.name(), () -> model.open(each.name()));
          switcher.getItems().add(item);
        }
        if (full.value().isEmpty() && screens.isEmpty()) {
          contextIs(Messages.of("no-context"));
        }
      }
    }
  }

  private void show(ShellState state) {
    Node now =
        switch (state) {
          case ShellState.NoKubeconfig none ->
              first(Messages.of("no-kubeconfig-was-found-at", none.source()));
          case ShellState.NoContext none ->
              first(Messages.of("the-kubeconfig-has-no-context", none.source()));
          case ShellState.Unreadable broken -> unreadable(broken.problem());
          case ShellState.Reading r -> context;
          case ShellState.Opening o -> context;
          case ShellState.Open o -> context;
          case ShellState.Failed f -> context;
        };
    if (!middle.getChildren().equals(List.of(now))) {
      middle.getChildren().setAll(now);
    }
  }

  private Node first(String found) {
    return new FirstStart(found, model, layers, practice);
  }

  private Node unreadable(Problem problem) {
    ProblemPane pane =
        new ProblemPane(problem, layers, Controls.button(Messages.of("retry"), model::start));
    pane.setMaxHeight(Region.USE_PREF_SIZE);
    StackPane.setAlignment(pane, Pos.TOP_LEFT);
    StackPane frame = new StackPane(pane);
    frame.getStyleClass().add(Tokens.PAGE);
    return frame;
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
    switcher.setAccessibleText(Messages.of("context", words));
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

  /// What the window does for a command line of a remedy, or to choose an option that it names.
  private Optional<Surface.Way> way(String command) {
    if (command.startsWith("--")) {
      return screens.values().stream().flatMap(each -> each.option(command).stream()).findFirst();
    }
    return actions.actions(screens).stream()
        .map(Palette.Entry::action)
        .filter(each -> each.command().equals(command))
        .max(Comparator.comparing(each -> each.enabled().get()))
        .map(each -> new Surface.Way(each.words(), each::fire));
  }

  /// Where nothing is being typed, "?" asks for the keys; which key writes it differs by keyboard.
  private void typed(KeyEvent event) {
    if (event.getCharacter().equals("?")
        && !(event.getTarget() instanceof TextInputControl)
        && !layers.cardIsOpen()) {
      event.consume();
      keys();
    }
  }

  private void bring(Screen screen) {
    screens.forEach(
        (place, each) -> {
          if (each.equals(screen)) {
            model.place().set(place);
          }
        });
  }

  private void keys() {
    KeySheet.open(actions.actions(screens), layers);
  }

  private void closeCard() {
    layers.dismiss();
  }

  private void palette() {
    List<Palette.Entry> all = new ArrayList<>(actions.actions(screens));
    all.addAll(actions.objects(screens));
    for (MenuItem each : switcher.getItems()) {
      all.add(
          new Palette.Entry(
              Messages.of("context-2"),
              Action.of("window.context", each.getText(), Feather.SERVER, each::fire)));
    }
    Palette.open(all, layers);
  }

  private void ended(Job.Snapshot job) {
    switch (job.state()) {
      case JobState.Done d -> toast(job);
      case JobState.Failed failed -> drawer.unfold();
      case JobState.Cancelled c -> toast(job);
      case JobState.Running running -> {}
    }
  }

  private void toast(Job.Snapshot job) {
    layers.toast(Messages.of("ended", job.title(), JobsDrawer.words(job)));
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      if (layers.cardIsOpen()) {
        layers.dismiss();
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
    Screen screen = screens.get(model.place().get());
    List<Action> here = screen == null ? List.of() : screen.actions();
    List<Action> everywhere = actions.actions(screens).stream().map(Palette.Entry::action).toList();
    Actions.match(here, event, Action.Reach.PLACE)
        .or(() -> Actions.match(everywhere, event, Action.Reach.WINDOW))
        .ifPresent(
            each -> {
              event.consume();
              each.fire();
            });
  }

  @Override
  public void close() {
    kept.values().forEach(each -> each.values().forEach(Screen::close));
    kept.clear();
    screens = Map.of();
    jobs.close();
  }
}
