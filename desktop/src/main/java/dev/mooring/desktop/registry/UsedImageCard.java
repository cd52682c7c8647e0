package dev.mooring.desktop.registry;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.LowScroll;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.theme.Tokens;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;

/// Asks whether an image goes that pods use and that nothing else names. It is blocked until that
/// is ticked, as `mooring delete` is without `--force`.
final class UsedImageCard {
  private static final int MOST = 200;

  private UsedImageCard() {}

  /// @param pods those that use what goes
  /// @param stays sentences about what stays
  static void open(
      Surface surface, Loss loss, List<String> pods, List<String> stays, Runnable delete) {
    CheckBox although = new CheckBox(Messages.count("delete-although-used", pods.size()));
    although.setId("delete-used");
    although.setMnemonicParsing(false);
    although.setWrapText(true);
    Button yes =
        Controls.danger(
            Messages.of("delete"),
            () -> {
              surface.closeCard();
              delete.run();
            });
    yes.setId("confirm");
    yes.disableProperty().bind(although.selectedProperty().not());
    Label going = Controls.text(String.join("\n", loss.lines()), Tokens.CODE);
    going.setMaxWidth(Double.MAX_VALUE);
    Label used = Controls.text(String.join("\n", pods.stream().limit(MOST).toList()), Tokens.CODE);
    used.setMaxWidth(Double.MAX_VALUE);
    Form form = new Form(Messages.of("delete-these", loss.name()));
    form.setId("delete-used-image");
    List<String> sentences = new ArrayList<>(List.of(Messages.of("what-runs-keeps-running")));
    sentences.addAll(stays);
    form.add(Controls.text(String.join(" ", sentences)))
        .add(new LowScroll(going, 28, 120))
        .add(Controls.label(Messages.count("pods-that-lose-it", pods.size()), Tokens.SECONDARY))
        .add(new LowScroll(used, 28, 120))
        .add(although)
        .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), yes);
    form.setPrefWidth(480);
    surface.open(form);
  }
}
