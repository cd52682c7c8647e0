package dev.mooring.registry;

import dev.mooring.problem.Problem;
import java.util.Optional;

/// One row of the image list. A row always comes, whatever the registry holds under the name.
///
/// Texts from the registry are bounded and free of control characters.
public sealed interface ImageRow {

  String repository();

  /// Empty where the repository itself could not be listed, or has no tags.
  String tag();

  /// What is known of the image.
  Optional<ImageSummary> summary();

  /// What is wrong with it.
  Optional<Problem> problem();

  /// Everything was read.
  record Complete(ImageSummary image) implements ImageRow {
    @Override
    public String repository() {
      return image.repository();
    }

    @Override
    public String tag() {
      return image.tag();
    }

    @Override
    public Optional<ImageSummary> summary() {
      return Optional.of(image);
    }

    @Override
    public Optional<Problem> problem() {
      return Optional.empty();
    }
  }

  /// The tag names an image, and a part of it is missing or makes no sense.
  record Partial(ImageSummary image, Problem why) implements ImageRow {
    @Override
    public String repository() {
      return image.repository();
    }

    @Override
    public String tag() {
      return image.tag();
    }

    @Override
    public Optional<ImageSummary> summary() {
      return Optional.of(image);
    }

    @Override
    public Optional<Problem> problem() {
      return Optional.of(why);
    }
  }

  /// Nothing is known but the name.
  record Unreadable(String repository, String tag, Problem why) implements ImageRow {
    @Override
    public Optional<ImageSummary> summary() {
      return Optional.empty();
    }

    @Override
    public Optional<Problem> problem() {
      return Optional.of(why);
    }
  }

  /// A repository that is listed and has no tags: registries keep the name of one whose tags were
  /// all deleted.
  record Tagless(String repository) implements ImageRow {
    @Override
    public String tag() {
      return "";
    }

    @Override
    public Optional<ImageSummary> summary() {
      return Optional.empty();
    }

    @Override
    public Optional<Problem> problem() {
      return Optional.empty();
    }
  }
}
