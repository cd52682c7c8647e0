package dev.mooring.desktop.fx;

import dev.mooring.desktop.theme.Tokens;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// Nothing there yet: one sentence and the way to change that.
public final class EmptyPane extends VBox {
  public EmptyPane(Feather icon, String sentence, Node... ways) {
    getStyleClass().add(Tokens.EMPTY);
    var words = Controls.text(sentence);
    words.setTextAlignment(TextAlignment.CENTER);
    // The label is as wide as it may be, also around a short sentence.
    words.setAlignment(Pos.CENTER);
    words.setMaxWidth(420);
    getChildren().addAll(new FontIcon(icon), words);
    getChildren().addAll(ways);
  }
}
