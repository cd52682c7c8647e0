package dev.mooring.desktop.registry;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Registry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Tags of one repository that are deleted together, and all that goes with them.
///
/// @param plans one for each tag
/// @param attached tags of signatures and the like that the last tag of their image takes along
record Loss(String repository, List<Registry.Removal> plans, List<String> attached) {

  /// Asks the registry; changes nothing. Blocks.
  static Loss of(Registry registry, String repository, List<String> tags)
      throws InterruptedException {
    List<Registry.Removal> plans = new ArrayList<>();
    Set<String> attached = new LinkedHashSet<>();
    for (String tag : tags) {
      Registry.Removal plan = registry.planRemoval(repository, tag);
      plans.add(plan);
      attached.addAll(plan.attached());
      // Alone each leaves the image to the others; together they do not.
      if (!plan.siblings().isEmpty() && tags.containsAll(plan.siblings())) {
        attached.addAll(attachedTo(registry, plan));
      }
    }
    return new Loss(repository, List.copyOf(plans), List.copyOf(attached));
  }

  private static List<String> attachedTo(Registry registry, Registry.Removal plan)
      throws InterruptedException {
    try {
      return registry.planRemoval(plan.repository(), plan.digest().text()).attached();
    } catch (MooringException e) {
      if (e.problem().code() == Code.DIGEST_IN_USE) {
        return List.of();
      }
      throw e;
    }
  }

  /// Removes exactly this, or stops where the repository changed since. Blocks.
  ///
  /// @return every tag that went, with what it named
  Map<String, Digest> remove(Registry registry) throws InterruptedException {
    Map<String, Digest> went = new LinkedHashMap<>();
    for (Registry.Removal plan : plans) {
      Registry.Removal now = registry.planRemoval(repository, plan.reference());
      if (!now.digest().equals(plan.digest()) || !attached.containsAll(now.attached())) {
        throw new Problem(
                Code.IMAGE_CHANGED,
                Messages.of("cannot-delete", Deletion.name(plan)),
                Messages.of("the-image-changed-since"),
                new Remedy.Advice(Messages.of("check-it-again-then-delete")))
            .raise();
      }
      went.putAll(registry.remove(now));
    }
    return went;
  }

  /// Whether a user would want to know before it happens: pods use it, as far as anybody knows, or
  /// more goes than the tag.
  boolean needsQuestion(List<TagRow> rows) {
    return plans.size() > 1
        || !attached.isEmpty()
        || rows.stream().anyMatch(row -> !row.isRead() || !row.uses().isEmpty());
  }

  /// The tags whose images go with them: no other tag names those afterwards.
  List<String> last() {
    Set<String> going = new HashSet<>();
    plans.forEach(plan -> going.add(plan.reference()));
    return plans.stream()
        .filter(plan -> going.containsAll(plan.siblings()))
        .map(Registry.Removal::reference)
        .toList();
  }

  /// "ana/app:1", or "3 tags of ana/app".
  String name() {
    return plans.size() == 1
        ? Deletion.name(plans.getFirst())
        : Messages.count("tags-of", plans.size(), repository);
  }

  /// Everything that goes, one a line.
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    plans.forEach(plan -> lines.add(Messages.of("tag", repository, plan.reference())));
    attached.forEach(tag -> lines.add(Deletion.attached(repository, tag)));
    return lines;
  }

  /// What stays under other names; empty when nothing.
  List<String> stays() {
    if (plans.size() == 1) {
      String stays = Deletion.stays(plans.getFirst());
      return stays.isEmpty() ? List.of() : List.of(stays);
    }
    Set<String> going = new HashSet<>();
    plans.forEach(plan -> going.add(plan.reference()));
    Set<String> staying = new LinkedHashSet<>();
    plans.forEach(plan -> staying.addAll(plan.siblings()));
    staying.removeAll(going);
    return staying.isEmpty() ? List.of() : List.of(Deletion.stillAvailable(List.copyOf(staying)));
  }

  /// What was done, one sentence a line.
  List<String> done() {
    if (plans.size() == 1) {
      return Deletion.done(plans.getFirst());
    }
    List<String> lines = new ArrayList<>();
    lines.add(Messages.of("deleted", name()));
    lines.addAll(stays());
    return lines;
  }
}
