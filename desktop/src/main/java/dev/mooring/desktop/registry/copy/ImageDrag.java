package dev.mooring.desktop.registry.copy;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.MultipleSelectionModel;
import javafx.scene.control.TableView;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.TransferMode;
import org.jspecify.annotations.Nullable;

/// Images that are dragged: onto a registry or repository, where they are copied to, or into
/// another program, where they are their names.
public final class ImageDrag {
  /// Marks what is dragged as images of this window.
  static final DataFormat IMAGES = new DataFormat("application/x-mooring-images");

  private static final PseudoClass OVER = PseudoClass.getPseudoClass("images-over");

  private ImageDrag() {}

  /// What is selected is dragged; a row that isn't, alone.
  ///
  /// @param name of the image in a row, with its host; empty where it has none
  public static <R> void from(TableView<R> table, Function<R, String> name) {
    table.addEventHandler(
        MouseEvent.DRAG_DETECTED,
        event -> {
          // Headers and scroll bars are dragged, too.
          int row = row(event.getPickResult().getIntersectedNode());
          if (row < 0) {
            return;
          }
          MultipleSelectionModel<R> selection = table.getSelectionModel();
          if (!selection.isSelected(row)) {
            selection.clearAndSelect(row);
          }
          List<String> names =
              selection.getSelectedItems().stream()
                  .map(name)
                  .filter(each -> !each.isEmpty())
                  .toList();
          if (!names.isEmpty()) {
            table.startDragAndDrop(TransferMode.COPY).setContent(content(names));
            event.consume();
          }
        });
  }

  private static int row(@Nullable Node picked) {
    for (Node each = picked; each != null; each = each.getParent()) {
      if (each instanceof IndexedCell<?> cell) {
        return cell.isEmpty() ? -1 : cell.getIndex();
      }
    }
    return -1;
  }

  static ClipboardContent content(List<String> names) {
    ClipboardContent content = new ClipboardContent();
    content.putString(String.join("\n", names));
    content.put(IMAGES, names.size());
    return content;
  }

  /// Where images can be dropped.
  ///
  /// @param place what stands before a repository, with a slash at its end, or a repository; empty
  /// where images cannot be copied to now. For a cell of a list: of what it shows then
  /// @param dropped told the place that they were dropped on
  public static void onto(Node target, Supplier<Optional<String>> place, Consumer<String> dropped) {
    target.addEventHandler(
        DragEvent.DRAG_OVER,
        event -> {
          if (event.getDragboard().hasContent(IMAGES) && place.get().isPresent()) {
            event.acceptTransferModes(TransferMode.COPY);
            target.pseudoClassStateChanged(OVER, true);
            event.consume();
          }
        });
    target.addEventHandler(
        DragEvent.DRAG_EXITED, event -> target.pseudoClassStateChanged(OVER, false));
    target.addEventHandler(
        DragEvent.DRAG_DROPPED,
        event -> {
          Optional<String> where = place.get();
          if (event.getDragboard().hasContent(IMAGES) && where.isPresent()) {
            dropped.accept(where.get());
            event.setDropCompleted(true);
            event.consume();
          }
        });
  }
}
