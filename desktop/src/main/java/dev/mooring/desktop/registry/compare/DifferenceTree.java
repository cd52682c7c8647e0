package dev.mooring.desktop.registry.compare;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Rows;
import dev.mooring.desktop.theme.Tokens;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import org.jspecify.annotations.Nullable;

/// What differs, under headings that fold.
final class DifferenceTree extends TreeTableView<DifferenceRow> {
  private static final double LINE = 24;
  private static final DifferenceRow ROOT =
      new DifferenceRow(DifferenceRow.Kind.HEADING, "", "", "", "", "", List.of(), List.of());

  private final Set<String> folded = new HashSet<>();
  private List<DifferenceRow> groups = List.of();
  private String wanted = "";

  DifferenceTree() {
    setId("compare-differences");
    setAccessibleText(Messages.of("differences"));
    setShowRoot(false);
    setFixedCellSize(LINE);
    getStyleClass().addAll("plain-table", "file-tree", Styles.DENSE);
    setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    setPlaceholder(Controls.text(Messages.of("nothing-matches"), Tokens.SECONDARY));
    setMinHeight(96);
    Rows.arrowsBegin(this, getSelectionModel());
    TreeTableColumn<DifferenceRow, DifferenceRow> name =
        column(Messages.of("difference"), 260, DifferenceRow::name);
    name.setCellFactory(ignored -> new Name());
    setTreeColumn(name);
    getColumns()
        .setAll(
            List.of(
                name,
                column(Messages.of("before"), 110, DifferenceRow::before),
                column(Messages.of("after"), 110, DifferenceRow::after),
                column(Messages.of("details"), 110, DifferenceRow::more)));
  }

  private static TreeTableColumn<DifferenceRow, DifferenceRow> column(
      String title, double width, Function<DifferenceRow, String> words) {
    TreeTableColumn<DifferenceRow, DifferenceRow> column = new TreeTableColumn<>(title);
    column.setPrefWidth(width);
    column.setMinWidth(64);
    column.setSortable(false);
    column.setReorderable(false);
    column.getStyleClass().add(Tokens.MONO);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue().getValue()));
    column.setCellFactory(ignored -> new Text(words));
    return column;
  }

  void show(List<DifferenceRow> all) {
    groups = all;
    folded.clear();
    // What both have the same is the least of news.
    if (all.size() > 1) {
      folded.add(all.getLast().name());
    }
    fill();
    getSelectionModel().select(all.isEmpty() ? -1 : 1);
  }

  /// Hides what does not have this text.
  void filter(String text) {
    wanted = text.strip().toLowerCase(Locale.ROOT);
    fill();
  }

  private void fill() {
    DifferenceRow chosen = chosen();
    TreeItem<DifferenceRow> root = new TreeItem<>(ROOT);
    TreeItem<DifferenceRow> same = null;
    List<TreeItem<DifferenceRow>> headings = new ArrayList<>();
    for (DifferenceRow group : groups) {
      List<DifferenceRow> rows =
          wanted.isEmpty()
              ? group.children()
              : group.children().stream().filter(each -> each.has(wanted)).toList();
      if (rows.isEmpty()) {
        continue;
      }
      TreeItem<DifferenceRow> heading = new TreeItem<>(group);
      List<TreeItem<DifferenceRow>> items = new ArrayList<>(rows.size());
      for (DifferenceRow each : rows) {
        TreeItem<DifferenceRow> item = new TreeItem<>(each);
        same = each.equals(chosen) ? item : same;
        items.add(item);
      }
      heading.getChildren().setAll(items);
      heading.setExpanded(!wanted.isEmpty() || !folded.contains(group.name()));
      heading.expandedProperty().addListener((p, before, now) -> fold(group.name(), now));
      headings.add(heading);
    }
    root.getChildren().setAll(headings);
    root.setExpanded(true);
    setRoot(root);
    if (same != null) {
      getSelectionModel().select(same);
    }
  }

  private void fold(String heading, boolean open) {
    if (wanted.isEmpty()) {
      boolean ignored = open ? folded.remove(heading) : folded.add(heading);
    }
  }

  @Nullable DifferenceRow chosen() {
    TreeItem<DifferenceRow> item = getSelectionModel().getSelectedItem();
    return item == null ? null : item.getValue();
  }

  private static class Text extends TreeTableCell<DifferenceRow, DifferenceRow> {
    private final Function<DifferenceRow, String> words;
    private final Tooltip whole = new Tooltip();

    Text(Function<DifferenceRow, String> words) {
      this.words = words;
      whole.setWrapText(true);
      whole.setMaxWidth(520);
      textTruncatedProperty().subscribe(cut -> setTooltip(cut ? whole : null));
    }

    @Override
    protected void updateItem(@Nullable DifferenceRow row, boolean empty) {
      super.updateItem(row, empty);
      String text = row == null || empty ? "" : words.apply(row);
      setText(text);
      whole.setText(text);
      setAccessibleText(row == null || empty ? "" : spoken(row, text));
    }

    String spoken(DifferenceRow row, String text) {
      return text;
    }
  }

  private static final class Name extends Text {
    private final Label sign = Controls.label("", "diff-sign");

    Name() {
      super(DifferenceRow::name);
    }

    @Override
    protected void updateItem(@Nullable DifferenceRow row, boolean empty) {
      super.updateItem(row, empty);
      boolean heading = row != null && !empty && row.isHeading();
      pseudoClassStateChanged(javafx.css.PseudoClass.getPseudoClass("heading"), heading);
      if (row == null || empty || heading) {
        setGraphic(null);
        return;
      }
      sign.setText(row.kind().sign());
      Controls.style(sign, "diff-sign", row.kind().name().toLowerCase(Locale.ROOT));
      setGraphic(sign);
    }

    @Override
    String spoken(DifferenceRow row, String text) {
      return row.isHeading() ? text : Messages.of("spoken", row.kind().words(), text);
    }
  }
}
