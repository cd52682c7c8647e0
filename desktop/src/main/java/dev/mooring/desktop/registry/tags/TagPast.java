package dev.mooring.desktop.registry.tags;

import dev.mooring.registry.Digest;
import dev.mooring.registry.tags.TagState;
import java.util.List;
import java.util.Set;

/// What the tags of a repository named.
///
/// @param states newest first
/// @param former images that no tag names now, as far as it is known that they are still there
/// @param gone digests that the registry has no more
record TagPast(String repository, List<TagState> states, List<TagState> former, Set<Digest> gone) {
  TagPast {
    states = List.copyOf(states);
    former = List.copyOf(former);
    gone = Set.copyOf(gone);
  }

  List<TagState> of(String tag) {
    return states.stream().filter(each -> each.tag().equals(tag)).toList();
  }
}
