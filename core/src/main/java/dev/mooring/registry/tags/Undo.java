package dev.mooring.registry.tags;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Registry;
import dev.mooring.registry.TagChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Puts tags back to what they named before, and takes away those that weren't there. Nothing
/// is uploaded: it works as long as the registry has the manifests, which a collection of
/// untagged images may have removed. It is a change like others, and can be undone in its turn.
///
/// @param steps the tag that was asked for first; with a deleted image its signatures come back
public record Undo(String repository, List<Step> steps) {

  /// One tag.
  ///
  /// @param now what it names; empty where it isn't there
  /// @param back what it names afterwards; empty where it goes, because it wasn't there before
  public record Step(String tag, Optional<Digest> now, Optional<Digest> back) {
    /// Whether the tag goes. Its image stays until untagged ones are collected.
    public boolean removes() {
      return back.isEmpty();
    }
  }

  public Undo {
    steps = List.copyOf(steps);
  }

  /// What would put a tag back. Asks the registry what it names; changes nothing.
  ///
  /// @param to what it is put back to; empty for what it named before
  /// @throws MooringException with the code NOT_FOUND where nobody saw what it named before
  public static Undo of(Registry registry, String repository, String tag, Optional<Digest> to)
      throws InterruptedException {
    Optional<Digest> now = registry.digest(repository, tag);
    List<TagChange> changes = registry.changes(repository);
    Optional<TagChange> last = changes.stream().filter(each -> each.tag().equals(tag)).findFirst();
    Optional<Digest> back = to.isPresent() ? to : last.flatMap(TagChange::from);
    boolean began = back.isEmpty() && last.isPresent() && last.get().isNew();
    if ((back.isEmpty() && !began) || back.equals(now)) {
      throw nothing(repository + ":" + tag, now, back);
    }
    Map<String, Step> steps = new LinkedHashMap<>();
    steps.put(tag, new Step(tag, now, back));
    if (now.isEmpty()) {
      attached(changes, back.orElseThrow()).forEach(each -> steps.putIfAbsent(each.tag(), each));
    }
    return new Undo(repository, List.copyOf(steps.values()));
  }

  /// What would undo the last thing that a Mooring of this user did to the registry's tags.
  ///
  /// @throws MooringException as for one tag
  public static Undo last(Registry registry) throws InterruptedException {
    List<TagChange> changes = registry.changes("");
    TagChange last =
        changes.stream()
            .filter(each -> each.byMooring() && AttachedTags.subject(each.tag()).isEmpty())
            .findFirst()
            .orElseThrow(Undo::untouched);
    List<Step> steps = new ArrayList<>();
    for (TagChange each : changes) {
      // A digest that is deleted takes all its tags in the same moment.
      if (each.byMooring()
          && each.at().equals(last.at())
          && each.repository().equals(last.repository())
          && AttachedTags.subject(each.tag()).isEmpty()) {
        of(registry, each.repository(), each.tag(), each.from()).steps().stream()
            .filter(step -> steps.stream().noneMatch(had -> had.tag().equals(step.tag())))
            .forEach(steps::add);
      }
    }
    return new Undo(last.repository(), steps);
  }

  /// The tags of signatures and the like that went with an image.
  private static List<Step> attached(List<TagChange> changes, Digest image) {
    Map<String, TagChange> last = new LinkedHashMap<>();
    changes.forEach(each -> last.putIfAbsent(each.tag(), each));
    return last.values().stream()
        .filter(each -> each.byMooring() && each.to().isEmpty() && each.from().isPresent())
        .filter(each -> AttachedTags.subject(each.tag()).equals(Optional.of(image)))
        .map(each -> new Step(each.tag(), Optional.empty(), each.from()))
        .toList();
  }

  private static MooringException nothing(
      String name, Optional<Digest> now, Optional<Digest> back) {
    boolean same = back.isPresent() && back.equals(now);
    return new Problem(
            Code.NOT_FOUND,
            Messages.of("cannot-undo", name),
            same
                ? Messages.of("the-tag-names-that-already", now.get())
                : Messages.of("nobody-saw-what-it-named-before"),
            new Remedy.Command(Messages.of("see-what-is-known"), "mooring tag-history " + name))
        .raise();
  }

  private static MooringException untouched() {
    return new Problem(
            Code.NOT_FOUND,
            Messages.of("there-is-nothing-to-undo"),
            Messages.of("mooring-changed-no-tag-there"),
            new Remedy.Advice(Messages.of("name-the-image")))
        .raise();
  }

  /// Whether something is lost that a tag names now.
  public boolean replaces() {
    return steps.stream().anyMatch(each -> each.now().isPresent());
  }

  /// The tags that go when it's done.
  public List<String> removed() {
    return tags(steps.stream().filter(Step::removes));
  }

  /// The tags that go when it's taken back: those that weren't there before.
  public List<String> removedByRevert() {
    return tags(steps.stream().filter(each -> each.now().isEmpty()));
  }

  private static List<String> tags(Stream<Step> steps) {
    return steps.map(Step::tag).toList();
  }

  /// Does it, the image before its signatures.
  ///
  /// @throws MooringException with the code IMAGE_MISSING where a manifest is gone, and
  /// IMAGE_CHANGED where a tag names something else by now
  public void run(Registry registry) throws InterruptedException {
    for (Step each : steps) {
      if (each.back().isPresent()) {
        registry.retag(repository, each.tag(), each.back().get(), each.now());
      } else {
        remove(registry, each.tag(), each.now().orElseThrow());
      }
    }
  }

  /// Takes it back: its tags name what they named before, and those that were not there go.
  ///
  /// @throws MooringException as for [#run]; IMAGE_CHANGED also where a tag that would go names
  /// something else by now
  public void revert(Registry registry) throws InterruptedException {
    for (Step each : steps.reversed()) {
      if (each.now().isPresent()) {
        registry.retag(repository, each.tag(), each.now().get(), each.back());
      } else {
        remove(registry, each.tag(), each.back().orElseThrow());
      }
    }
  }

  /// Takes the tag alone: other tags keep their image.
  private void remove(Registry registry, String tag, Digest names) throws InterruptedException {
    Registry.Removal plan = registry.planRemoval(repository, tag);
    if (!plan.digest().equals(names)) {
      throw new Problem(
              Code.IMAGE_CHANGED,
              Messages.of("cannot-undo", repository + ":" + tag),
              Messages.of("it-names-another-image-by-now", plan.digest()),
              new Remedy.Advice(Messages.of("look-at-the-tag-again")))
          .raise();
    }
    registry.remove(plan);
  }
}
