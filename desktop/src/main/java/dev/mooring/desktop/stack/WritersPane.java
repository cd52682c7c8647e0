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
  private final AccessViewModel access;
  private final WritersViewModel model;
  private final Surface surface;

  WritersPane(AccessViewModel access, Surface surface) {
    super(access.writers(), surface, Messages.of("nobody-may-write-add-a-writer"));
    this.access = access;
    this.model = access.writers();
    this.surface = surface;
  }

  @Override
  Node row(Writer writer) {
    Button remove =
        Controls.icon(Feather.X, Messages.of("remove-writer", writer.name()), () -> remove(writer));
    remove.setId("remove-writer-" + writer.name());
    return line(
        Controls.picture(Feather.USER, Tone.MUTED),
        Controls.text(sentence(writer)),
        Controls.spacer(),
        ChangeCard.button(access, writer, surface),
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
