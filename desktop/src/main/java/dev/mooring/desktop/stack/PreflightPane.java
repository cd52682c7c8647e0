package dev.mooring.desktop.stack;

import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.stack.options.StackOptions;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Before anything is installed: what it will be, and what was found.
final class PreflightPane extends VBox {
  private final VBox summary = new VBox(4);
  private final HBox what = new HBox(4);

  PreflightPane(StackViewModel model, StackActions can, Surface surface) {
    super(Tokens.GROUP);
    FindingsPane findings = new FindingsPane(model, surface);
    VBox.setVgrow(findings, Priority.ALWAYS);
    Hyperlink change = new Hyperlink(Messages.of("change"));
    change.setMinWidth(Region.USE_PREF_SIZE);
    change.setAccessibleText(Messages.of("change-what-is-installed"));
    change.setOnAction(event -> OptionsCard.open(model, surface));
    var words = Controls.text("", Tokens.SECONDARY);
    words.setId("install-options");
    what.setAlignment(Pos.CENTER_LEFT);
    what.getChildren().addAll(words, change);
    Label sentence = Controls.text("");
    model
        .options()
        .subscribe(
            now -> {
              sentence.setText(sentence(now));
              words.setText(words(now, model.login().get()));
            });
    model.login().subscribe(now -> words.setText(words(model.currentOptions(), now)));
    summary.getChildren().addAll(sentence, what);
    getChildren().addAll(summary, overrule(can), findings);
  }

  /// Below what will be made and above what stands in its way.
  private static HBox overrule(StackActions can) {
    HBox line =
        new HBox(
            Tokens.GAP,
            Controls.picture(Feather.ALERT_TRIANGLE, Tone.WARNING),
            Controls.text(Messages.of("blocked-and-can-be-overruled")),
            Controls.spacer(),
            Actions.button(can.of(StackAction.INSTALL_ANYWAY)));
    line.setAlignment(Pos.CENTER_LEFT);
    can.of(StackAction.INSTALL_ANYWAY).enabled().subscribe(now -> Controls.show(line, now));
    return line;
  }

  private static String sentence(StackOptions options) {
    return options
        .additions()
        .upstream()
        .map(
            each ->
                Messages.of(
                    "a-cache-in-this-cluster", each.name(), Words.localhost(options.nodePort())))
        .orElseGet(() -> usual(options));
  }

  private static String usual(StackOptions options) {
    return Messages.of("a-private-registry-in-this-cluster", Words.localhost(options.nodePort()));
  }

  private static String words(StackOptions options, boolean login) {
    String storage =
        options.storageClass().isEmpty()
            ? options.storageSize()
            : Messages.of("size-of-class", options.storageSize(), options.storageClass());
    return Stream.of(
            options.registryImage(),
            storage,
            Messages.of("in-namespace", options.namespace()),
            OptionWords.protection(options.protection()),
            OptionWords.laptops(options),
            login ? Messages.of("logs-in-with-the-docker-login") : "",
            options.hasEgress()
                ? Messages.of("egress-only-to", String.join(", ", options.additions().egress()))
                : "",
            options.additions().ingress().isNone()
                ? ""
                : Messages.of("ingress-at", options.additions().ingress().host()))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(" · "));
  }
}
