package dev.mooring.registry.tags;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.TagChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TagStateTest {
  private static final Instant START = Instant.parse("2026-11-27T04:00:00Z");

  private final List<TagChange> changes = new ArrayList<>();

  private static Optional<Digest> digest(String of) {
    return of.isEmpty() ? Optional.empty() : Optional.of(Digests.of(of.getBytes(UTF_8)));
  }

  /// A minute after the one before.
  private void changed(String tag, String from, String to) {
    Instant at = START.plusSeconds(60L * changes.size());
    changes.addFirst(
        new TagChange(
            at, "app", tag, digest(from), from.isEmpty(), digest(to), true, Optional.empty()));
  }

  private List<String> told(List<TagState> states) {
    return states.stream()
        .map(
            each ->
                each.tag()
                    + " "
                    + List.of("a", "b", "c").stream()
                        .filter(name -> digest(name).equals(each.digest()))
                        .findFirst()
                        .orElse("-")
                    + each.until().map(end -> " " + minutes(end)).orElse(""))
        .toList();
  }

  private static long minutes(Instant at) {
    return (at.getEpochSecond() - START.getEpochSecond()) / 60;
  }

  @Test
  void eachTagIsSaidFromNowToWhatNobodySawBegin() {
    changed("1", "a", "b");
    changed("2", "", "a");
    changed("1", "b", "");
    changed(AttachedTags.referrers(digest("a").orElseThrow()), "", "c");
    List<TagState> states = TagState.of(changes);
    assertEquals(List.of("1 -", "2 a", "1 b 2", "1 a 0"), told(states));
    assertEquals(Optional.empty(), states.getLast().began());
    assertEquals(List.of(), TagState.of(List.of()));
  }

  @Test
  void anImageIsFormerWhenNoTagNamesItAnyMore() {
    changed("1", "", "a");
    changed("2", "", "b");
    changed("1", "a", "b");
    changed("3", "", "a");
    changed("3", "a", "c");
    changed("2", "b", "");
    assertEquals(List.of("3 a 4"), told(TagState.former(TagState.of(changes))));
  }
}
