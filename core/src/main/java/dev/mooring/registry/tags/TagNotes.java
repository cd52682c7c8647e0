package dev.mooring.registry.tags;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.TagWrite;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the registry's proxy noted, among what Mooring did and saw. The two have clocks of their
/// own.
final class TagNotes {
  /// By how much they may differ where both tell of one thing.
  private static final long SKEW = 120_000;

  private TagNotes() {}

  /// What of the proxy's notes is in no line yet.
  static List<TagLine> missing(List<TagLine> there, Collection<TagWrite> writes) {
    Set<TagLine> known = new HashSet<>(there);
    List<TagLine> woven = woven(there);
    List<TagLine> more = new ArrayList<>();
    writes.stream()
        .filter(each -> TagLine.isPrincipal(each.principal()))
        .sorted(Comparator.comparing(TagWrite::at))
        .flatMap(each -> lines(each, woven, more).stream())
        .filter(known::add)
        .forEach(more::add);
    return more;
  }

  /// A digest that is deleted takes all tags along that name it then.
  private static List<TagLine> lines(TagWrite write, List<TagLine> woven, List<TagLine> more) {
    Optional<Digest> digest = Digests.read(write.reference());
    if (digest.isEmpty()) {
      return List.of(line(write, write.reference()));
    }
    Map<String, Optional<Digest>> named = new LinkedHashMap<>();
    for (List<TagLine> all : List.of(woven, more)) {
      all.stream()
          .filter(each -> each.repository().equals(write.repository()))
          .filter(each -> each.at() <= write.at().toEpochMilli())
          .forEach(each -> named.put(each.tag(), each.digest()));
    }
    return named.entrySet().stream()
        .filter(each -> each.getValue().equals(digest))
        .map(each -> line(write, each.getKey()))
        .toList();
  }

  private static TagLine line(TagWrite write, String tag) {
    return new TagLine(
        write.at().toEpochMilli(),
        false,
        write.repository(),
        tag,
        write.digest(),
        write.principal());
  }

  /// All in the order in which it happened, each once: what Mooring did or saw and the proxy noted,
  /// too, is one line with both.
  static List<TagLine> woven(List<TagLine> lines) {
    List<TagLine> own = new ArrayList<>();
    Map<String, List<TagLine>> noted = new HashMap<>();
    int notes = 0;
    for (TagLine each : lines) {
      if (each.principal().isEmpty()) {
        own.add(each);
      } else {
        noted.computeIfAbsent(key(each), ignored -> new ArrayList<>()).add(each);
        notes++;
      }
    }
    if (notes == 0) {
      return own;
    }
    own.replaceAll(each -> each.mooring() ? signed(each, noted) : each);
    // What was only seen may have been seen by a clock that is behind.
    own.replaceAll(each -> each.mooring() ? each : signed(each, noted));
    Iterator<TagLine> rest =
        noted.values().stream()
            .flatMap(List::stream)
            .sorted(Comparator.comparingLong(TagLine::at))
            .iterator();
    List<TagLine> all = new ArrayList<>(lines.size());
    TagLine next = rest.hasNext() ? rest.next() : null;
    for (TagLine each : own) {
      while (next != null && next.at() <= each.at()) {
        all.add(next);
        next = rest.hasNext() ? rest.next() : null;
      }
      all.add(each);
    }
    while (next != null) {
      all.add(next);
      next = rest.hasNext() ? rest.next() : null;
    }
    return all;
  }

  private static String key(TagLine line) {
    return line.name() + " " + line.digest().map(Digest::text).orElse("");
  }

  /// With the nearest note of the same, which is taken.
  private static TagLine signed(TagLine line, Map<String, List<TagLine>> noted) {
    List<TagLine> same = noted.getOrDefault(key(line), List.of());
    Optional<TagLine> nearest =
        same.stream()
            .filter(each -> Math.abs(each.at() - line.at()) <= SKEW)
            .min(Comparator.comparingLong(each -> Math.abs(each.at() - line.at())));
    if (nearest.isEmpty()) {
      return line;
    }
    same.remove(nearest.get());
    return new TagLine(
        line.mooring() ? line.at() : Math.min(line.at(), nearest.get().at()),
        line.mooring(),
        line.repository(),
        line.tag(),
        line.digest(),
        nearest.get().principal());
  }
}
