package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.theme.Tokens;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;

/// Which image a detail is of, and the way out of it.
public final class DetailHead extends HBox {
  /// @param title "ana/app:3"
  public DetailHead(String title, Runnable close, Node... ways) {
    super(Tokens.GAP);
    Label name = Controls.label(title, Tokens.SECTION_TITLE);
    name.setMinWidth(0);
    // The tag is at the end.
    name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
    name.setTooltip(new Tooltip(title));
    getChildren().addAll(name, Controls.spacer());
    getChildren().addAll(ways);
    getChildren().add(Controls.icon(Feather.X, Messages.of("close"), close));
    setAlignment(Pos.CENTER_LEFT);
  }
}
