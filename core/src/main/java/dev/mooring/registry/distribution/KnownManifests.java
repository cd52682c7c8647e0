package dev.mooring.registry.distribution;

import dev.mooring.registry.Digest;
import dev.mooring.registry.TagLog;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What each tag was when last asked, for If-None-Match, and which digests a repository has: the
/// cache has content of other repositories and registries, too, which says nothing of this one.
/// Thread-safe.
final class KnownManifests {
  private static final int REMEMBERED = 40_000;

  private final TagLog log;
  private final Map<String, Seen> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Seen> eldest) {
          return size() > REMEMBERED;
        }
      };

  /// @param log told of what tags name
  KnownManifests(TagLog log) {
    this.log = log;
  }

  record Seen(Digest digest, String mediaType) {}

  synchronized Optional<Seen> find(String repository, String reference) {
    return Optional.ofNullable(known.get(Manifests.name(repository, reference)));
  }

  synchronized void put(String repository, String reference, Digest digest, String mediaType) {
    known.put(Manifests.name(repository, reference), new Seen(digest, mediaType));
  }

  synchronized void forget(String repository, String reference) {
    known.remove(Manifests.name(repository, reference));
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
