package dev.mooring.registry.browse;

import dev.mooring.job.Concurrently;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Closure;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.distribution.Blobs;
import dev.mooring.registry.distribution.Catalog;
import dev.mooring.registry.distribution.Manifests;
import dev.mooring.registry.http.Retry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Asks whether all that a repository's tags lead to is served: manifests, configs and
/// layers. One short request each, and each digest of the repository once.
///
/// What was read before is not believed: garbage may have been collected since. What is
/// served but cannot be read leads nowhere, and layers that registries are not meant to have
/// are not asked for. For one thread at a time, blocking.
public final class Completeness {
  private static final int WIDTH = 8;

  private final Catalog catalog;
  private final Manifests manifests;
  private final Blobs blobs;
  private final Retry retry;

  /// @param retry for the requests to blobs; those to manifests are made once
  public Completeness(Catalog catalog, Manifests manifests, Blobs blobs, Retry retry) {
    this.catalog = catalog;
    this.manifests = manifests;
    this.blobs = blobs;
    this.retry = retry;
  }

  /// The tags of a repository of which something is not served, in natural order. Tags of
  /// signatures and referrers are among them. Manifests are asked for one after the other,
  /// blobs eight at a time.
  ///
  /// @throws MooringException where the registry fails or refuses, which says nothing of its
  /// images
  public List<String> incomplete(String repository) throws InterruptedException {
    Map<Digest, Optional<Closure.Parts>> read = new HashMap<>();
    Map<String, Closure> closures = new LinkedHashMap<>();
    for (String tag : catalog.tags(repository).valid()) {
      Closure closure =
          Closure.bounded(
              each -> parts(repository, each.digest(), read),
              why -> Unreadable.problem(Messages.of("cannot-read-from", repository), why, ""));
      Optional<Descriptor> root = manifests.head(repository, tag);
      if (root.isPresent()) {
        collect(closure, root.get());
        closures.put(tag, closure);
      }
    }
    Set<Digest> layers = new LinkedHashSet<>();
    closures.values().forEach(each -> each.blobs().forEach(blob -> layers.add(blob.digest())));
    Set<Digest> missing = missing(repository, List.copyOf(layers));
    read.forEach(
        (digest, parts) -> {
          if (parts.isEmpty()) {
            missing.add(digest);
          }
        });
    return closures.entrySet().stream()
        .filter(each -> isMissing(each.getValue(), missing))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isMissing(Closure closure, Set<Digest> missing) {
    return closure.manifests().stream().anyMatch(missing::contains)
        || closure.blobs().stream().anyMatch(each -> missing.contains(each.digest()));
  }

  /// Of what leads to more than images do, what was found counts.
  private static void collect(Closure closure, Descriptor root) throws InterruptedException {
    try {
      closure.add(root);
    } catch (MooringException e) {
      if (e.problem().code() != Code.IMAGE_UNREADABLE) {
        throw e;
      }
    }
  }

  private Closure.Parts parts(
      String repository, Digest digest, Map<Digest, Optional<Closure.Parts>> read)
      throws InterruptedException {
    Optional<Closure.Parts> parts = read.get(digest);
    if (parts == null) {
      parts =
          manifests.head(repository, digest.text()).isPresent()
              ? Optional.of(readable(repository, digest))
              : Optional.empty();
      read.put(digest, parts);
    }
    return parts.orElse(Closure.Parts.NONE);
  }

  /// What is served but no manifest that Mooring knows leads nowhere.
  private Closure.Parts readable(String repository, Digest digest) throws InterruptedException {
    try {
      return manifests
          .find(repository, digest.text(), Closure.Parts::of)
          .orElse(Closure.Parts.NONE);
    } catch (MooringException e) {
      if (e.problem().code() == Code.IMAGE_UNREADABLE) {
        return Closure.Parts.NONE;
      }
      throw e;
    }
  }

  private Set<Digest> missing(String repository, List<Digest> layers) throws InterruptedException {
    String what = Messages.of("cannot-read-from", repository);
    List<Callable<Boolean>> steps = new ArrayList<>();
    layers.forEach(each -> steps.add(() -> retry.run(what, () -> blobs.has(repository, each))));
    List<Boolean> there = Concurrently.run(WIDTH, steps);
    Set<Digest> missing = new HashSet<>();
    for (int i = 0; i < layers.size(); i++) {
      if (!there.get(i)) {
        missing.add(layers.get(i));
      }
    }
    return missing;
  }
}
