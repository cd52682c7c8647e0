package dev.mooring.desktop.fx;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// A place that may be there several times, each with a tab above it; the only one looks as if it
/// had never heard of tabs.
///
/// @param <M> what each is about
public final class ScreenTabs<M> implements Screen {
  private final Several<M> several;
  private final Function<M, Screen> maker;
  private final List<Action> own;
  private final Map<M, Screen> made = new LinkedHashMap<>();
  private final Map<M, ToggleButton> buttons = new LinkedHashMap<>();
  private final BorderPane pane = new BorderPane();
  private final HBox tabs = new HBox(4);
  private final ToggleGroup group = new ToggleGroup();
  private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(Mark.NONE);

  /// @param maker of the screen about one of them
  /// @param own what can be done with none of them
  public ScreenTabs(Several<M> several, Function<M, Screen> maker, List<Action> own) {
    this.several = several;
    this.maker = maker;
    this.own = own;
    tabs.getStyleClass().add(Tokens.TABS);
    tabs.setAlignment(Pos.CENTER_LEFT);
    group
        .selectedToggleProperty()
        .addListener(
            (property, before, now) -> {
              if (now == null && before != null && before.getToggleGroup() != null) {
                before.setSelected(true);
              }
            });
    several.all().addListener((ListChangeListener<M>) change -> rebuild());
    several.chosen().addListener((property, before, now) -> show(now));
    rebuild();
  }

  private void rebuild() {
    for (M each : List.copyOf(made.keySet())) {
      if (!several.all().contains(each)) {
        Optional.ofNullable(made.remove(each)).ifPresent(Screen::close);
        Optional.ofNullable(buttons.remove(each)).ifPresent(tab -> tab.setToggleGroup(null));
      }
    }
    for (M each : several.all()) {
      if (!made.containsKey(each)) {
        Screen screen = maker.apply(each);
        made.put(each, screen);
        buttons.put(each, tab(each, screen));
      }
    }
    tabs.getChildren()
        .setAll(
            several.all().stream()
                .flatMap(each -> Optional.ofNullable(buttons.get(each)).stream())
                .toList());
    pane.setTop(alone() ? null : tabs);
    marked();
    show(several.chosen().get());
  }

  private boolean alone() {
    return several.all().size() < 2;
  }

  /// Clicks, Space and the arrow keys all move the group's selection.
  private ToggleButton tab(M each, Screen screen) {
    ToggleButton tab = new ToggleButton();
    Region dot = new Region();
    screen
        .mark()
        .subscribe(
            now -> {
              Controls.style(dot, Tokens.DOT, now.tone().style());
              Controls.show(dot, !now.words().isEmpty());
              String words = now.words().isEmpty() ? "" : ", " + now.words();
              tab.setAccessibleText(several.name(each) + words);
              tab.setTooltip(now.words().isEmpty() ? null : new Tooltip(now.words()));
              marked();
            });
    HBox line = new HBox(Tokens.GAP, new Label(several.name(each)), dot);
    line.setAlignment(Pos.CENTER_LEFT);
    tab.setGraphic(line);
    tab.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    tab.setId("tab-" + several.name(each));
    tab.setMinWidth(Region.USE_PREF_SIZE);
    tab.setToggleGroup(group);
    tab.selectedProperty()
        .subscribe(
            now -> {
              if (now) {
                several.choose(each);
              }
            });
    return tab;
  }

  private void show(M one) {
    Screen screen = made.get(one);
    if (screen == null) {
      return;
    }
    Optional.ofNullable(buttons.get(one)).ifPresent(tab -> tab.setSelected(true));
    boolean other = !screen.node().equals(pane.getCenter());
    pane.setCenter(screen.node());
    marked();
    if (other && pane.getScene() != null) {
      screen.shown();
    }
  }

  /// What the rail says: how the worst of them is, and how much is in the one in view.
  private void marked() {
    Screen inView = made.get(several.chosen().get());
    Mark now = inView == null ? Mark.NONE : inView.mark().getValue();
    if (alone()) {
      mark.set(now);
      return;
    }
    mark.set(
        several.all().stream()
            .filter(each -> made.containsKey(each) && !of(each).words().isEmpty())
            .min(Comparator.comparingInt(each -> rank(of(each))))
            .map(
                each ->
                    new Mark(
                        now.count(),
                        of(each).tone(),
                        Messages.of("one-is", several.name(each), of(each).words())))
            .orElse(now));
  }

  private Mark of(M each) {
    return screen(each).mark().getValue();
  }

  private static int rank(Mark mark) {
    return switch (mark.tone()) {
      case DANGER -> 0;
      case WARNING -> 1;
      case ACCENT -> 2;
      case SUCCESS -> 3;
      case MUTED -> 4;
    };
  }

  /// The one about something that is in the list.
  public Screen screen(M one) {
    Screen screen = made.get(one);
    if (screen == null) {
      throw new IllegalArgumentException("no screen is about " + several.name(one));
    }
    return screen;
  }

  private Screen current() {
    return screen(several.chosen().get());
  }

  @Override
  public Node node() {
    return pane;
  }

  @Override
  public ObservableValue<Mark> mark() {
    return mark.getReadOnlyProperty();
  }

  @Override
  public void shown() {
    several.lookOnce();
    current().shown();
  }

  @Override
  public void refresh() {
    several.look();
    Screen inView = current();
    // The rail tells of the worst of them all.
    made.values().stream()
        .filter(each -> each.equals(inView) || each.failure().isPresent())
        .toList()
        .forEach(Screen::refresh);
  }

  @Override
  public Optional<Problem> failure() {
    return Stream.concat(Stream.of(current()), made.values().stream())
        .flatMap(each -> each.failure().stream())
        .findFirst();
  }

  /// Those of the one in view first: it has the keys, and a remedy means it.
  @Override
  public List<Action> actions() {
    List<Action> actions = new ArrayList<>(everybodys(Screen::actions));
    actions.addAll(own);
    return List.copyOf(actions);
  }

  @Override
  public List<Action> objects() {
    return everybodys(Screen::objects);
  }

  private List<Action> everybodys(Function<Screen, List<Action>> of) {
    if (alone()) {
      return of.apply(current());
    }
    M now = several.chosen().get();
    List<Action> actions = new ArrayList<>();
    of.apply(current()).forEach(each -> actions.add(about(now, each)));
    for (M other : several.all()) {
      if (!other.equals(now)) {
        for (Action each : of.apply(screen(other))) {
          actions.add(
              about(other, each)
                  .as(each.id() + "." + several.name(other))
                  .withKey(Reach.PLACE, ""));
        }
      }
    }
    return List.copyOf(actions);
  }

  private Action about(M one, Action action) {
    return action
        .called(Messages.of("with-one", action.words(), several.name(one)))
        .running(
            () -> {
              several.choose(one);
              action.fire();
            });
  }

  @Override
  public Optional<Surface.Way> option(String name) {
    return current().option(name);
  }

  @Override
  public boolean closeDetail() {
    return current().closeDetail();
  }

  @Override
  public void close() {
    made.values().forEach(Screen::close);
  }
}
