package dev.mooring.desktop.registry;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Columns;
import dev.mooring.desktop.fx.VisibleRows;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.copy.ImageDrag;
import dev.mooring.desktop.registry.source.Kept;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.NaturalOrder;
import dev.mooring.registry.Platform;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/// The tags of a repository. Several can be selected.
final class TagsTable extends BorderPane {
  private static final String TAG = "tag";
  private static final String UNKNOWN = Messages.of("unknown");

  /// Room for two badges, and for one and how many more there are.
  private static final double BADGES = 226;

  private static final double NARROW = 96;

  /// Room for a badge; known before a row is laid out, so that long lists scroll smoothly.
  private static final double ROW = 30;

  private final ObservableList<TagRow> rows = FXCollections.observableArrayList();
  private final FilteredList<TagRow> shown = new FilteredList<>(rows);
  private final TableView<TagRow> table =
      Columns.table(Messages.of("tags"), new Label(Messages.of("no-matching-tags")));

  /// @param kept remembers the order
  /// @param chosen called with each other selection
  /// @param seen told which rows are looked at
  TagsTable(Kept kept, Runnable chosen, Consumer<List<TagRow>> seen) {
    SortedList<TagRow> sorted = new SortedList<>(shown);
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    table.setId("tags");
    table.setFixedCellSize(ROW);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table
        .getSelectionModel()
        .getSelectedItems()
        .addListener((ListChangeListener<TagRow>) change -> chosen.run());
    columns();
    kept.order().ifPresent(this::order);
    setCenter(table);
    new VisibleRows<>(
        table, inView -> seen.accept(isSortedByContent() ? List.copyOf(rows) : inView));
    table
        .getSortOrder()
        .addListener(
            (ListChangeListener<TableColumn<TagRow, ?>>)
                change -> {
                  kept.order(order());
                  if (isSortedByContent()) {
                    seen.accept(List.copyOf(rows));
                  }
                });
    table
        .getColumns()
        .forEach(each -> each.sortTypeProperty().addListener(p -> kept.order(order())));
  }

  private void order(Kept.Order order) {
    for (TableColumn<TagRow, ?> each : table.getColumns()) {
      if (order.by().equals(each.getId())) {
        each.setSortType(
            order.descending() ? TableColumn.SortType.DESCENDING : TableColumn.SortType.ASCENDING);
        table.getSortOrder().setAll(List.of(each));
      }
    }
  }

  private Optional<Kept.Order> order() {
    return table.getSortOrder().stream()
        .findFirst()
        .map(
            each ->
                new Kept.Order(
                    each.getId(), each.getSortType() == TableColumn.SortType.DESCENDING));
  }

  /// An order by size or age is that of all rows, so that all are read for it.
  private boolean isSortedByContent() {
    return table.getSortOrder().stream().anyMatch(each -> !TAG.equals(each.getId()));
  }

  /// After more is known of some.
  void sort() {
    if (isSortedByContent()) {
      table.sort();
    }
  }

  /// Rows can be dragged. No mouse event of a table reaches what it stands in.
  ///
  /// @param name as [ImageDrag#from] takes it
  void drag(Function<TagRow, String> name) {
    ImageDrag.from(table, name);
  }

  /// The menu of a row, and its keys.
  void offer(List<Action> actions) {
    ContextMenu menu = new ContextMenu();
    actions.forEach(each -> menu.getItems().add(Actions.item(each)));
    table.setContextMenu(menu);
    table.addEventHandler(
        KeyEvent.KEY_PRESSED,
        event ->
            Actions.match(actions, event, Action.Reach.ROW)
                .ifPresent(
                    action -> {
                      event.consume();
                      action.fire();
                    }));
  }

  List<TagRow> selected() {
    return List.copyOf(table.getSelectionModel().getSelectedItems());
  }

  /// The one that is selected.
  Optional<TagRow> one() {
    List<TagRow> rows = selected();
    return rows.size() == 1 ? Optional.of(rows.getFirst()) : Optional.empty();
  }

  /// The row of a tag, also where the filter hides it.
  Optional<TagRow> find(String tag) {
    return rows.stream().filter(row -> row.tag().equals(tag)).findFirst();
  }

  void unselect() {
    table.getSelectionModel().clearSelection();
  }

  /// @param reference a tag or a digest
  /// @return false when no such row is in view
  boolean select(String reference) {
    for (TagRow row : table.getItems()) {
      ImageSummary summary = row.summary();
      if (row.tag().equals(reference)
          || (summary != null && summary.digest().text().equals(reference))) {
        table.getSelectionModel().clearAndSelect(table.getItems().indexOf(row));
        table.scrollTo(row);
        return true;
      }
    }
    return false;
  }

  void show(List<TagRow> all) {
    if (!rows.equals(all)) {
      List<String> chosen = selected().stream().map(TagRow::tag).toList();
      unselect();
      rows.setAll(all);
      for (TagRow row : table.getItems()) {
        if (chosen.contains(row.tag())) {
          table.getSelectionModel().select(row);
        }
      }
    }
  }

  /// Hides what does not fit, also where it is selected.
  void filter(String text) {
    String wanted = text.strip().toLowerCase(Locale.ROOT);
    if (selected().stream().anyMatch(row -> !fits(row, wanted))) {
      unselect();
    }
    shown.setPredicate(row -> fits(row, wanted));
  }

  private static boolean fits(TagRow row, String wanted) {
    return row.tag().toLowerCase(Locale.ROOT).contains(wanted);
  }

  private void columns() {
    var tag = Columns.<TagRow>mono(Messages.of("tag-2"), 80, TagRow::tag);
    tag.setComparator(NaturalOrder.INSTANCE);
    var digest = Columns.<TagRow>mono(Messages.of("digest"), 112, row -> digest(row));
    var size =
        Columns.<TagRow, Long>amount(
            Messages.of("size"),
            68,
            of(ImageSummary::size, null),
            Words::size,
            TagsTable::otherwise);
    var age =
        Columns.<TagRow, TagTime>amount(
            Messages.of("age"),
            100,
            TagTime::of,
            time -> isNarrow(table.getWidth()) ? time.age() : time.words(),
            TagsTable::otherwise);
    var platforms = Columns.<TagRow>text(Messages.of("platforms"), 100, TagsTable::platforms);
    var running = Columns.node(Messages.of("running-in"), BADGES, Badges::words, Badges::of);
    running.setMinWidth(NARROW);
    tag.setId(TAG);
    digest.setId("digest");
    size.setId("size");
    age.setId("age");
    platforms.setId("platforms");
    running.setId("running");
    table.getColumns().setAll(List.of(tag, digest, size, age, platforms, running));
    // What runs where stays longest: it is what nobody else tells.
    table
        .widthProperty()
        .subscribe(
            room -> running.setPrefWidth(room.doubleValue() < BADGES * 1.75 ? NARROW : BADGES));
    table.widthProperty().map(room -> isNarrow(room.doubleValue())).subscribe(table::refresh);
    Columns.fit(table, List.of(digest, platforms, size, age));
  }

  /// Beside a detail there is room for how old a tag is, but not for what that is about.
  private static boolean isNarrow(double room) {
    return room < 400;
  }

  private static String digest(TagRow row) {
    ImageSummary summary = row.summary();
    return summary == null ? otherwise(row) : summary.digest().brief();
  }

  /// Nothing is said of what nobody read yet.
  static String otherwise(TagRow row) {
    return row.isRead() ? UNKNOWN : "";
  }

  private static <T extends @Nullable Object> Function<TagRow, T> of(
      Function<ImageSummary, T> read, T otherwise) {
    return row -> {
      ImageSummary summary = row.summary();
      return summary == null ? otherwise : read.apply(summary);
    };
  }

  /// Platforms, and what is wrong where something is.
  static String platforms(TagRow row) {
    ImageSummary summary = row.summary();
    String why = row.problem() == null ? "" : row.problem().why();
    if (summary == null) {
      return why.isEmpty() ? otherwise(row) : why;
    }
    String platforms =
        summary.platforms().stream().map(Platform::toString).collect(Collectors.joining(", "));
    if (why.isEmpty()) {
      return platforms.isEmpty() ? UNKNOWN : platforms;
    }
    return platforms.isEmpty() ? why : platforms + " · " + why;
  }
}
