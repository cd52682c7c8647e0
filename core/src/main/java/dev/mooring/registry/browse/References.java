package dev.mooring.registry.browse;

import dev.mooring.job.Concurrently;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Closure;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.distribution.Catalog;
import dev.mooring.registry.distribution.Manifests;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// What the tags of a repository refer to, as it was when it was read.
///
/// There is no depth at which an index is not in use any more, but a most of all.
final class References {
  private static final int WIDTH = 8;
  private static final int MOST_INDEXES = 10_000;

  private final String repository;
  private final Manifests manifests;
  private final Map<String, Descriptor> tags;
  private final Map<Digest, List<Descriptor>> children = new HashMap<>();

  private References(String repository, Manifests manifests, Map<String, Descriptor> tags) {
    this.repository = repository;
    this.manifests = manifests;
    this.tags = tags;
  }

  static References read(String repository, Catalog catalog, Manifests manifests)
      throws InterruptedException {
    List<String> names = catalog.tags(repository).valid();
    List<Callable<Optional<Descriptor>>> steps = new ArrayList<>();
    for (String name : names) {
      steps.add(() -> manifests.head(repository, name));
    }
    List<Optional<Descriptor>> found = Concurrently.run(WIDTH, steps);
    Map<String, Descriptor> tags = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      found.get(i).ifPresent(each -> tags.put(name, each));
    }
    return new References(repository, manifests, tags);
  }

  List<String> tagsOf(Digest digest) {
    return tags.entrySet().stream()
        .filter(each -> each.getValue().digest().equals(digest))
        .map(Map.Entry::getKey)
        .toList();
  }

  Set<String> tags() {
    return tags.keySet();
  }

  Digest digest(String tag) {
    return descriptor(tag).digest();
  }

  Descriptor descriptor(String tag) {
    return java.util.Objects.requireNonNull(tags.get(tag));
  }

  /// The tags of other digests whose indexes lead to this one.
  ///
  /// @throws MooringException when one of them cannot be read, so that nobody can tell
  List<String> holders(Digest digest) throws InterruptedException {
    List<String> holders = new ArrayList<>();
    for (Map.Entry<String, Descriptor> tag : tags.entrySet()) {
      Descriptor root = tag.getValue();
      if (!root.digest().equals(digest) && MediaTypes.isIndex(root.mediaType())) {
        Closure held = closure(true);
        try {
          held.add(root);
        } catch (MooringException e) {
          if (e.problem().code() == Code.IMAGE_UNREADABLE) {
            throw untold(digest, tag.getKey(), e.problem());
          }
          throw e;
        }
        if (held.manifests().contains(digest)) {
          holders.add(tag.getKey());
        }
      }
    }
    return holders;
  }

  private MooringException untold(Digest digest, String tag, Problem cause) {
    String odd = Manifests.name(repository, tag);
    return new Problem(
            Code.IMAGE_UNREADABLE,
            Messages.of("cannot-delete", Manifests.name(repository, digest.text())),
            Messages.of("the-index-cant-be-read-so", odd),
            new Remedy.Advice(Messages.of("delete-first-or-push-it-again", odd)),
            cause.what() + ": " + cause.why())
        .raise();
  }

  /// The digests of tags and everything that their indexes lead to, which come after them; what
  /// cannot be read leads nowhere.
  Set<Digest> reachableBy(Collection<String> from) throws InterruptedException {
    return reachable(from.stream().map(this::descriptor).toList());
  }

  /// The same from digests.
  Set<Digest> reachable(Collection<Descriptor> from) throws InterruptedException {
    Closure closure = closure(false);
    for (Descriptor each : from) {
      closure.add(each);
    }
    return new LinkedHashSet<>(closure.manifests().reversed());
  }

  /// An index says of most of its children that they are images, which lead nowhere.
  private Closure closure(boolean strictly) {
    return Closure.endless(
        each ->
            MediaTypes.isImage(each.mediaType())
                ? Closure.Parts.NONE
                : new Closure.Parts(children(each.digest(), strictly), List.of()));
  }

  private List<Descriptor> children(Digest digest, boolean strictly) throws InterruptedException {
    List<Descriptor> known = children.get(digest);
    if (known != null) {
      return known;
    }
    if (children.size() >= MOST_INDEXES) {
      throw new Problem(
              Code.IMAGE_UNREADABLE,
              Messages.of("cannot-determine-the-references-in", repository),
              Messages.of("its-indexes-refer-to-more-than", MOST_INDEXES),
              new Remedy.Advice(Messages.of("delete-with-the-registrys-own-tools")))
          .raise();
    }
    List<Descriptor> read;
    try {
      read = manifests.find(repository, digest.text()).map(Manifest::children).orElseGet(List::of);
    } catch (MooringException e) {
      if (strictly || e.problem().code() != Code.IMAGE_UNREADABLE) {
        throw e;
      }
      return List.of();
    }
    children.put(digest, read);
    return read;
  }
}
