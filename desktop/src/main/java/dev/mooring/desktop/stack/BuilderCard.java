package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;

/// Lets the pods of a ServiceAccount push.
final class BuilderCard {
  private BuilderCard() {}

  static void open(BuildersViewModel model, Surface surface) {
    TextField namespace = new TextField();
    namespace.setId("builder-namespace");
    namespace.setPromptText("build");
    TextField account = new TextField();
    account.setId("builder-account");
    account.setPromptText("kaniko");
    TextField repositories = new TextField();
    repositories.setId("builder-repositories");
    repositories.setPromptText("app/*");
    Button allow =
        Controls.primary(
            Messages.of("allow-2"),
            () -> {
              surface.closeCard();
              model.allow(
                  new Builder(
                      new ServiceAccount(namespace.getText().strip(), account.getText().strip()),
                      prefixes(repositories.getText())),
                  access -> shown(access, surface));
            });
    allow.setId("builder-allow");
    allow
        .disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () ->
                    List.of(namespace, account, repositories).stream()
                        .anyMatch(each -> each.getText().isBlank()),
                namespace.textProperty(),
                account.textProperty(),
                repositories.textProperty()));
    Form form =
        new Form(model.about(Messages.of("allow-builder")))
            .field(Messages.of("namespace"), namespace, Messages.of("builder-namespace-help"))
            .field(Messages.of("service-account"), account, Messages.of("builder-account-help"))
            .field(
                Messages.of("repositories"), repositories, Messages.of("builder-repositories-help"))
            .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), allow);
    form.setPrefWidth(440);
    surface.open(form);
  }

  /// What is left to do for somebody else has a card of its own; the rest is in the list.
  private static void shown(BuilderAccess access, Surface surface) {
    if (!access.additions().isEmpty()) {
      AdditionCard.open(access, surface);
    }
  }

  static String labels(BuilderAccess access) {
    return access.labels().entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(", "));
  }

  private static List<String> prefixes(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
