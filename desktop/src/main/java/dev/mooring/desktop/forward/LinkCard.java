package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.forward.ForwardLink;
import dev.mooring.forward.Target;
import javafx.scene.control.Button;
import javafx.scene.control.Label;

/// Asks whether to follow a link into a context that is not in view.
///
/// Opening a context runs what its user entry says and restores its forwards, so that waits for the
/// answer too.
public final class LinkCard {
  private LinkCard() {}

  /// @param start called when the user agrees
  public static void open(ForwardLink link, Surface surface, Runnable start) {
    Target target = link.target();
    Button agree =
        Controls.primary(
            Messages.of("start-forward"),
            () -> {
              surface.closeCard();
              start.run();
            });
    agree.setId("link-start");
    Form form =
        new Form(Messages.of("link-title"))
            .field(Messages.of("context"), shown("link-context", link.context()), "")
            .fields(
                Messages.of("namespace"),
                shown(
                    "link-namespace",
                    target.namespace().isEmpty()
                        ? Messages.of("link-context-default")
                        : target.namespace()),
                Targets.kind(target),
                shown("link-target", target.name()))
            .fields(
                Messages.of("port"),
                shown("link-port", target.port()),
                Messages.of("local-port"),
                shown(
                    "link-local",
                    link.localPort() == 0
                        ? Messages.of("automatic")
                        : String.valueOf(link.localPort())))
            .add(Controls.text(Messages.of("link-hint"), Tokens.SECONDARY))
            .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), agree);
    form.setId("link-card");
    form.setPrefWidth(440);
    surface.open(form);
  }

  private static Label shown(String id, String text) {
    Label label = Controls.label(text);
    label.setId(id);
    return label;
  }
}
