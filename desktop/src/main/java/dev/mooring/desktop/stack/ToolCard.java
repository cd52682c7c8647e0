package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Form;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.stack.config.BuildTool;
import dev.mooring.stack.options.Builder;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.util.StringConverter;

/// The configuration of a build tool, to copy.
final class ToolCard {
  private static final int ROWS = 16;

  private ToolCard() {}

  /// @param builder whom it is for; empty for the first that is allowed
  static void open(BuildersViewModel model, Optional<Builder> builder, Surface surface) {
    ComboBox<BuildTool> tool = new ComboBox<>();
    tool.setId("build-tool");
    tool.getItems().setAll(BuildTool.values());
    tool.setConverter(new Titles());
    tool.setValue(BuildTool.KANIKO);
    tool.setMaxWidth(Double.MAX_VALUE);
    TextField repository = new TextField();
    repository.setId("build-repository");
    repository.setPromptText("app/web");
    TextArea text = Controls.tabLeaves(new TextArea());
    text.setId("build-configuration");
    text.setEditable(false);
    text.setPrefRowCount(ROWS);
    text.getStyleClass().add("mono");
    Button copy =
        Controls.primary(
            Messages.of("copy"),
            () -> surface.copy(text.getText(), Messages.of("the-configuration")));
    copy.setId("copy-configuration");
    Form form =
        new Form(model.about(Messages.of("configure-build-tool")))
            .fields(Messages.of("tool"), tool, Messages.of("repository"), repository)
            .field(Messages.of("configuration"), text, "")
            .buttons(Controls.button(Messages.of("close"), surface::closeCard), copy);
    Fetched<String> configuration = model.configuration();
    configuration.then(
        words -> {
          text.setText(words);
          copy.setDisable(false);
          form.accept();
        },
        problem -> {
          copy.setDisable(true);
          form.refuse(problem);
        });
    Runnable write =
        () ->
            model.configure(configuration, tool.getValue(), builder, repository.getText().strip());
    tool.valueProperty().subscribe(now -> write.run());
    repository.textProperty().subscribe(now -> write.run());
    form.setPrefWidth(620);
    surface.open(form);
  }

  /// The tools as their projects write them.
  private static final class Titles extends StringConverter<BuildTool> {
    @Override
    public String toString(BuildTool tool) {
      return tool == null ? "" : tool.title();
    }

    @Override
    public BuildTool fromString(String title) {
      return BuildTool.of(title).orElse(BuildTool.KANIKO);
    }
  }
}
