package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.stack.options.StackOptions;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Before anything is installed: what it will be, and what was found.
final class PreflightPane extends VBox {
  private final VBox summary = new VBox(4);
  private final HBox what = new HBox(4);

  PreflightPane(StackViewModel model, Surface surface) {
    super(Tokens.GROUP);
    FindingsPane findings = new FindingsPane(model, surface);
    VBox.setVgrow(findings, Priority.ALWAYS);
    Hyperlink change = new Hyperlink(Messages.of("change"));
    change.setAccessibleText(Messages.of("change-what-is-installed"));
    change.setOnAction(event -> OptionsCard.open(model, surface));
    var words = Controls.label("", Tokens.SECONDARY);
    words.setId("install-options");
    what.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
    what.getChildren().addAll(words, change);
    Label sentence = Controls.text("");
    model
        .options()
        .subscribe(
            now -> {
              sentence.setText(sentence(now));
              words.setText(words(now));
            });
    summary.getChildren().addAll(sentence, what);
    getChildren().addAll(summary, findings);
  }

  private static String sentence(StackOptions options) {
    return Messages.of("a-private-registry-in-this-cluster", Words.localhost(options.nodePort()));
  }

  private static String words(StackOptions options) {
    String storage =
        options.storageClass().isEmpty()
            ? options.storageSize()
            : Messages.of("size-of-class", options.storageSize(), options.storageClass());
    return Stream.of(
            options.registryImage(),
            storage,
            Messages.of("in-namespace", options.namespace()),
            OptionWords.protection(options.protection()),
            OptionWords.laptops(options))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(" · "));
  }
}
