package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.stack.options.TokenRule;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What tokens open at the ingress, as sentences.
final class TokenRulesPane extends StackPane {
  private final TokenRulesViewModel model;
  private final Surface surface;
  private final VBox list = new VBox();

  TokenRulesPane(TokenRulesViewModel model, Surface surface) {
    this.model = model;
    this.surface = surface;
    getChildren()
        .add(
            new FaceView<>(
                model.list().face(),
                surface,
                model::read,
                list,
                this::fill,
                List::isEmpty,
                Controls.text(Messages.of("no-token-opens-anything"), Tokens.SECONDARY)));
  }

  private void fill(List<TokenRule> rules) {
    list.getChildren().setAll(rules.stream().map(this::row).toList());
  }

  private Node row(TokenRule rule) {
    Button remove =
        Controls.icon(
            Feather.X, Messages.of("remove-token-rule", rule.condition()), () -> remove(rule));
    remove.setId("remove-token-" + rule.value());
    HBox row =
        new HBox(
            Tokens.GAP,
            Controls.picture(Feather.KEY, Tone.MUTED),
            Controls.text(sentence(rule)),
            Controls.spacer(),
            remove);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add(Tokens.CHECK_ROW);
    return row;
  }

  private void remove(TokenRule rule) {
    model.remove(
        rule,
        () ->
            surface.undo(
                Messages.of("tokens-open-no-more", rule.condition()), () -> model.allow(rule)),
        surface::tell);
  }

  static String sentence(TokenRule rule) {
    String where =
        rule.repositories().contains("*")
            ? Messages.of("all-repositories")
            : String.join(", ", rule.repositories());
    return rule.readOnly()
        ? Messages.of("tokens-can-pull", rule.condition(), where)
        : Messages.of("tokens-can-push-and-pull", rule.condition(), where);
  }
}
