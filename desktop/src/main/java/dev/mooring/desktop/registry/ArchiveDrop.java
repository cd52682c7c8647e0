package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Surface;
import java.io.File;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import org.jspecify.annotations.Nullable;

/// An archive that is dropped on the page fills in the form of a push.
final class ArchiveDrop {
  private ArchiveDrop() {}

  static void onto(Node page, ImagesViewModel model, Surface surface) {
    page.addEventHandler(
        DragEvent.DRAG_OVER,
        event -> {
          if (model.target().registry().isPresent() && archive(event) != null) {
            event.acceptTransferModes(TransferMode.COPY);
            event.consume();
          }
        });
    page.addEventHandler(
        DragEvent.DRAG_DROPPED,
        event -> {
          File archive = archive(event);
          if (archive != null) {
            PushCard.open(model.pushes(), surface, archive);
            event.setDropCompleted(true);
            event.consume();
          }
        });
  }

  private static @Nullable File archive(DragEvent event) {
    List<File> files = event.getDragboard().getFiles();
    return files != null && files.size() == 1 ? files.getFirst() : null;
  }
}
