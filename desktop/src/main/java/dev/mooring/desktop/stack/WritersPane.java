package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.stack.options.Writer;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Who can push, as sentences.
final class WritersPane extends StackPane {
  private final WritersViewModel model;
  private final Surface surface;
  private final VBox list = new VBox();

  WritersPane(WritersViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    getChildren()
        .add(
            new FaceView<>(
                model.list().face(),
                surface,
                model::read,
                list,
                this::fill,
                List::isEmpty,
                Controls.text(Messages.of("nobody-may-write-add-a-writer"), Tokens.SECONDARY)));
  }

  private void fill(List<Writer> writers) {
    list.getChildren().setAll(writers.stream().map(this::row).toList());
  }

  private Node row(Writer writer) {
    Button remove =
        Controls.icon(Feather.X, Messages.of("remove-writer", writer.name()), () -> remove(writer));
    remove.setId("remove-writer-" + writer.name());
    HBox row =
        new HBox(
            Tokens.GAP,
            Controls.picture(Feather.EDIT_3, Tone.MUTED),
            Controls.text(sentence(writer)),
            Controls.spacer(),
            remove);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add(Tokens.CHECK_ROW);
    return row;
  }

  private void remove(Writer writer) {
    model.remove(
        writer,
        () ->
            surface.undo(
                Messages.of("may-write-no-more", writer.name()), () -> model.putBack(writer)),
        surface::tell);
  }

  static String sentence(Writer writer) {
    boolean all = writer.repositories().isEmpty() || writer.repositories().contains("*");
    return all
        ? Messages.of("can-push-to-all", writer.namespace(), writer.account())
        : Messages.of(
            "can-push",
            writer.namespace(),
            writer.account(),
            String.join(", ", writer.repositories()));
  }
}
