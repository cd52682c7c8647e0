package dev.mooring.desktop.shell;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.ProblemPane;
import dev.mooring.desktop.fx.Screen;
import dev.mooring.desktop.fx.SearchField;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The window: header, rail, the place in view, the drawer.
public final class ShellView implements AutoCloseable {
  private static final String ALLOW = "mooring mtls allow";
  private static final String INSTALL = "mooring install";
  private static final String TO_REGISTRY = Place.REGISTRY.id();

  private final ShellViewModel model;
  private final JobsViewModel jobs;
  private final Layers layers;
  private final JobsDrawer drawer;
  private final ShellActions actions;
  private final Header header;
  private final Screens screens;
  private final StackPane middle = new StackPane();
  private final Region context;
  private final Runnable practice;

  /// @param settings opens the settings card, at a key where one is given
  /// @param report opens the card of a report for the maintainers
  /// @param practice opens the practice cluster
  public ShellView(
      ShellViewModel model,
      Ui ui,
      BiConsumer<Surface, String> settings,
      Consumer<Surface> report,
      Runnable practice) {
    this.model = model;
    this.practice = practice;
    this.jobs = new JobsViewModel(ui, this::ended);
    Rail rail = new Rail(model.place());
    this.screens = new Screens(model.place(), rail, ui);
    BorderPane window = new BorderPane();
    this.layers = new Layers(window, ui, this::way, settings, screens::bring);
    this.drawer = new JobsDrawer(jobs, layers);
    this.actions = new ShellActions(model.place()::set, layers::dismiss);
    actions.add(
        "palette", Messages.of("search-or-run"), Feather.SEARCH, "Shortcut+K", this::palette);
    actions.add("refresh", Messages.of("refresh"), Feather.REFRESH_CW, "F5", this::refresh);
    actions.add(
        "jobs", Messages.of("show-or-hide-jobs"), Feather.LIST, "Shortcut+J", drawer::toggle);
    actions.add("keys", Messages.of("keyboard-shortcuts"), Feather.COMMAND, "F1", this::keys);
    actions.addSettings(() -> layers.openSettings(""));
    actions.addReport(() -> report.accept(layers));
    header = new Header(actions, model::open);
    window.setTop(header);
    window.setLeft(rail);
    // In reading order, which is the order of Tab.
    context =
        new FaceView<>(
            model.opened().face(),
            layers,
            model::look,
            screens,
            this::show,
            opened -> false,
            new StackPane());
    window.setCenter(middle);
    window.setBottom(drawer);
    jobs.follow(model.jobs());
    // In a low window the open drawer takes its room from the screen, never from the header.
    window.setMinSize(0, 0);
    layers.getStyleClass().add(Tokens.WINDOW);
    layers.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    layers.addEventFilter(KeyEvent.KEY_TYPED, this::typed);
    model
        .list()
        .face()
        .addListener((property, before, now) -> header.show(now, layers, screens.all().isEmpty()));
    model.state().subscribe(this::show);
    model
        .connection()
        .addListener(
            (property, before, now) -> {
              header.connection(now);
              if (now instanceof Connection.Connected) {
                screens.readAgain(!(before instanceof Connection.Connected));
              }
            });
    header.connection(model.connection().get());
  }

  public Parent root() {
    return layers;
  }

  public Surface surface() {
    return layers;
  }

  public @Nullable Screen screen(Place place) {
    return screens.of(place);
  }

  /// Everything that can be done in the context in view.
  public List<Palette.Entry> actions() {
    return actions.actions(screens.all());
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
    // A screen has edges of its own.
    context.setPadding(state instanceof ShellState.Open ? Insets.EMPTY : new Insets(Tokens.EDGE));
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
    header.context(opened.context().name());
    jobs.follow(opened.jobs());
    screens.show(opened, layers);
  }

  /// Looks at the context and at what is in view again.
  public void refresh() {
    model.look();
    screens.refresh();
  }

  /// What the window does for a command line of a remedy, or to choose an option that it names.
  private Optional<Surface.Way> way(String command) {
    if (command.startsWith("--")) {
      return screens.option(command);
    }
    if (command.startsWith(ALLOW)) {
      // About one service, which the forward that failed names.
      return screens.option(ALLOW);
    }
    return actions().stream()
        .map(Palette.Entry::action)
        .filter(each -> each.command().equals(command))
        .max(Comparator.comparing(each -> each.enabled().get()))
        // Before anybody looked at the registries, they offer nothing.
        .or(
            () ->
                command.startsWith(INSTALL)
                    ? Optional.of(actions.own(TO_REGISTRY))
                    : Optional.empty())
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

  private void keys() {
    KeySheet.open(actions(), layers);
  }

  private void palette() {
    screens.all().values().forEach(Screen::searched);
    Palette.open(this::found, layers);
  }

  private List<Palette.Entry> found() {
    List<Palette.Entry> all = new ArrayList<>(actions());
    all.addAll(actions.objects(screens.all()));
    all.addAll(header.contexts());
    return all;
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
    layers.toast(Messages.of("ended", job.title(), JobRow.words(job)));
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && SearchField.takesEscape(event.getTarget())) {
      return;
    }
    if (event.getCode() == KeyCode.ESCAPE) {
      if (layers.cardIsOpen()) {
        layers.dismiss();
        event.consume();
      } else if (screens.closeDetail()) {
        event.consume();
      }
      return;
    }
    if (layers.cardIsOpen()) {
      return;
    }
    Actions.match(screens.actions(), event, Action.Reach.PLACE)
        .or(() -> Actions.match(everywhere(), event, Action.Reach.WINDOW))
        .ifPresent(
            each -> {
              event.consume();
              each.fire();
            });
  }

  private List<Action> everywhere() {
    return actions().stream().map(Palette.Entry::action).toList();
  }

  @Override
  public void close() {
    screens.close();
    jobs.close();
  }
}
