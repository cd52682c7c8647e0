package dev.mooring.stack.collect;

import java.util.List;

/// What a collection did.
///
/// @param tags that were removed, as REPOSITORY:TAG, signatures and the like included
/// @param blobs how many manifests, configs and layers were deleted from the volume
/// @param before bytes that images took on the volume
/// @param after the same at the end
/// @param incomplete tags that were complete before and are not any more, as REPOSITORY:TAG; none
/// unless something else removed their parts
public record Collected(
    List<String> tags, int blobs, long before, long after, List<String> incomplete) {

  public Collected {
    tags = List.copyOf(tags);
    incomplete = List.copyOf(incomplete);
  }

  public long freed() {
    return Math.max(0, before - after);
  }
}
