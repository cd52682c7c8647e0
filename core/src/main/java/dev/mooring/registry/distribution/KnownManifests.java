package dev.mooring.registry.distribution;

import dev.mooring.registry.Digest;
import dev.mooring.registry.TagLog;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What each tag was when last asked, for If-None-Match, and which digests a repository has: the
/// cache has content of other repositories and registries, too, which says nothing of this one.
/// What this process asked is told apart from what one was told within the last day. Thread-safe.
final class KnownManifests {
  private static final int REMEMBERED = 40_000;

  private final TagLog log;
  private final KnownFile file;
  private final Map<String, Seen> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// @param log told of what tags name
  /// @param file shared with other processes
  KnownManifests(TagLog log, KnownFile file) {
    this.log = log;
    this.file = file;
  }

  record Seen(Digest digest, String mediaType) {}

  /// What this process was told.
  synchronized Optional<Seen> find(String repository, String reference) {
    return Optional.ofNullable(known.get(Manifests.name(repository, reference)));
  }

  /// What any process was told lately.
  Optional<Seen> lately(String repository, String reference) {
    Optional<Seen> here = find(repository, reference);
    return here.isPresent() ? here : file.find(Manifests.name(repository, reference));
  }

  void put(String repository, String reference, Digest digest, String mediaType) {
    String name = Manifests.name(repository, reference);
    Seen seen = new Seen(digest, mediaType);
    synchronized (this) {
      known.put(name, seen);
    }
    file.put(name, seen);
  }

  void forget(String repository, String reference) {
    String name = Manifests.name(repository, reference);
    synchronized (this) {
      known.remove(name);
    }
    file.forget(name);
  }

  /// @param before the request was sent
  void saw(String repository, String reference, Optional<Digest> digest, Instant before) {
    if (isTag(reference)) {
      log.saw(repository, reference, digest, before);
    }
  }

  static boolean isTag(String reference) {
    return reference.indexOf(':') < 0;
  }
}
