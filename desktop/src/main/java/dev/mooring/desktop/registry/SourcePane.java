package dev.mooring.desktop.registry;

import atlantafx.base.theme.Styles;
import dev.mooring.desktop.action.Actions;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.EmptyPane;
import dev.mooring.desktop.fx.FaceView;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.registry.source.RepositoryCard;
import dev.mooring.desktop.registry.source.RepositoryNames;
import dev.mooring.desktop.registry.source.Source;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;

/// The source in view: the tags of its chosen repository, or why there are none to see.
final class SourcePane extends StackPane {
  private final ImagesViewModel model;
  private final ImageActions can;
  private final Surface surface;
  private final Node tags;
  private final StackPane chosen = new StackPane();
  private final Node listed;
  private final Node unconnected;

  /// @param tags of the chosen repository
  SourcePane(ImagesViewModel model, ImageActions can, Surface surface, Node tags) {
    this.model = model;
    this.can = can;
    this.surface = surface;
    this.tags = tags;
    unconnected = new UnconnectedPane(model.source(), can.connect(), surface);
    listed =
        new FaceView<RepositoryNames>(
            model.source().flatMap(now -> now.repositories().face()),
            surface,
            () -> model.source().get().read(),
            chosen,
            names -> fill(),
            names -> false,
            new StackPane());
    update();
  }

  /// After another choice, and when the source comes or goes.
  void update() {
    Source now = model.source().get();
    getChildren().setAll(now.isConnectable() && !now.reachable().get() ? unconnected : listed);
    fill();
  }

  private void fill() {
    Node shown = model.repository().get().isEmpty() ? nothing(model.source().get()) : tags;
    if (!chosen.getChildren().contains(shown)) {
      chosen.getChildren().setAll(shown);
    }
  }

  private Node nothing(Source source) {
    if (source.canAdd()) {
      return new EmptyPane(
          Feather.GLOBE,
          Messages.of("name-a-repository", source.host()),
          Controls.button(
              Messages.of("add-repository"), () -> RepositoryCard.open(source, surface)));
    }
    return source.isConnectable()
        ? new EmptyPane(
            Feather.LAYERS,
            Messages.of("the-registry-is-empty"),
            Actions.button(can.push(), Styles.BUTTON_OUTLINED))
        : unlisted(source);
  }

  private static Node unlisted(Source source) {
    RepositoryNames names = source.repositories().value();
    return names == null || names.note().isEmpty()
        ? new EmptyPane(source.icon(), Messages.of("no-local-images"))
        : new EmptyPane(
            source.icon(),
            Messages.of("no-engine-here"),
            Controls.button(Messages.of("retry"), source::read));
  }
}
