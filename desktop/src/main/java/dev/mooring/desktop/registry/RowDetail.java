package dev.mooring.desktop.registry;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.pod.Chosen;
import dev.mooring.desktop.pod.PodMenu;
import dev.mooring.desktop.pod.PodNavigation;
import dev.mooring.desktop.registry.image.DetailActions;
import dev.mooring.desktop.registry.image.ImageDetail;
import dev.mooring.desktop.registry.image.ImageViewModel;
import dev.mooring.desktop.registry.local.LocalDetail;
import dev.mooring.registry.browse.PodUse;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;

/// The detail of the image in a row.
final class RowDetail {
  private RowDetail() {}

  /// @param tag what its tag named before
  /// @return nothing while no registry is connected
  static Optional<ImageDetail> of(
      ImagesViewModel model,
      TagRow row,
      Surface surface,
      Node tag,
      Action delete,
      PodNavigation navigation,
      Runnable close,
      DetailActions can) {
    ImageViewModel image = model.open(row);
    if (image == null) {
      return Optional.empty();
    }
    String title = model.repository().get() + ":" + row.tag();
    return Optional.of(
        new ImageDetail(
            image,
            new ImageDetail.Subject(
                title, model.name(row), pods(row, navigation, surface), tag, delete, close),
            surface,
            can));
  }

  /// The detail of an image of an engine; nothing for those of registries.
  ///
  /// @param push brings it into a registry
  static Optional<LocalDetail> local(
      ImagesViewModel model,
      TagRow row,
      Surface surface,
      Action push,
      PodNavigation navigation,
      Runnable close) {
    return model
        .openLocal(row)
        .map(image -> new LocalDetail(image, pods(row, navigation, surface), push, surface, close));
  }

  /// Where the image runs, as far as it is known.
  static List<Node> pods(TagRow row, PodNavigation navigation, Surface surface) {
    return row.uses().stream()
        .sorted(Comparator.comparing((PodUse use) -> use.match() == PodUse.Match.CONTENT))
        .<Node>map(use -> PodMenu.of(UseWords.of(use), Chosen.pod(use.pod()), navigation, surface))
        .toList();
  }
}
