package dev.mooring.registry.tags;

import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Digest;
import dev.mooring.registry.TagChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a tag named for some time, as far as Mooring saw or did it.
///
/// @param digest empty while the tag was not there
/// @param began the change that made it so; empty for what a tag named before anybody looked
/// @param until when it became another one; empty for what it is now
public record TagState(
    String tag, Optional<Digest> digest, Optional<TagChange> began, Optional<Instant> until) {

  /// Whether it is what the tag names now.
  public boolean isNow() {
    return until.isEmpty();
  }

  /// What the tags of a repository named, newest first, without those of signatures and the like.
  ///
  /// @param changes newest first, as [dev.mooring.registry.Registry#changes] lists them
  public static List<TagState> of(List<TagChange> changes) {
    List<TagState> states = new ArrayList<>();
    Map<String, TagChange> after = new HashMap<>();
    for (TagChange each : changes) {
      if (AttachedTags.subject(each.tag()).isEmpty()) {
        Optional<Instant> until =
            Optional.ofNullable(after.put(each.tag(), each)).map(TagChange::at);
        states.add(new TagState(each.tag(), each.to(), Optional.of(each), until));
      }
    }
    after.values().stream()
        .filter(eldest -> eldest.from().isPresent())
        .sorted(Comparator.comparing(TagChange::at).reversed())
        .forEach(
            eldest ->
                states.add(
                    new TagState(
                        eldest.tag(), eldest.from(), Optional.empty(), Optional.of(eldest.at()))));
    return List.copyOf(states);
  }

  /// The images that tags named and that none names now: each once, by the tag that it had last.
  ///
  /// @param states of one repository, as [#of] lists them
  public static List<TagState> former(List<TagState> states) {
    Set<Digest> known = new HashSet<>();
    states.stream().filter(TagState::isNow).forEach(each -> each.digest().ifPresent(known::add));
    return states.stream()
        .filter(each -> each.until().isPresent() && each.digest().filter(known::add).isPresent())
        .sorted(Comparator.comparing((TagState each) -> each.until().orElseThrow()).reversed())
        .toList();
  }
}
