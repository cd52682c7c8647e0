package dev.mooring.registry.browse;

import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What nothing names any more once some tags of a repository are gone.
///
/// @param attached tags that go because what they belong to does
/// @param digests manifests that nothing leads to, those asked for first
record Orphans(Set<String> attached, Set<Digest> digests) {

  /// @param asked what goes
  /// @param going the tags of it
  /// @param used what stays whatever leads to it
  static Orphans of(
      References references,
      Collection<Descriptor> asked,
      Collection<String> going,
      Collection<Descriptor> used)
      throws InterruptedException {
    return of(references, asked, going, used, ignored -> Optional.of(List.of()));
  }

  /// What a registry itself lists as attached to a digest; empty where it keeps no such list.
  interface Referrers {
    Optional<List<Descriptor>> of(Digest subject) throws InterruptedException;
  }

  static Orphans of(
      References references,
      Collection<Descriptor> asked,
      Collection<String> going,
      Collection<Descriptor> used,
      Referrers referrers)
      throws InterruptedException {
    Set<String> attached = new LinkedHashSet<>();
    Set<Digest> digests = new LinkedHashSet<>();
    Set<Digest> listed = new LinkedHashSet<>();
    // Signatures may be signed themselves, so that each round may set others free.
    while (true) {
      List<String> staying =
          references.tags().stream()
              .filter(tag -> !going.contains(tag) && !attached.contains(tag))
              .toList();
      Set<Digest> needed = references.reachableBy(staying);
      needed.addAll(references.reachable(used));
      for (Descriptor each : asked) {
        digests.addAll(references.reachable(List.of(each)));
      }
      digests.addAll(references.reachableBy(attached));
      digests.addAll(listed);
      digests.removeAll(needed);
      boolean more =
          attached.addAll(
              staying.stream()
                  .filter(tag -> AttachedTags.subject(tag).filter(digests::contains).isPresent())
                  .toList());
      for (Digest each : List.copyOf(digests)) {
        Optional<List<Descriptor>> known = referrers.of(each);
        if (known.isEmpty()) {
          break;
        }
        for (Descriptor referrer : known.get()) {
          more |= !needed.contains(referrer.digest()) && listed.add(referrer.digest());
        }
      }
      if (!more) {
        return new Orphans(attached, digests);
      }
    }
  }
}
