package dev.mooring.registry.distribution;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The other repositories of a registry, which may have a layer that is about to be sent: images
/// that stand on the same base share it.
final class Neighbours {
  /// A look costs a round trip for each.
  private static final int MOST = 20;

  private final String repository;
  private final Catalog catalog;
  private final Blobs blobs;
  private List<String> known = List.of();
  private boolean read;

  Neighbours(String repository, Catalog catalog, Blobs blobs) {
    this.repository = repository;
    this.catalog = catalog;
    this.blobs = blobs;
  }

  /// One that has the blob. It is only a saving: whatever fails here finds none.
  Optional<String> with(Digest digest) throws InterruptedException {
    for (String each : known()) {
      try {
        if (blobs.has(each, digest)) {
          return Optional.of(each);
        }
      } catch (IOException | MooringException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private synchronized List<String> known() throws InterruptedException {
    if (!read) {
      read = true;
      try {
        known =
            catalog.repositories().valid().stream()
                .filter(each -> !each.equals(repository))
                .sorted(Comparator.comparingInt((String each) -> -shared(each)))
                .limit(MOST)
                .toList();
      } catch (MooringException e) {
        known = List.of();
      }
    }
    return known;
  }

  /// How much of the name is the same: "library/redis" is nearer to "library/python" than others.
  private int shared(String other) {
    int same = 0;
    int most = Math.min(other.length(), repository.length());
    while (same < most && other.charAt(same) == repository.charAt(same)) {
      same++;
    }
    return same;
  }
}
