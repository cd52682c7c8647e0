package dev.mooring.registry;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// Some of the tags of a place, so that nobody has to wait for all.
///
/// @param tags valid ones in the order of the place; also those that belong to others by their
/// names ([AttachedTags])
/// @param next what to ask for the following page with; empty at the end
public record TagPage(List<String> tags, String next) {
  /// Of what has no tags.
  public static final TagPage NONE = new TagPage(List.of(), "");

  /// As many as registries give at a time.
  public static final int LONGEST = 1_000;

  public TagPage {
    tags = List.copyOf(tags);
  }

  /// A page of tags that are all at hand, in lexical order.
  ///
  /// @param from the last tag of the page before it; empty for the first
  public static TagPage of(Collection<String> all, String from) {
    List<String> rest =
        new TreeSet<>(all).tailSet(from, false).stream().limit(LONGEST + 1L).toList();
    return rest.size() <= LONGEST
        ? new TagPage(rest, "")
        : new TagPage(rest.subList(0, LONGEST), rest.get(LONGEST - 1));
  }
}
