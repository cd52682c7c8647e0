package dev.mooring.stack.collect;

import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSummary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a collection would remove first, by name.
///
/// @param going the tags that the rules choose, repository by repository
/// @param inUse tags that the rules choose and that stay because the cluster uses them
/// @param staying all other tags
/// @param repositories all of the registry
/// @param used by repository: digests that the cluster uses
public record Selection(
    List<ImageSummary> going,
    List<ImageSummary> inUse,
    List<ImageSummary> staying,
    List<String> repositories,
    Map<String, Set<Digest>> used) {

  public Selection {
    going = List.copyOf(going);
    inUse = List.copyOf(inUse);
    staying = List.copyOf(staying);
    repositories = List.copyOf(repositories);
    used = Map.copyOf(used);
  }

  /// Bytes of the images that go, as far as no other tag has the same; layers that they share with
  /// images that stay are counted, so less may become free.
  public long size() {
    Map<Digest, Long> sizes = new HashMap<>();
    going.forEach(each -> sizes.put(each.digest(), each.size()));
    inUse.forEach(each -> sizes.remove(each.digest()));
    staying.forEach(each -> sizes.remove(each.digest()));
    return sizes.values().stream().reduce(0L, (sum, each) -> sum + each < 0 ? sum : sum + each);
  }
}
