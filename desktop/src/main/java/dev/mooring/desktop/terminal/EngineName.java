package dev.mooring.desktop.terminal;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.ImageReference;
import java.util.Optional;

/// An image of the local Docker or Podman as words name it: `engine://ana/app:1`. No name of an
/// image has such a beginning.
///
/// @param image empty where only the engine is named
record EngineName(String image) {
  private static final String SCHEME = "engine://";

  static Optional<EngineName> parse(String text) {
    return text.startsWith(SCHEME)
        ? Optional.of(new EngineName(text.substring(SCHEME.length())))
        : Optional.empty();
  }

  /// The name to give an image there: with the host that it is named for, so that the engine asks
  /// the right registry for a newer one.
  ///
  /// @param otherwise the name that it has where it comes from
  ImageReference named(String otherwise, String tag) {
    ImageReference wanted = ImageReference.parse(image.isEmpty() ? otherwise : image);
    if (!wanted.digest().isEmpty() || (wanted.tag().isEmpty() && tag.isEmpty())) {
      throw new Problem(
              Code.INVALID_NAME,
              Messages.of("engines-need-a-tag"),
              Messages.of("an-engine-lists-images-by-tags"),
              new Remedy.Advice(Messages.of("name-it-as", SCHEME + "ana/app:1")))
          .raise();
    }
    return new ImageReference(
        wanted.host(), wanted.repository(), wanted.tag().isEmpty() ? tag : wanted.tag(), "");
  }
}
