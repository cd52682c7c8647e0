package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import java.util.List;
import java.util.Map;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;

/// Says what is active in other contexts, so that an empty list is not taken for the whole truth.
final class OtherContextsLine extends FlowPane {
  OtherContextsLine(ForwardsViewModel model) {
    super(Tokens.GROUP, Tokens.GAP);
    setId("other-contexts");
    model.elsewhere().subscribe(now -> show(model, now));
  }

  private void show(ForwardsViewModel model, Map<String, Integer> active) {
    List<Node> lines =
        active.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(each -> line(model, each.getKey(), each.getValue()))
            .toList();
    getChildren().setAll(lines);
    Controls.show(this, !lines.isEmpty());
  }

  private static Node line(ForwardsViewModel model, String context, int active) {
    HBox line =
        new HBox(
            Tokens.GAP,
            Controls.label(Messages.of("elsewhere", active, context)),
            Controls.button(
                Messages.of("elsewhere-show", context), () -> model.showContext(context)));
    line.setAlignment(Pos.CENTER_LEFT);
    return line;
  }
}
