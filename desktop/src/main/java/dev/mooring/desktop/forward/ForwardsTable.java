package dev.mooring.desktop.forward;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Rows;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableView;
import org.jspecify.annotations.Nullable;

/// The forwards of a context, and under a head for each context those that run in others.
///
/// An update redraws the cells in view whose words changed. Lines are put in and out only when a
/// forward comes, goes or changes its group, or when the filter changes.
final class ForwardsTable extends TreeTableView<ForwardRow> {
  private static final double ROW = 32;

  private final ForwardsViewModel own;
  private final Map<ForwardsViewModel, ContextLines> contexts = new LinkedHashMap<>();
  private final ForwardColumns columns;
  private final Label placeholder = Controls.text("", Tokens.SECONDARY);
  private List<String> structure = List.of();
  private ForwardFilter filter = ForwardFilter.NONE;

  /// @param own the forwards of the context in view, which stand under no head
  ForwardsTable(ForwardsViewModel own, Surface surface) {
    super(new TreeItem<>());
    this.own = own;
    contexts.put(own, new ContextLines(own));
    setShowRoot(false);
    setId("forwards");
    setAccessibleText(Messages.of("forwards"));
    setFixedCellSize(ROW);
    setPlaceholder(placeholder);
    setMinHeight(96);
    getStyleClass().addAll("plain-table", Styles.DENSE);
    getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    Rows.arrowsBegin(this, getSelectionModel());
    columns = new ForwardColumns(this, surface);
  }

  ForwardColumns columns() {
    return columns;
  }

  void show(ListedForwards listed) {
    lines(own).show(listed.own());
    contexts.keySet().removeIf(each -> !each.equals(own) && !listed.others().containsKey(each));
    listed.others().forEach((model, forwards) -> lines(model).show(forwards));
    place();
  }

  private ContextLines lines(ForwardsViewModel model) {
    return contexts.computeIfAbsent(model, ContextLines::new);
  }

  /// Only lines that hold each word of the text somewhere.
  void filter(String text) {
    filter = ForwardFilter.of(text);
    placeholder.setText(filter.isEmpty() ? "" : Messages.of("filter-no-match", text.strip()));
    place();
  }

  /// The forwards that are selected; a head stands for all of its lines.
  List<ContextForward> selected() {
    Set<ForwardRow.Forward> all = new LinkedHashSet<>();
    for (TreeItem<ForwardRow> each : getSelectionModel().getSelectedItems()) {
      if (each != null && each.getValue() != null) {
        all.addAll(each.getValue().forwards());
      }
    }
    return all.stream().map(ForwardRow.Forward::now).toList();
  }

  /// The one forward that is selected, and nothing but it.
  @Nullable ContextForward only() {
    List<TreeItem<ForwardRow>> all = getSelectionModel().getSelectedItems();
    return all.size() == 1
            && all.getFirst() != null
            && all.getFirst().getValue() instanceof ForwardRow.Forward forward
        ? forward.now()
        : null;
  }

  /// What became of one, or null where it is gone.
  @Nullable ContextForward again(ContextForward before) {
    return find(before.of(), before.name());
  }

  @Nullable ContextForward find(ForwardsViewModel of, String name) {
    TreeItem<ForwardRow> item = item(of, name);
    return item != null && item.getValue() instanceof ForwardRow.Forward forward
        ? forward.now()
        : null;
  }

  private @Nullable TreeItem<ForwardRow> item(ForwardsViewModel of, String name) {
    ContextLines lines = contexts.get(of);
    return lines == null ? null : lines.item(name);
  }

  /// Selects one, also where its group is folded.
  void select(ContextForward forward) {
    TreeItem<ForwardRow> item = item(forward.of(), forward.name());
    if (item == null) {
      return;
    }
    for (TreeItem<ForwardRow> head = item.getParent(); head != null; head = head.getParent()) {
      head.setExpanded(true);
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

  List<String> groups(ForwardsViewModel model) {
    return lines(model).groups();
  }

  private void place() {
    List<String> next =
        contexts.values().stream().flatMap(each -> each.places(filter).stream()).toList();
    if (!next.equals(structure)) {
      structure = next;
      Set<TreeItem<ForwardRow>> chosen =
          new LinkedHashSet<>(getSelectionModel().getSelectedItems());
      // A selection by row number would move on to whatever comes to stand there.
      getSelectionModel().clearSelection();
      List<TreeItem<ForwardRow>> top = new ArrayList<>();
      contexts.forEach(
          (model, lines) ->
              top.addAll(model.equals(own) ? lines.lines(filter) : lines.underHead(filter)));
      getRoot().getChildren().setAll(top);
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
    contexts.values().forEach(ContextLines::total);
  }
}
