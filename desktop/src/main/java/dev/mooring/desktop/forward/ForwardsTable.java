package dev.mooring.desktop.forward;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.ForwardStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import org.jspecify.annotations.Nullable;

/// The forwards, those of a group under its head.
///
/// Lines stay the same objects while what they show moves on: an update redraws the cells in view
/// whose words changed. Lines are put in and out only when a forward comes, goes or changes its
/// group, or when the filter changes.
final class ForwardsTable extends TreeTableView<ForwardRow> {
  private static final double ROW = 32;

  private final Map<String, TreeItem<ForwardRow>> items = new HashMap<>();
  private final Map<String, TreeItem<ForwardRow>> groups = new LinkedHashMap<>();
  private final ForwardColumns columns;
  private final Label placeholder = Controls.text("", Tokens.SECONDARY);
  private List<ForwardStatus> shown = List.of();
  private List<String> structure = List.of();
  private ForwardFilter filter = ForwardFilter.NONE;

  ForwardsTable(Surface surface) {
    super(new TreeItem<>());
    setShowRoot(false);
    setId("forwards");
    setAccessibleText(Messages.of("forwards"));
    setFixedCellSize(ROW);
    setPlaceholder(placeholder);
    setMinHeight(96);
    getStyleClass().addAll("plain-table", Styles.DENSE);
    getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    columns = new ForwardColumns(this, surface);
  }

  ForwardColumns columns() {
    return columns;
  }

  void show(List<ForwardStatus> rows) {
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
    place();
    groups.values().forEach(ForwardsTable::total);
  }

  /// Only lines that hold each word of the text somewhere.
  void filter(String text) {
    filter = ForwardFilter.of(text);
    placeholder.setText(filter.isEmpty() ? "" : Messages.of("filter-no-match", text.strip()));
    place();
    groups.values().forEach(ForwardsTable::total);
  }

  /// The forwards that are selected; a group's head stands for all of its lines.
  List<ForwardStatus> selected() {
    Set<ForwardRow.Forward> all = new LinkedHashSet<>();
    for (TreeItem<ForwardRow> each : getSelectionModel().getSelectedItems()) {
      if (each != null && each.getValue() != null) {
        all.addAll(each.getValue().forwards());
      }
    }
    return all.stream().map(ForwardRow.Forward::status).toList();
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

  /// Selects one, also where its group is folded.
  void select(String name) {
    TreeItem<ForwardRow> item = items.get(name);
    if (item == null) {
      return;
    }
    if (item.getParent() != null) {
      item.getParent().setExpanded(true);
    }
    int row = getRow(item);
    if (row >= 0) {
      getSelectionModel().clearAndSelect(row);
      scrollTo(row);
    }
  }

  /// Folds or unfolds the group whose head is selected.
  ///
  /// @return false when none is
  boolean fold() {
    TreeItem<ForwardRow> item = getSelectionModel().getSelectedItem();
    if (item == null || !(item.getValue() instanceof ForwardRow.Group)) {
      return false;
    }
    item.setExpanded(!item.isExpanded());
    return true;
  }

  List<String> groups() {
    return shown.stream()
        .map(each -> each.spec().group())
        .filter(each -> !each.isEmpty())
        .distinct()
        .sorted(String.CASE_INSENSITIVE_ORDER)
        .toList();
  }

  private void place() {
    List<ForwardStatus> rows = shown.stream().filter(filter::matches).toList();
    List<String> next =
        rows.stream().map(each -> each.spec().group() + '\n' + each.spec().name()).toList();
    if (next.equals(structure)) {
      return;
    }
    structure = next;
    Set<TreeItem<ForwardRow>> chosen = new LinkedHashSet<>(getSelectionModel().getSelectedItems());
    // A selection by row number would move on to whatever comes to stand there.
    getSelectionModel().clearSelection();
    getRoot().getChildren().setAll(lines(rows));
    if (!getSortOrder().isEmpty()) {
      sort();
    }
    chosen.forEach(
        each -> {
          int at = each == null ? -1 : getRow(each);
          if (at >= 0) {
            getSelectionModel().select(at);
          }
        });
  }

  private List<TreeItem<ForwardRow>> lines(List<ForwardStatus> rows) {
    Map<String, List<TreeItem<ForwardRow>>> byGroup =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.spec().group(),
                    LinkedHashMap::new,
                    Collectors.mapping(
                        each -> items.get(each.spec().name()), Collectors.toList())));
    List<TreeItem<ForwardRow>> top = new ArrayList<>(byGroup.getOrDefault("", List.of()));
    List<String> names = groups();
    groups.keySet().retainAll(names);
    for (String each : names) {
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
    return top;
  }

  private static TreeItem<ForwardRow> head(String group) {
    TreeItem<ForwardRow> head = new TreeItem<>(new ForwardRow.Group(group));
    head.setExpanded(true);
    return head;
  }

  private static void total(TreeItem<ForwardRow> head) {
    if (head.getValue() instanceof ForwardRow.Group group) {
      group.show(
          head.getChildren().stream()
              .flatMap(each -> each.getValue().forwards().stream())
              .toList());
    }
  }
}
