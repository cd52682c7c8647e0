package dev.mooring.registry.space;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Closure;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Unreadable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Everything that a tag leads to, with its sizes.
///
/// @param problem what ended the way to more
record TagParts(String tag, Map<Digest, Long> sizes, Optional<Problem> problem) {

  static TagParts read(ImageSource source, String tag) throws InterruptedException {
    Map<Digest, Long> sizes = new LinkedHashMap<>();
    Closure closure =
        Closure.bounded(
            manifest -> parts(source, manifest, sizes),
            why -> Unreadable.problem(Messages.of("cannot-read", source.name()), why, ""));
    Optional<Problem> problem = Optional.empty();
    try {
      Optional<Manifest> root = source.find(tag);
      if (root.isPresent()) {
        closure.add(root.get().descriptor());
      }
    } catch (MooringException e) {
      problem = Optional.of(Space.ofTheRegistry(e));
    }
    closure.blobs().forEach(each -> sizes.put(each.digest(), each.size()));
    return new TagParts(tag, sizes, problem);
  }

  /// What is missing takes nothing and leads nowhere.
  private static Closure.Parts parts(
      ImageSource source, Descriptor manifest, Map<Digest, Long> sizes)
      throws InterruptedException {
    Optional<Manifest> found = source.find(manifest.digest().text());
    found.ifPresent(each -> sizes.put(each.digest(), (long) each.bytes().length));
    return found.map(Closure.Parts::of).orElse(Closure.Parts.NONE);
  }
}
