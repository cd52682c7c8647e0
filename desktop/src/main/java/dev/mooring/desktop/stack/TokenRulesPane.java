package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.stack.options.TokenRule;
import javafx.scene.Node;
import javafx.scene.control.Button;
import org.kordamp.ikonli.feather.Feather;

/// What tokens open at the ingress, as sentences.
final class TokenRulesPane extends AllowedPane<TokenRule> {
  private final TokenRulesViewModel model;
  private final Surface surface;

  TokenRulesPane(TokenRulesViewModel model, Surface surface) {
    super(model, surface, Messages.of("no-token-opens-anything"));
    this.model = model;
    this.surface = surface;
  }

  @Override
  Node row(TokenRule rule) {
    Button remove =
        Controls.icon(
            Feather.X, Messages.of("remove-token-rule", rule.condition()), () -> remove(rule));
    remove.setId("remove-token-" + rule.value());
    return line(
        Controls.picture(Feather.KEY, Tone.MUTED),
        Controls.text(sentence(rule)),
        Controls.spacer(),
        remove);
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
