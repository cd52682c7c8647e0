package dev.mooring.desktop.forward;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Sparkline;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.ForwardStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// The forwards, those of a group under its head.
///
/// Lines stay the same objects while what they show moves on: an update redraws the cells in view
/// whose words changed. Lines are put in and out only when a forward comes, goes or changes its
/// group, or when the filter changes.
final class ForwardsTable extends TreeTableView<ForwardRow> {
  private static final double ROW = 32;

  /// What [#fit] adds for borders and a scroll bar.
  private static final double FRAME = 18;

  private final Surface surface;
  private final Map<String, TreeItem<ForwardRow>> items = new HashMap<>();
  private final Map<String, TreeItem<ForwardRow>> groups = new LinkedHashMap<>();
  private final List<TreeTableColumn<ForwardRow, ?>> spare;
  private final Label placeholder = Controls.text("", Tokens.SECONDARY);
  private Set<String> hidden = Set.of();
  private List<ForwardStatus> shown = List.of();
  private List<String> structure = List.of();
  private String filter = "";

  ForwardsTable(Surface surface) {
    super(new TreeItem<>());
    this.surface = surface;
    setShowRoot(false);
    setId("forwards");
    setAccessibleText(Messages.of("forwards-2"));
    setFixedCellSize(ROW);
    setPlaceholder(placeholder);
    setMinHeight(96);
    getStyleClass().addAll("plain-table", Styles.DENSE);
    setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    var name = column(Messages.of("name"), 126, ForwardRow::name, NameCell::new);
    name.setComparator(String.CASE_INSENSITIVE_ORDER);
    var state = column(Messages.of("state"), 140, Said::of, StateCell::new);
    state.setComparator(Comparator.comparing(Said::tone).thenComparing(Said::words));
    var target = column(Messages.of("target"), 132, ForwardsTable::target, WordsCell::new);
    target.getStyleClass().add(Tokens.MONO);
    var address = column(Messages.of("local-address"), 146, ForwardsTable::address, CopyCell::new);
    var pods = number(Messages.of("pods"), 58, ForwardsTable::pods);
    var open = number(Messages.of("open-2"), 58, ForwardsTable::connections);
    var traffic = column(Messages.of("traffic"), 78, row -> sum(row).traffic(), SizeCell::new);
    traffic.getStyleClass().add("right-aligned");
    var rate = column(Messages.of("last-minute"), 148, Minute::of, MinuteCell::new);
    rate.setComparator(Comparator.comparingLong(Minute::rate));
    getColumns().setAll(List.of(name, state, target, address, pods, open, traffic, rate));
    setTreeColumn(name);
    // What a wide window has to spare goes to the words, and they give first.
    name.setMinWidth(90);
    state.setMinWidth(110);
    target.setMinWidth(90);
    address.setMaxWidth(200);
    pods.setMaxWidth(64);
    open.setMaxWidth(64);
    traffic.setMaxWidth(96);
    rate.setMaxWidth(160);
    spare = List.of(target, rate, pods, open, traffic);
    widthProperty().addListener((p, before, now) -> fit());
  }

  /// @return whether lines came, went or changed their place
  boolean show(List<ForwardStatus> rows) {
    shown = rows;
    Set<String> names = new LinkedHashSet<>();
    for (ForwardStatus each : rows) {
      names.add(each.spec().name());
      TreeItem<ForwardRow> item =
          items.computeIfAbsent(
              each.spec().name(), ignored -> new TreeItem<>(new ForwardRow.Forward(each)));
      if (item.getValue() instanceof ForwardRow.Forward forward) {
        forward.show(each);
      }
    }
    items.keySet().retainAll(names);
    boolean moved = place();
    groups.values().forEach(this::sum);
    return moved;
  }

  /// Only lines that hold each word of the text somewhere.
  void filter(String text) {
    filter = text.strip().toLowerCase(Locale.ROOT);
    placeholder.setText(
        filter.isEmpty() ? "" : Messages.of("no-forward-has-in-name-target", text.strip()));
    place();
    groups.values().forEach(this::sum);
  }

  /// The forwards that are selected; a group's head stands for all of its lines.
  List<ForwardRow.Forward> selected() {
    Set<ForwardRow.Forward> all = new LinkedHashSet<>();
    for (TreeItem<ForwardRow> each : getSelectionModel().getSelectedItems()) {
      if (each != null && each.getValue() != null) {
        all.addAll(each.getValue().forwards());
      }
    }
    return List.copyOf(all);
  }

  /// The one forward that is selected, and nothing but it.
  ForwardRow.@Nullable Forward only() {
    List<TreeItem<ForwardRow>> all = getSelectionModel().getSelectedItems();
    return all.size() == 1
            && all.getFirst() != null
            && all.getFirst().getValue() instanceof ForwardRow.Forward forward
        ? forward
        : null;
  }

  ForwardRow.@Nullable Forward forward(String name) {
    TreeItem<ForwardRow> item = items.get(name);
    return item != null && item.getValue() instanceof ForwardRow.Forward forward ? forward : null;
  }

  List<String> groups() {
    return shown.stream()
        .map(each -> each.spec().group())
        .filter(each -> !each.isEmpty())
        .distinct()
        .sorted(String.CASE_INSENSITIVE_ORDER)
        .toList();
  }

  /// Columns that the user may take away, by title.
  List<String> spare() {
    return spare.stream().map(TreeTableColumn::getText).toList();
  }

  void hide(List<String> titles) {
    hidden = Set.copyOf(titles);
    fit();
  }

  private boolean place() {
    List<ForwardStatus> rows = shown.stream().filter(this::matches).toList();
    List<String> next =
        rows.stream().map(each -> each.spec().group() + '\n' + each.spec().name()).toList();
    if (next.equals(structure)) {
      return false;
    }
    structure = next;
    Map<String, List<TreeItem<ForwardRow>>> byGroup =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.spec().group(),
                    LinkedHashMap::new,
                    Collectors.mapping(
                        each -> items.get(each.spec().name()), Collectors.toList())));
    Set<TreeItem<ForwardRow>> chosen = new LinkedHashSet<>(getSelectionModel().getSelectedItems());
    List<TreeItem<ForwardRow>> top = new ArrayList<>(byGroup.getOrDefault("", List.of()));
    groups.keySet().retainAll(groups());
    for (String each : groups()) {
      List<TreeItem<ForwardRow>> members = byGroup.getOrDefault(each, List.of());
      TreeItem<ForwardRow> head = groups.computeIfAbsent(each, ForwardsTable::head);
      if (!head.getChildren().equals(members)) {
        head.getChildren().setAll(members);
      }
      if (!members.isEmpty()) {
        top.add(head);
      }
      if (!filter.isEmpty()) {
        head.setExpanded(true);
      }
    }
    getRoot().getChildren().setAll(top);
    if (!getSortOrder().isEmpty()) {
      sort();
    }
    getSelectionModel().clearSelection();
    chosen.forEach(
        each -> {
          int at = each == null ? -1 : getRow(each);
          if (at >= 0) {
            getSelectionModel().select(at);
          }
        });
    return true;
  }

  private static TreeItem<ForwardRow> head(String group) {
    TreeItem<ForwardRow> head = new TreeItem<>(new ForwardRow.Group(group));
    head.setExpanded(true);
    return head;
  }

  private void sum(TreeItem<ForwardRow> head) {
    if (head.getValue() instanceof ForwardRow.Group group) {
      group.show(
          head.getChildren().stream()
              .flatMap(each -> each.getValue().forwards().stream())
              .toList());
    }
  }

  private boolean matches(ForwardStatus row) {
    if (filter.isEmpty()) {
      return true;
    }
    String all =
        String.join(
                " ",
                row.spec().name(),
                row.spec().group(),
                row.spec().target().namespace(),
                target(row),
                Address.of(row),
                Said.of(row.state()).words(),
                String.join(" ", row.pods()))
            .toLowerCase(Locale.ROOT);
    return List.of(filter.split("\\s+")).stream().allMatch(all::contains);
  }

  /// Leaves out what the user took away; of the rest as many as there is room for, the most
  /// important first.
  private void fit() {
    double room = getWidth() - FRAME;
    for (TreeTableColumn<ForwardRow, ?> each : getColumns()) {
      room -= spare.contains(each) ? 0 : each.getPrefWidth();
    }
    for (TreeTableColumn<ForwardRow, ?> each : spare) {
      boolean wanted = !hidden.contains(each.getText()) && each.getPrefWidth() <= room;
      each.setVisible(wanted);
      room -= wanted ? each.getPrefWidth() : 0;
    }
  }

  private static <V extends @Nullable Object> TreeTableColumn<ForwardRow, V> column(
      String title,
      double width,
      Function<ForwardRow, V> value,
      Supplier<TreeTableCell<ForwardRow, V>> cell) {
    TreeTableColumn<ForwardRow, V> column = new TreeTableColumn<>(title);
    column.setPrefWidth(width);
    column.setMinWidth(width);
    column.setCellValueFactory(
        features -> {
          ForwardRow row = features.getValue().getValue();
          ObservableValue<V> now = row.changes().map(ignored -> value.apply(row));
          return now;
        });
    column.setCellFactory(ignored -> cell.get());
    return column;
  }

  private static TreeTableColumn<ForwardRow, Integer> number(
      String title, double width, Function<ForwardRow, Integer> value) {
    TreeTableColumn<ForwardRow, Integer> column = column(title, width, value, NumberCell::new);
    column.getStyleClass().add("right-aligned");
    return column;
  }

  static String target(ForwardStatus forward) {
    return forward.spec().target().words() + ":" + forward.spec().target().port();
  }

  private static String target(ForwardRow row) {
    return row instanceof ForwardRow.Forward forward ? target(forward.status()) : "";
  }

  private static Where address(ForwardRow row) {
    return row instanceof ForwardRow.Forward forward
        ? new Where(Address.of(forward.status()), !forward.status().listening().isEmpty())
        : new Where("", false);
  }

  private static Sum sum(ForwardRow row) {
    return switch (row) {
      case ForwardRow.Forward forward -> Sum.of(List.of(forward.status()));
      case ForwardRow.Group group -> group.sum();
    };
  }

  private static Integer connections(ForwardRow row) {
    Sum sum = sum(row);
    return sum.running() == 0 ? -1 : sum.connections();
  }

  private static Integer pods(ForwardRow row) {
    return row instanceof ForwardRow.Forward forward && !forward.stopped()
        ? forward.status().pods().size()
        : -1;
  }

  /// @param live whether something listens there
  private record Where(String address, boolean live) implements Comparable<Where> {
    @Override
    public int compareTo(Where other) {
      return address.compareTo(other.address);
    }
  }

  /// @param rates empty for a group: its lines show the shape
  private record Minute(List<Long> rates, long rate, boolean running) {
    static Minute of(ForwardRow row) {
      return switch (row) {
        case ForwardRow.Forward forward ->
            new Minute(forward.status().rates(), forward.status().rate(), !forward.stopped());
        case ForwardRow.Group group ->
            new Minute(List.of(), group.sum().rate(), group.sum().running() > 0);
      };
    }

    String words() {
      return running && rate > 0 ? Words.size(rate) + "/s" : "";
    }
  }

  /// A group's name stands out and says how many it has.
  private static final class NameCell extends TreeTableCell<ForwardRow, String> {
    @Override
    protected void updateItem(@Nullable String item, boolean empty) {
      super.updateItem(item, empty);
      TreeItem<ForwardRow> line = empty ? null : getTableRow().getTreeItem();
      boolean head = line != null && line.getValue() instanceof ForwardRow.Group;
      getStyleClass().remove(Tokens.SECTION_TITLE);
      if (head) {
        getStyleClass().add(Tokens.SECTION_TITLE);
      }
      setText(empty ? null : item);
    }
  }

  private static final class WordsCell extends TreeTableCell<ForwardRow, String> {
    @Override
    protected void updateItem(@Nullable String item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty ? null : item);
    }
  }

  private static final class NumberCell extends TreeTableCell<ForwardRow, Integer> {
    @Override
    protected void updateItem(@Nullable Integer item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null || item < 0 ? null : item.toString());
    }
  }

  private static final class SizeCell extends TreeTableCell<ForwardRow, Long> {
    @Override
    protected void updateItem(@Nullable Long item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty || item == null || item == 0 ? null : Words.size(item));
    }
  }

  private static final class StateCell extends TreeTableCell<ForwardRow, Said> {
    private final Region dot = new Region();
    private final Tooltip all = new Tooltip();

    StateCell() {
      dot.getStyleClass().add(Tokens.DOT);
      setGraphicTextGap(Tokens.GAP);
    }

    @Override
    protected void updateItem(@Nullable Said item, boolean empty) {
      super.updateItem(item, empty);
      if (empty || item == null) {
        setText(null);
        setGraphic(null);
        setTooltip(null);
        return;
      }
      dot.getStyleClass().setAll(Tokens.DOT, item.tone().style());
      all.setText(item.words());
      setText(item.words());
      setGraphic(dot);
      setTooltip(all);
    }
  }

  /// A click copies; where nothing listens it is only words.
  private final class CopyCell extends TreeTableCell<ForwardRow, Where> {
    private final Button copy = Controls.copyable("", "address", surface);

    CopyCell() {
      copy.setFocusTraversable(false);
      getStyleClass().add(Tokens.MONO);
    }

    @Override
    protected void updateItem(@Nullable Where item, boolean empty) {
      super.updateItem(item, empty);
      boolean live = !empty && item != null && item.live();
      setText(empty || item == null || live ? null : item.address());
      setGraphic(live ? copy : null);
      if (live && item != null) {
        copy.setText(item.address());
        copy.setAccessibleText(Messages.of("copy-address", item.address()));
      }
    }
  }

  private static final class MinuteCell extends TreeTableCell<ForwardRow, Minute> {
    private final Sparkline line = new Sparkline(60, 56, 18);
    private final Label words = Controls.label("", Tokens.SECONDARY);
    private final HBox box = new HBox(Tokens.GAP, line, words);

    MinuteCell() {
      words.setMaxWidth(Double.MAX_VALUE);
      words.setMinWidth(Region.USE_PREF_SIZE);
      words.setAlignment(javafx.geometry.Pos.CENTER_RIGHT);
      HBox.setHgrow(words, Priority.ALWAYS);
      box.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(@Nullable Minute item, boolean empty) {
      super.updateItem(item, empty);
      boolean nothing = empty || item == null || !item.running();
      setGraphic(nothing ? null : box);
      if (item != null && !nothing) {
        line.show(item.rates());
        line.setVisible(!item.rates().isEmpty());
        words.setText(item.words());
        setAccessibleText(item.words().isEmpty() ? Messages.of("no-traffic") : item.words());
      }
    }
  }
}
