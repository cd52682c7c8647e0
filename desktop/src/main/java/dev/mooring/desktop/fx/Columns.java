package dev.mooring.desktop.fx;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.theme.Tokens;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/// Columns of Mooring's tables.
public final class Columns {
  private static final double BORDERS = 4;

  private Columns() {}

  /// A table as all of ours look.
  public static <R> TableView<R> table(String accessibleText, Label placeholder) {
    TableView<R> table = new TableView<>();
    table.getStyleClass().addAll("plain-table", Styles.DENSE);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.setTableMenuButtonVisible(false);
    table.setAccessibleText(accessibleText);
    table.setPlaceholder(placeholder);
    table.setMinHeight(96);
    Rows.arrowsBegin(table, table.getSelectionModel());
    return table;
  }

  public static <R> TableColumn<R, String> text(
      String title, double width, Function<R, String> value) {
    TableColumn<R, String> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 100));
    column.setCellValueFactory(cell -> value(cell.getValue(), value));
    column.setCellFactory(ignored -> new Text<>());
    return column;
  }

  /// Names, digests and addresses.
  public static <R> TableColumn<R, String> mono(
      String title, double width, Function<R, String> value) {
    TableColumn<R, String> column = text(title, width, value);
    column.getStyleClass().add(Tokens.MONO);
    return column;
  }

  /// Numbers with units: sorted by the number, shown as words, right-aligned.
  public static <R, N extends Comparable<? super N>> TableColumn<R, N> amount(
      String title, double width, Function<R, @Nullable N> value, Function<N, String> words) {
    return amount(title, width, value, words, row -> "");
  }

  /// The same where a row without a number has words, too.
  public static <R, N extends Comparable<? super N>> TableColumn<R, N> amount(
      String title,
      double width,
      Function<R, @Nullable N> value,
      Function<N, String> words,
      Function<R, String> otherwise) {
    TableColumn<R, N> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 64));
    column.getStyleClass().add("right-aligned");
    column.setCellValueFactory(cell -> value(cell.getValue(), value));
    column.setComparator(Comparator.nullsLast(Comparator.naturalOrder()));
    column.setCellFactory(
        ignored ->
            new TableCell<>() {
              @Override
              protected void updateItem(@Nullable N item, boolean empty) {
                super.updateItem(item, empty);
                R row = empty ? null : getTableRow().getItem();
                setText(
                    item != null && !empty
                        ? words.apply(item)
                        : row == null ? "" : otherwise.apply(row));
              }
            });
    return column;
  }

  /// Cells that are more than text; sorted and drawn anew by the words.
  ///
  /// @param node nothing where the words are enough: most rows of a long list need none
  public static <R> TableColumn<R, Shown<R>> node(
      String title, double width, Function<R, String> words, Function<R, @Nullable Node> node) {
    TableColumn<R, Shown<R>> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 100));
    column.setCellValueFactory(
        cell -> value(cell.getValue(), row -> new Shown<>(row, words.apply(row))));
    column.setComparator(Comparator.comparing(Shown::words));
    column.setCellFactory(
        ignored ->
            new TableCell<>() {
              @Override
              protected void updateItem(@Nullable Shown<R> item, boolean empty) {
                super.updateItem(item, empty);
                Node shown = empty || item == null ? null : node.apply(item.row());
                String said = empty || item == null ? "" : item.words();
                setGraphic(shown);
                setText(shown == null ? said : "");
                setAccessibleText(said);
              }
            });
    return column;
  }

  /// Hides columns where there is no room for all.
  ///
  /// @param spare the least important first; the others stay
  public static <R> void fit(TableView<R> table, List<TableColumn<R, ?>> spare) {
    table.widthProperty().addListener((p, before, now) -> fit(table, now.doubleValue(), spare));
    for (TableColumn<R, ?> each : table.getColumns()) {
      if (!spare.contains(each)) {
        each.visibleProperty().addListener((p, before, now) -> fit(table, table.getWidth(), spare));
      }
    }
  }

  private static <R> void fit(TableView<R> table, double room, List<TableColumn<R, ?>> spare) {
    double wanted =
        BORDERS
            + table.getColumns().stream()
                .filter(each -> each.isVisible() || spare.contains(each))
                .mapToDouble(TableColumn::getPrefWidth)
                .sum();
    boolean back = false;
    for (TableColumn<R, ?> each : spare) {
      boolean drop = wanted > room;
      back |= !drop && !each.isVisible();
      each.setVisible(!drop);
      wanted -= drop ? each.getPrefWidth() : 0;
    }
    if (back) {
      // While the table is laid out, cells of columns that come back get no place of their own.
      new FxThread().later(table::refresh);
    }
  }

  /// What is cut stands in the tooltip.
  private static final class Text<R> extends TableCell<R, String> {
    private final Tooltip whole = new Tooltip();

    Text() {
      whole.textProperty().bind(textProperty());
      textTruncatedProperty().subscribe(cut -> setTooltip(cut ? whole : null));
    }

    @Override
    protected void updateItem(@Nullable String item, boolean empty) {
      super.updateItem(item, empty);
      setText(empty ? null : item);
    }
  }

  /// A row and what a cell says about it.
  public record Shown<R>(R row, String words) {}

  /// A row that stays the same while what it shows moves on, so that selection, an open menu and a
  /// click that is under way survive.
  public interface Live {
    ObservableValue<?> changes();
  }

  private static <R, V extends @Nullable Object> ObservableValue<V> value(
      R row, Function<R, V> value) {
    return row instanceof Live live
        ? live.changes().map(ignored -> value.apply(row))
        : new ReadOnlyObjectWrapper<>(value.apply(row));
  }
}
