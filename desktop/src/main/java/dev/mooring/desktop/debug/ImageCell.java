package dev.mooring.desktop.debug;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Tone;
import java.util.function.Function;
import javafx.beans.value.ChangeListener;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/// The image of a workload, and whether the registry has a newer one. Asks only when it comes into
/// view.
final class ImageCell extends TableCell<Workload, Workload> {
  private final Function<String, Fetched<String>> newer;
  private final Label badge = Controls.badge(Tone.ACCENT, "");
  private final ChangeListener<Face<String>> listener = (p, before, now) -> show(now);
  private @Nullable Fetched<String> followed;

  /// @param newer the newer image of one; empty for none
  ImageCell(Function<String, Fetched<String>> newer) {
    this.newer = newer;
    setContentDisplay(ContentDisplay.RIGHT);
    badge.setMinWidth(USE_PREF_SIZE);
  }

  @Override
  protected void updateItem(@Nullable Workload item, boolean empty) {
    super.updateItem(item, empty);
    if (followed != null) {
      followed.face().removeListener(listener);
      followed = null;
    }
    setGraphic(null);
    if (empty || item == null) {
      setText(null);
      setTooltip(null);
      return;
    }
    setText(item.image());
    setTooltip(new Tooltip(String.join("\n", item.images())));
    Fetched<String> next = newer.apply(item.image());
    followed = next;
    next.face().addListener(listener);
    show(next.face().get());
  }

  private void show(Face<String> face) {
    boolean found = face instanceof Face.Full<String> full && !full.value().isEmpty();
    setGraphic(found ? badge : null);
    if (found && face instanceof Face.Full<String> full) {
      badge.setText(Messages.of("newer", tag(full.value())));
    }
  }

  static String tag(String image) {
    return image.substring(image.lastIndexOf(':') + 1);
  }
}
