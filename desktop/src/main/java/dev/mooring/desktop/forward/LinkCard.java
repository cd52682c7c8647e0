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
            "Start forward",
            () -> {
              surface.closeCard();
              start.run();
            });
    agree.setId("link-start");
    Form form =
        new Form("Start a forward from a link?")
            .field("Context", shown("link-context", link.context()), "")
            .fields(
                "Namespace",
                shown(
                    "link-namespace",
                    target.namespace().isEmpty() ? "the context's own" : target.namespace()),
                Targets.kind(target),
                shown("link-target", target.name()))
            .fields(
                "Port",
                shown("link-port", target.port()),
                "Local port",
                shown(
                    "link-local",
                    link.localPort() == 0 ? "Automatic" : String.valueOf(link.localPort())))
            .add(
                Controls.text(
                    "Mooring opens this context when you start the forward: it signs in to the"
                        + " cluster, and resumes the forwards you keep there.",
                    Tokens.SECONDARY))
            .buttons(Controls.button("Cancel", surface::closeCard), agree);
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
