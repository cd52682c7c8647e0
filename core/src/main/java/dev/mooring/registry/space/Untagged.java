package dev.mooring.registry.space;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Registry;
import dev.mooring.registry.TagChange;
import dev.mooring.registry.tags.TagState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Images that the registry has, that a tag named, and that none names now. A registry lists no
/// digests: it is what Mooring saw, and there can be more.
///
/// @param images how many there are
/// @param size bytes that only they lead to, each part once
public record Untagged(int images, long size) {
  private static final int MOST = 500;

  /// @param tally of all that tags lead to
  static Untagged of(Registry registry, Tally tally) throws InterruptedException {
    long before = tally.total();
    int images = 0;
    int asked = 0;
    for (Map.Entry<String, List<TagChange>> each : byRepository(registry).entrySet()) {
      int own = tally.repository();
      for (TagState state : TagState.former(TagState.of(each.getValue()))) {
        Optional<Digest> digest = state.digest();
        if (digest.isPresent()
            && asked++ < MOST
            && isThere(registry, each.getKey(), digest.get())) {
          images++;
          tally.add(own, TagParts.read(registry.source(each.getKey()), digest.get().text()));
        }
      }
    }
    return new Untagged(images, tally.total() - before);
  }

  private static Map<String, List<TagChange>> byRepository(Registry registry)
      throws InterruptedException {
    Map<String, List<TagChange>> all = new LinkedHashMap<>();
    try {
      for (TagChange each : registry.changes("")) {
        all.computeIfAbsent(each.repository(), ignored -> new ArrayList<>()).add(each);
      }
    } catch (MooringException e) {
      // What was seen is not known; that the rest is can still be said.
      return Map.of();
    }
    return all;
  }

  private static boolean isThere(Registry registry, String repository, Digest digest)
      throws InterruptedException {
    try {
      return registry.digest(repository, digest.text()).isPresent();
    } catch (MooringException e) {
      Space.ofTheRegistry(e);
      return false;
    }
  }
}
