package dev.mooring.registry;

import dev.mooring.problem.MooringException;
import java.util.List;
import java.util.Optional;

/// What a place lists as attached to a manifest: by itself, or by the tag that stands in for such a
/// list. Whether what is listed is there, and is about the subject, is its reader's to see.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
///
/// @param fallback the list that the tag names; empty where the place lists referrers itself, or
/// where there is no such tag
public record Referrers(Digest subject, List<Descriptor> descriptors, Optional<Manifest> fallback) {

  public Referrers {
    descriptors = List.copyOf(descriptors);
  }

  /// Reads manifests of a place by tag.
  @FunctionalInterface
  public interface Finder {
    Optional<Manifest> find(String reference) throws InterruptedException;
  }

  /// Asks for the list of a subject.
  ///
  /// @param finder of the same place
  /// @throws MooringException where nobody can tell, which is not the same as nothing
  public static Referrers of(ImageSource source, Digest subject, Finder finder)
      throws InterruptedException {
    Optional<List<Descriptor>> known = source.referrers(subject);
    if (known.isPresent()) {
      return new Referrers(subject, known.get(), Optional.empty());
    }
    Optional<Manifest> fallback =
        finder.find(AttachedTags.referrers(subject)).filter(Manifest::isIndex);
    return new Referrers(subject, fallback.map(Manifest::children).orElse(List.of()), fallback);
  }
}
