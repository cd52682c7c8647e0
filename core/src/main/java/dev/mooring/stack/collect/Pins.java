package dev.mooring.stack.collect;

import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Registry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tags for images that the cluster uses and that have none, as long as manifests without a tag are
/// removed: the collector knows no other reason to keep one.
final class Pins {
  private static final Logger LOG = LoggerFactory.getLogger(Pins.class);
  private static final String PREFIX = "mooring-in-use-";

  private final Registry registry;
  private final Selection selection;

  Pins(Registry registry, Selection selection) {
    this.registry = registry;
    this.selection = selection;
  }

  /// Whether a tag is one of these, left by a collection that was killed.
  static boolean isPin(String tag) {
    return tag.startsWith(PREFIX);
  }

  void set() throws InterruptedException {
    for (Map.Entry<String, Set<Digest>> each : selection.used().entrySet()) {
      String repository = each.getKey();
      if (!selection.repositories().contains(repository)) {
        continue;
      }
      Set<Digest> tagged = tagged(repository);
      for (Digest digest : each.getValue()) {
        if (!tagged.contains(digest) && registry.digest(repository, digest.text()).isPresent()) {
          registry.restore(repository, PREFIX + digest.brief(), digest);
        }
      }
    }
  }

  private Set<Digest> tagged(String repository) {
    Set<Digest> tagged = new HashSet<>();
    for (var each : List.of(selection.inUse(), selection.staying())) {
      each.stream()
          .filter(image -> image.repository().equals(repository))
          .forEach(
              image -> {
                tagged.add(image.digest());
                tagged.addAll(image.contained());
              });
    }
    return tagged;
  }

  /// Removes all of them, those of earlier collections included; what they named stays as it was.
  void remove() throws InterruptedException {
    List<String> left = new ArrayList<>();
    for (String repository : selection.repositories()) {
      try {
        Set<String> pins =
            new HashSet<>(registry.allTags(repository).stream().filter(Pins::isPin).toList());
        if (!pins.isEmpty()) {
          Set<Digest> used = new HashSet<>();
          for (String pin : pins) {
            registry.digest(repository, pin).ifPresent(used::add);
          }
          registry.prune(registry.planPruning(repository, pins, used), used);
        }
      } catch (MooringException e) {
        left.add(repository);
        LOG.warn("Cannot remove the temporary tags of {}: {}", repository, e.problem(), e);
      }
    }
    if (!left.isEmpty()) {
      LOG.warn("Temporary tags are left in {}; the next collection removes them", left);
    }
  }
}
