package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Whose pods can push, as sentences.
final class BuildersPane extends AllowedPane<BuilderAccess> {
  private final AccessViewModel access;
  private final BuildersViewModel model;
  private final Surface surface;

  BuildersPane(AccessViewModel access, Surface surface) {
    super(access.builders(), surface, Messages.of("no-pods-can-push"));
    this.access = access;
    this.model = access.builders();
    this.surface = surface;
  }

  @Override
  Node row(BuilderAccess one) {
    Builder builder = one.builder();
    String name = builder.account().toString();
    VBox words = new VBox(4, Controls.text(sentence(one)));
    words.getChildren().add(Controls.text(one.rule(), Tokens.SECONDARY));
    String next = next(one);
    if (!next.isEmpty()) {
      words.getChildren().add(Controls.text(next, Tokens.SECONDARY));
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    Button configure =
        Controls.icon(
            Feather.FILE_TEXT,
            Messages.of("configure-for-builder", name),
            () -> ToolCard.open(model, Optional.of(builder), surface));
    configure.setId("configure-" + builder.account().name());
    Button remove =
        Controls.icon(Feather.X, Messages.of("remove-builder", name), () -> remove(builder));
    remove.setId("remove-builder-" + builder.account().name());
    List<Node> parts = new ArrayList<>();
    parts.add(
        Controls.picture(
            one.open() ? Feather.CPU : Feather.ALERT_TRIANGLE,
            one.open() ? Tone.MUTED : Tone.WARNING));
    parts.add(words);
    if (!one.additions().isEmpty()) {
      parts.add(
          Controls.button(Messages.of("show-the-addition"), () -> AdditionCard.open(one, surface)));
    }
    parts.addAll(List.of(configure, ChangeCard.button(access, builder.atDoor(), surface), remove));
    return line(parts.toArray(Node[]::new));
  }

  private void remove(Builder builder) {
    model.remove(
        builder,
        () ->
            surface.undo(
                Messages.of("builder-can-no-longer-push", builder.account()),
                () -> model.putBack(builder)),
        surface::tell);
  }

  static String sentence(BuilderAccess access) {
    List<String> repositories = access.builder().repositories();
    return repositories.contains("*")
        ? Messages.of("pods-of-can-push-to-all", access.builder().account(), access.address())
        : Messages.of(
            "pods-of-can-push",
            access.builder().account(),
            String.join(", ", repositories),
            access.address());
  }

  private static String next(BuilderAccess access) {
    if (!access.additions().isEmpty()) {
      return Messages.of("add-the-listener-to", access.additions().getFirst().object());
    }
    if (!access.open()) {
      return Messages.of("no-sidecar-leads-there");
    }
    return access.labels().isEmpty()
        ? ""
        : Messages.of("pods-need-the-label", BuilderCard.labels(access));
  }
}
