package dev.mooring.desktop.forward;

import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.EmptyPane;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/// There are no forwards in this context yet.
final class NoForwards extends StackPane {
  NoForwards(ForwardListActions can) {
    getChildren()
        .setAll(
            new EmptyPane(
                Feather.SHUFFLE,
                Messages.of("no-forwards"),
                Actions.button(can.make()),
                Actions.button(can.importFile())));
  }
}
