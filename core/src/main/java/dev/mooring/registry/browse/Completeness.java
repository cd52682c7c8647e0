package dev.mooring.registry.browse;

import dev.mooring.job.Concurrently;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.distribution.Blobs;
import dev.mooring.registry.distribution.Catalog;
import dev.mooring.registry.distribution.Manifests;
import dev.mooring.registry.http.Retry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Asks whether all that a repository's tags lead to is served: manifests, configs and layers. One
/// short request each, and each digest of the repository once.
public final class Completeness {
  private static final int WIDTH = 8;
  private static final int DEEPEST = 4;

  private final Catalog catalog;
  private final Manifests manifests;
  private final Blobs blobs;
  private final Retry retry;

  public Completeness(Catalog catalog, Manifests manifests, Blobs blobs, Retry retry) {
    this.catalog = catalog;
    this.manifests = manifests;
    this.blobs = blobs;
    this.retry = retry;
  }

  public List<String> incomplete(String repository) throws InterruptedException {
    Map<String, Set<Digest>> needs = new HashMap<>();
    Set<String> broken = new HashSet<>();
    Set<Digest> layers = new HashSet<>();
    Map<Digest, Optional<Manifest>> read = new HashMap<>();
    List<String> tags = catalog.tags(repository).valid();
    for (String tag : tags) {
      Set<Digest> needed = new HashSet<>();
      Optional<Descriptor> root = manifests.head(repository, tag);
      if (root.isPresent() && !collect(repository, root.get().digest(), read, needed, DEEPEST)) {
        broken.add(tag);
      }
      needs.put(tag, needed);
      layers.addAll(needed);
    }
    Set<Digest> missing = missing(repository, List.copyOf(layers));
    return tags.stream()
        .filter(
            tag ->
                broken.contains(tag)
                    || needs.getOrDefault(tag, Set.of()).stream().anyMatch(missing::contains))
        .toList();
  }

  /// @return whether all manifests are there
  private boolean collect(
      String repository,
      Digest digest,
      Map<Digest, Optional<Manifest>> read,
      Set<Digest> needed,
      int depth)
      throws InterruptedException {
    Optional<Manifest> manifest = read.get(digest);
    if (manifest == null) {
      if (manifests.head(repository, digest.text()).isEmpty()) {
        return false;
      }
      manifest = readable(repository, digest);
      read.put(digest, manifest);
    }
    if (manifest.isEmpty() || depth == 0) {
      return true;
    }
    boolean complete = true;
    for (Descriptor child : manifest.get().children()) {
      complete &= collect(repository, child.digest(), read, needed, depth - 1);
    }
    manifest.get().blobs().stream()
        .filter(blob -> !MediaTypes.isForeign(blob.mediaType()))
        .forEach(blob -> needed.add(blob.digest()));
    return complete;
  }

  /// What is served but no manifest that Mooring knows leads nowhere.
  private Optional<Manifest> readable(String repository, Digest digest)
      throws InterruptedException {
    try {
      return manifests.find(repository, digest.text());
    } catch (MooringException e) {
      if (e.problem().code() == Code.IMAGE_UNREADABLE) {
        return Optional.empty();
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
