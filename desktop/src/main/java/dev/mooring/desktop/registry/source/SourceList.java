package dev.mooring.desktop.registry.source;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.VisibleRows;
import dev.mooring.desktop.registry.source.SourceLine.Head;
import dev.mooring.desktop.registry.source.SourceLine.Note;
import dev.mooring.desktop.registry.source.SourceLine.Own;
import dev.mooring.desktop.theme.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// The sources with their repositories, and the filter over them. What is typed is looked for in
/// what is known: nothing is asked for it.
public final class SourceList extends VBox implements AutoCloseable {
  private static final double LINE = 26;

  private final Sources sources;
  private final Going going;
  private final ObservableList<SourceLine> lines = FXCollections.observableArrayList();
  private final ListView<SourceLine> list = new ListView<>(lines);
  private final TextField filter = new TextField();
  private final List<Subscription> following = new ArrayList<>();
  private final ListChangeListener<Source> moved = change -> follow();
  private final ContextMenu named = new ContextMenu();
  private Runnable changed = () -> {};
  private String chosen = "";
  private boolean filling;
  private final TagCounts counts;

  /// What a line leads to.
  public interface Going {
    /// Shows the tags of a repository.
    void repository(Source source, String name);

    /// Shows how a source is that has no repository to show.
    void source(Source source);

    /// Asks for the name of a repository that the source doesn't list.
    void add(Source source);

    /// What images that are dragged would be copied to; empty where they can't be.
    ///
    /// @param name a repository; empty for the source itself
    Optional<String> destination(Source source, String name);

    /// Whether somebody waits for the tags of a repository.
    boolean isReading();

    /// Images were dropped on what has that destination.
    void dropped(String destination);
  }

  /// @param registries opens the list of registries elsewhere
  public SourceList(Sources sources, Action registries, Going going) {
    super(Tokens.GAP);
    this.sources = sources;
    counts = sources.counts(going::isReading, list::refresh);
    this.going = going;
    list.setAccessibleText(Messages.of("repositories"));
    list.setId("repositories");
    list.getStyleClass().addAll(Tokens.SOURCES);
    list.setFixedCellSize(LINE);
    list.setCellFactory(ignored -> new SourceCell(this, counts));
    list.getSelectionModel().selectedItemProperty().subscribe(this::selected);
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    filter.setId("filter");
    filter.setPromptText(Messages.of("filter-repositories"));
    filter.setAccessibleText(Messages.of("filter-repositories"));
    filter.textProperty().subscribe(this::fill);
    Button add = Controls.icon(Feather.PLUS, Messages.of("add-registry"), registries::fire);
    add.setId("sources-add");
    HBox.setHgrow(filter, Priority.ALWAYS);
    getChildren().addAll(new HBox(4, filter, add), list);
    setVgrow(list, Priority.ALWAYS);
    // More of a wide window, and no more than names need.
    sceneProperty()
        .flatMap(Scene::widthProperty)
        .map(room -> Math.clamp(room.doubleValue() / 6, 176, 280))
        .orElse(176.0)
        .subscribe(this::setPrefWidth);
    setMinWidth(144);
    new VisibleRows<>(list, counts::look);
    sources.all().addListener(moved);
    follow();
  }

  private void follow() {
    following.forEach(Subscription::unsubscribe);
    following.clear();
    for (Source each : sources.all()) {
      following.add(each.repositories().face().subscribe(this::known));
      following.add(each.reachable().subscribe(this::known));
      following.add(each.failure().subscribe(this::known));
    }
    fill();
  }

  /// What can be done with a repository that somebody named.
  public void offer(Action remove) {
    named.getItems().setAll(Actions.item(remove));
    list.setOnContextMenuRequested(this::menu);
    list.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event ->
            Actions.match(List.of(remove), event, Action.Reach.ROW)
                .ifPresent(
                    action -> {
                      event.consume();
                      action.fire();
                    }));
  }

  /// By the mouse, which has selected the line, or a key.
  private void menu(ContextMenuEvent event) {
    if (list.getSelectionModel().getSelectedItem() instanceof SourceLine.Repository line
        && line.source().isNamed(line.name())) {
      named.show(list, event.getScreenX(), event.getScreenY());
      event.consume();
    }
  }

  /// Told when more is known of any source.
  public void onChange(Runnable told) {
    changed = told;
  }

  /// Somebody listed the tags of a repository.
  public void counted(Source source, String repository, int tags) {
    counts.counted(source, repository, tags);
  }

  /// Nobody waits for tags any more, or for fewer.
  public void goOn() {
    counts.goOn();
  }

  /// What is in view is counted again.
  public void again() {
    counts.again();
    list.requestLayout();
  }

  @Override
  public void close() {
    sources.all().removeListener(moved);
    following.forEach(Subscription::unsubscribe);
  }

  Optional<String> destination(@Nullable SourceLine line) {
    return switch (line) {
      case Head head -> going.destination(head.source(), "");
      case SourceLine.Repository repository ->
          going.destination(repository.source(), repository.name());
      case null, default -> Optional.empty();
    };
  }

  void dropped(String destination) {
    going.dropped(destination);
  }

  private void known() {
    fill();
    changed.run();
  }

  private void fill() {
    List<SourceLine> now = SourceLines.of(sources.kept(), filter.getText()).of(sources.all());
    if (!lines.equals(now)) {
      SourceLine before = list.getSelectionModel().getSelectedItem();
      String kept =
          before == null || before instanceof SourceLine.Repository ? chosen : before.id();
      filling = true;
      // A list lets its selection wander when its items change.
      list.getSelectionModel().clearSelection();
      lines.setAll(now);
      filling = false;
      select(kept);
    }
  }

  /// The line where it is in view; else the chosen repository.
  private void select(String id) {
    filling = true;
    find(id).or(() -> find(chosen)).ifPresent(list.getSelectionModel()::select);
    filling = false;
  }

  private Optional<SourceLine> find(String id) {
    return lines.stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private void selected(SourceLine line) {
    if (!filling && line instanceof SourceLine.Repository repository) {
      going.repository(repository.source(), repository.name());
    }
  }

  /// Marks what the tags are of; empty for none.
  public void choose(Source source, String repository) {
    chosen = SourceLine.Repository.id(source, repository);
    filling = true;
    list.getSelectionModel().clearSelection();
    filling = false;
    select(chosen);
  }

  /// Whoever goes somewhere sees it.
  public void unfilter() {
    filter.clear();
  }

  private void key(KeyEvent event) {
    SourceLine line = list.getSelectionModel().getSelectedItem();
    if (line == null || !event.getTarget().equals(list)) {
      return;
    }
    boolean done =
        switch (event.getCode()) {
          case LEFT -> fold(line, true);
          case RIGHT -> fold(line, false);
          case ENTER, SPACE -> act(line);
          default -> false;
        };
    if (done) {
      event.consume();
    }
  }

  /// @return false for what can't be folded
  private boolean fold(SourceLine line, boolean folded) {
    switch (line) {
      case Head head -> sources.kept().fold(head.source().key(), false, folded);
      case Own own -> sources.kept().fold(own.key(), true, folded);
      case SourceLine.Repository repository when folded ->
          select((repository.own() ? "own " : "head ") + repository.source().key());
      case SourceLine.Repository repository -> {
        return false;
      }
      case SourceLine.Odd odd -> {
        return false;
      }
      case Note note -> {
        return false;
      }
    }
    fill();
    return true;
  }

  /// What a click on a line does besides selecting it, and so do Enter and Space.
  ///
  /// @return false for nothing
  boolean act(SourceLine line) {
    return switch (line) {
      case Head head when isBare(head.source()) -> {
        going.source(head.source());
        yield true;
      }
      case Head head -> fold(head, !head.folded());
      case Own own -> fold(own, !own.folded());
      case Note note -> help(note);
      case SourceLine.Repository repository -> false;
      case SourceLine.Odd odd -> false;
    };
  }

  private static boolean isBare(Source source) {
    RepositoryNames names = source.repositories().value();
    return names == null || names.names().isEmpty();
  }

  private boolean help(Note note) {
    Source source = note.source();
    switch (note.way()) {
      case NONE -> going.source(source);
      case CONNECT -> {
        going.source(source);
        source.connect();
      }
      case RETRY -> {
        // What is wrong stands beside the list.
        going.source(source);
        source.read();
      }
      case ADD -> going.add(source);
    }
    return true;
  }
}
