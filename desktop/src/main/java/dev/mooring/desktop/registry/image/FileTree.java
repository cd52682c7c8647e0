package dev.mooring.desktop.registry.image;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Rows;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.registry.layer.LayerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableCell;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/// Files of an image: as a tree that is made where it is opened, or as a list of paths.
final class FileTree extends TreeTableView<FileRow> {
  private static final double LINE = 24;
  private static final FileRow ROOT =
      new FileRow("", LayerEntry.Kind.DIRECTORY, 0, 1, 0, false, "", null);

  private final FilesViewModel model;

  /// Stands in the way of no name: only a tree leaves room for what opens it.
  private final TreeTableColumn<FileRow, FileRow> none = new TreeTableColumn<>();

  private boolean flat;
  private boolean asking;
  private boolean again;

  FileTree(FilesViewModel model) {
    this.model = model;
    setId("image-files");
    setAccessibleText(Messages.of("files"));
    setShowRoot(false);
    setFixedCellSize(LINE);
    getStyleClass().addAll("plain-table", "file-tree", Styles.DENSE);
    setColumnResizePolicy(TreeTableView.CONSTRAINED_RESIZE_POLICY_FLEX_NEXT_COLUMN);
    setPlaceholder(Controls.text("", Tokens.SECONDARY));
    setMinHeight(96);
    Rows.arrowsBegin(this, getSelectionModel());
    TreeTableColumn<FileRow, FileRow> name = column(Messages.of("name"), 150, Name::new);
    name.getStyleClass().add(Tokens.MONO);
    name.setMinWidth(100);
    TreeTableColumn<FileRow, FileRow> size = column(Messages.of("size"), 66, Size::new);
    TreeTableColumn<FileRow, FileRow> layer = column(Messages.of("layer"), 60, Layer::new);
    for (TreeTableColumn<FileRow, FileRow> narrow : List.of(size, layer)) {
      narrow.setMinWidth(narrow.getPrefWidth());
      narrow.setMaxWidth(narrow.getPrefWidth() * 1.3);
      narrow.getStyleClass().add("right-aligned");
    }
    getColumns().setAll(List.of(name, size, layer));
    showTree();
  }

  private static TreeTableColumn<FileRow, FileRow> column(
      String title, double width, java.util.function.Supplier<Cell> cells) {
    TreeTableColumn<FileRow, FileRow> column = new TreeTableColumn<>(title);
    column.setPrefWidth(width);
    column.setSortable(false);
    column.setReorderable(false);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue().getValue()));
    column.setCellFactory(ignored -> cells.get());
    return column;
  }

  /// The whole tree.
  void showTree() {
    flat = false;
    setTreeColumn(getColumns().getFirst());
    root(this::ask);
  }

  /// Files by their paths.
  void showList(List<FileRow> rows) {
    flat = true;
    setTreeColumn(none);
    FileRow chosen = chosen();
    FileItem root = root(item -> {});
    root.fill(rows);
    if (chosen != null) {
      root.getChildren().stream()
          .filter(each -> each.getValue().equals(chosen))
          .findFirst()
          .ifPresent(getSelectionModel()::select);
    }
  }

  private FileItem root(Consumer<FileItem> ask) {
    FileItem root = new FileItem(ROOT, ask);
    root.setExpanded(true);
    setRoot(root);
    return root;
  }

  private void ask(FileItem item) {
    String path = item.getValue().path();
    model.children(List.of(path), rows -> item.fill(rows.getOrDefault(path, List.of())));
  }

  /// Says why there is nothing.
  void placeholder(String words) {
    setPlaceholder(Controls.text(words, Tokens.SECONDARY));
  }

  /// After more was read. While that is looked up, it is not asked for again.
  void refreshed() {
    if (flat || !(getRoot() instanceof FileItem root)) {
      return;
    }
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    List<String> open = new ArrayList<>();
    root.open(open);
    model.children(
        open,
        rows -> {
          asking = false;
          if (root.equals(getRoot())) {
            refresh(root, rows);
          }
          if (again) {
            again = false;
            refreshed();
          }
        });
  }

  private void refresh(FileItem root, Map<String, List<FileRow>> rows) {
    TreeItem<FileRow> before = getSelectionModel().getSelectedItem();
    root.refresh(rows);
    if (before != null
        && !before.equals(getSelectionModel().getSelectedItem())
        && getRow(before) >= 0) {
      getSelectionModel().select(before);
    }
    // Sizes of directories are known at the end.
    refresh();
  }

  @Nullable FileRow chosen() {
    TreeItem<FileRow> item = getSelectionModel().getSelectedItem();
    return item == null ? null : item.getValue();
  }

  private abstract static class Cell extends TreeTableCell<FileRow, FileRow> {
    private final Tooltip whole = new Tooltip();

    Cell() {
      setMinWidth(Region.USE_PREF_SIZE);
    }

    @Override
    protected void updateItem(@Nullable FileRow row, boolean empty) {
      super.updateItem(row, empty);
      if (row == null || empty) {
        setText(null);
        setTooltip(null);
        setAccessibleText("");
        return;
      }
      setText(words(row));
      whole.setText(more(row));
      setTooltip(whole);
      setAccessibleText(spoken(row));
    }

    abstract String words(FileRow row);

    String more(FileRow row) {
      return row.shown() + "\n" + row.origin();
    }

    String spoken(FileRow row) {
      return words(row);
    }
  }

  private final class Name extends Cell {
    Name() {
      setMinWidth(0);
    }

    @Override
    String words(FileRow row) {
      // The end of a path says more than its beginning.
      setTextOverrun(flat ? OverrunStyle.LEADING_ELLIPSIS : OverrunStyle.ELLIPSIS);
      String name = flat ? row.shown().substring(1) : row.name();
      return row.link().isEmpty() ? name : Messages.of("leads-to", name, link(row));
    }

    private static String link(FileRow row) {
      return dev.mooring.document.Printable.marked(row.link());
    }
  }

  private final class Size extends Cell {
    @Override
    String words(FileRow row) {
      long size = model.size(row);
      return row.content() == null && size == 0 ? "" : Words.size(size);
    }
  }

  private static final class Layer extends Cell {
    @Override
    String words(FileRow row) {
      return row.layers();
    }

    @Override
    String spoken(FileRow row) {
      return row.origin();
    }
  }
}
