package dev.mooring.registry.tree;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Platform;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.transfer.PlatformChoice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The one image that a reference leads to, of the platforms that it stands for.
///
/// @param named what the reference names: the image itself, or an index of images
/// @param image what was chosen of it, which is no index
/// @param platform what the index says that it runs on; empty where no index names it
/// @param platforms all that the index has images for, in its order, each once; none without one
public record ChosenImage(
    Manifest named, Manifest image, Optional<Platform> platform, List<Platform> platforms) {
  private static final int DEEPEST = 4;

  public ChosenImage {
    platforms = List.copyOf(platforms);
  }

  /// Takes the image of the platform that was asked for; else the one for the processor of this
  /// machine on Linux, else the first. Without an index there is nothing to choose.
  ///
  /// @param reference a tag or digest
  /// @throws dev.mooring.problem.MooringException with the code IMAGE_MISSING and the nearest tags
  /// where it isn't there, and with the platforms that there are where it has no image for this one
  public static ChosenImage of(ImageSource source, String reference, Optional<PlatformChoice> asked)
      throws InterruptedException {
    Manifest named = source.find(reference).orElse(null);
    if (named == null) {
      throw MissingImage.reference(source, reference);
    }
    Manifest at = named;
    Optional<Platform> platform = Optional.empty();
    List<Platform> platforms = List.of();
    for (int depth = 0; at.isIndex(); depth++) {
      List<Descriptor> children =
          at.children().stream().filter(each -> !each.isArtifact()).toList();
      if (depth == DEEPEST || children.isEmpty()) {
        throw Unreadable.problem(
            Messages.of("cannot-show", source.name()),
            depth == DEEPEST ? Messages.of("nested-too-deep") : Messages.of("no-images-in-index"),
            "");
      }
      Descriptor child = chosen(source, children, asked);
      if (depth == 0) {
        platforms = children.stream().map(Descriptor::platform).distinct().toList();
      }
      platform = Optional.of(child.platform()).filter(each -> !each.os().isEmpty());
      at =
          source
              .find(child.digest().text())
              .orElseThrow(() -> MissingImage.child(source, child.digest()));
    }
    if (!named.isIndex() && asked.isPresent()) {
      check(source, named, asked.get());
    }
    return new ChosenImage(named, at, platform, platforms);
  }

  /// An image alone says in its configuration what it runs on.
  private static void check(ImageSource source, Manifest image, PlatformChoice asked)
      throws InterruptedException {
    Platform own = ImageDescription.of(source, image).platform();
    if (!own.os().isEmpty() && !asked.matches(own)) {
      throw MissingImage.platform(source, List.of(own), asked);
    }
  }

  private static Descriptor chosen(
      ImageSource source, List<Descriptor> children, Optional<PlatformChoice> asked) {
    PlatformChoice wanted = asked.orElseGet(() -> new PlatformChoice(ofMachine()));
    Optional<Descriptor> found =
        children.stream().filter(each -> wanted.matches(each.platform())).findFirst();
    return found.orElseGet(
        () -> {
          if (asked.isPresent()) {
            throw MissingImage.platform(
                source, children.stream().map(Descriptor::platform).toList(), wanted);
          }
          return children.getFirst();
        });
  }

  /// What images for this machine run on: Linux, whatever its own system is.
  public static Platform ofMachine() {
    String processor = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return new Platform(
        "linux",
        switch (processor) {
          case "x86_64" -> "amd64";
          case "aarch64" -> "arm64";
          default -> processor;
        },
        "");
  }
}
