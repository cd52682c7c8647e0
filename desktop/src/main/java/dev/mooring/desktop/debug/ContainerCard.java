package dev.mooring.desktop.debug;

import dev.mooring.debug.Candidates;
import dev.mooring.debug.Verdict;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;

/// Asks which container of a pod is to be debugged, where several could be meant.
final class ContainerCard {
  private ContainerCard() {}

  /// @param words what the user pointed at: "deploy/hello"
  /// @param debug told of the container
  static void open(String words, Candidates candidates, Surface surface, Consumer<String> debug) {
    Button go = Controls.primary(Messages.of("debug"), () -> {});
    go.setId("debug-container-start");
    Label why = Controls.text("", Tokens.SECONDARY);
    ContainerBox box = new ContainerBox(candidates, "", now -> show(now, why, go));
    go.setOnAction(
        event -> {
          surface.closeCard();
          debug.accept(box.getValue().container());
        });
    show(box.getValue(), why, go);
    Form form =
        new Form(Messages.of("which-container-of", words))
            .field(Messages.of("container"), box, "")
            .add(why)
            .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), go);
    form.setPrefWidth(480);
    surface.open(form);
    box.requestFocus();
  }

  private static void show(Verdict verdict, Label why, Button go) {
    why.setText(verdict.possible() ? VerdictBadge.sentence(verdict) : verdict.lines().getFirst());
    go.setDisable(!verdict.possible());
  }
}
