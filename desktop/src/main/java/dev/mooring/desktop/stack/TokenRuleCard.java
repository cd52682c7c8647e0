package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.TokenRule;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;

/// Lets those in whose token has a claim of a value.
final class TokenRuleCard {
  private TokenRuleCard() {}

  static void open(TokenRulesViewModel model, Surface surface) {
    TextField claim = new TextField();
    claim.setId("token-claim");
    claim.setPromptText("repository_owner=acme");
    TextField repositories = new TextField();
    repositories.setId("token-repositories");
    repositories.setPromptText("v/*");
    CheckBox readOnly = new CheckBox(Messages.of("pull-only"));
    readOnly.setId("token-read-only");
    Form form =
        new Form(model.about(Messages.of("allow-tokens")))
            .field(Messages.of("token-claim"), claim, Messages.of("token-claim-help"))
            .field(
                Messages.of("repositories"), repositories, Messages.of("token-repositories-help"))
            .add(readOnly);
    Button allow =
        Controls.primary(
            Messages.of("allow-2"),
            () -> {
              try {
                TokenRule rule =
                    TokenRule.parse(
                        claim.getText().strip(),
                        Stream.of(repositories.getText().split("[,\\s]+", -1))
                            .filter(each -> !each.isEmpty())
                            .toList(),
                        readOnly.isSelected());
                surface.closeCard();
                model.allow(rule);
              } catch (MooringException e) {
                form.refuse(e.problem());
              }
            });
    allow.setId("token-allow");
    form.buttons(Controls.button(Messages.of("cancel"), surface::closeCard), allow);
    form.setPrefWidth(440);
    surface.open(form);
  }
}
