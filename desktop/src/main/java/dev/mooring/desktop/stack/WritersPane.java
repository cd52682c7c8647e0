package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.stack.options.Writer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import org.kordamp.ikonli.feather.Feather;

/// Who can push, as sentences.
final class WritersPane extends AllowedPane<Writer> {
  private final WritersViewModel model;
  private final Surface surface;

  WritersPane(WritersViewModel model, Surface surface) {
    super(model, surface, Messages.of("nobody-may-write-add-a-writer"));
    this.model = model;
    this.surface = surface;
  }

  @Override
  Node row(Writer writer) {
    Button remove =
        Controls.icon(Feather.X, Messages.of("remove-writer", writer.name()), () -> remove(writer));
    remove.setId("remove-writer-" + writer.name());
    return line(
        Controls.picture(Feather.EDIT_3, Tone.MUTED),
        Controls.text(sentence(writer)),
        Controls.spacer(),
        remove);
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
