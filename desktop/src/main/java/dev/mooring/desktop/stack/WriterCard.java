package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.stack.options.Writer;
import java.util.Arrays;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;

/// Makes an identity a writer, then shows the rights that its person needs.
final class WriterCard {
  private WriterCard() {}

  static void open(WritersViewModel model, Surface surface) {
    TextField name = new TextField();
    name.setId("writer-name");
    name.setPromptText("ana");
    TextField namespace = new TextField();
    namespace.setId("writer-namespace");
    namespace.setPromptText("dev-ana");
    TextField account = new TextField("mooring");
    TextField repositories = new TextField("*");
    repositories.setId("writer-repositories");
    Button add =
        Controls.primary(
            Messages.of("add-writer"),
            () -> {
              surface.closeCard();
              model.add(
                  new Writer(
                      name.getText().strip(),
                      namespace.getText().strip(),
                      account.getText().strip(),
                      prefixes(repositories.getText())),
                  yaml -> showRights(yaml, surface));
            });
    add.setId("writer-add");
    add.disableProperty()
        .bind(
            Bindings.createBooleanBinding(
                () -> name.getText().isBlank() || namespace.getText().isBlank(),
                name.textProperty(),
                namespace.textProperty()));
    Form form =
        new Form(model.about(Messages.of("add-writer")))
            .field(Messages.of("writer-name"), name, Messages.of("writer-name-help"))
            .field(Messages.of("namespace"), namespace, Messages.of("writer-namespace-help"))
            .field(Messages.of("service-account"), account, "")
            .field(Messages.of("repositories"), repositories, Messages.of("repositories-help"))
            .buttons(Controls.button(Messages.of("cancel"), surface::closeCard), add);
    form.setPrefWidth(440);
    surface.open(form);
  }

  private static List<String> prefixes(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  private static void showRights(String yaml, Surface surface) {
    TextArea text = Controls.tabLeaves(new TextArea(yaml));
    text.setEditable(false);
    text.setPrefRowCount(14);
    text.getStyleClass().add("mono");
    Form form =
        new Form(Messages.of("rights-the-person-needs"))
            .field(Messages.of("rights-help"), text, "")
            .buttons(
                Controls.button(Messages.of("close"), surface::closeCard),
                Controls.primary(
                    Messages.of("copy"), () -> surface.copy(yaml, Messages.of("the-rights"))));
    form.setPrefWidth(560);
    surface.open(form);
  }
}
