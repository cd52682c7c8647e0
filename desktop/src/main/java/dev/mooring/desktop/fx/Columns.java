package dev.mooring.desktop.fx;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.theme.Tokens;
import java.util.Comparator;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// Columns of Mooring's tables.
public final class Columns {
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
    return table;
  }

  public static <R> TableColumn<R, String> text(
      String title, double width, Function<R, String> value) {
    TableColumn<R, String> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 100));
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
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
    TableColumn<R, N> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 64));
    column.getStyleClass().add("right-aligned");
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(value.apply(cell.getValue())));
    column.setComparator(Comparator.nullsLast(Comparator.naturalOrder()));
    column.setCellFactory(
        ignored ->
            new TableCell<>() {
              @Override
              protected void updateItem(@Nullable N item, boolean empty) {
                super.updateItem(item, empty);
                setText(empty || item == null ? "" : words.apply(item));
              }
            });
    return column;
  }

  /// Cells that are more than text; sorted by the words.
  public static <R> TableColumn<R, R> node(
      String title, double width, Function<R, String> words, Function<R, Node> node) {
    TableColumn<R, R> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue()));
    column.setComparator(Comparator.comparing(words));
    column.setCellFactory(
        ignored ->
            new TableCell<>() {
              @Override
              protected void updateItem(@Nullable R item, boolean empty) {
                super.updateItem(item, empty);
                setGraphic(empty || item == null ? null : node.apply(item));
                setAccessibleText(empty || item == null ? "" : words.apply(item));
              }
            });
    return column;
  }
}
