package dev.mooring.desktop.registry.tags;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Registry;
import dev.mooring.registry.tags.TagState;
import dev.mooring.registry.tags.Undo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What tags named, and how they come to name something else. On the UI's thread.
public final class TagsViewModel {
  private static final int MOST = 200;

  /// So many former images are asked for: a list of them need not be longer.
  private static final int MOST_FORMER = 8;

  private static final int WIDTH = 4;

  /// Refuses that tags go which pods need.
  public interface Needs {
    /// @throws dev.mooring.problem.MooringException where an image that pods use would be left
    /// without a tag
    void demandNone(Registry registry, String repository, List<String> tags)
        throws InterruptedException;
  }

  private final Supplier<@Nullable Registry> registry;
  private final Supplier<Needs> needs;
  private final Runnable changed;
  private final Jobs reads;
  private final Ui ui;
  private final Fetched<TagPast> past;
  private String place = "";
  private String repository = "";

  /// @param registry the connected one, or null
  /// @param needs of the pods that name the same registry
  /// @param changed called on the window's thread after each change
  public TagsViewModel(
      Supplier<@Nullable Registry> registry,
      Supplier<Needs> needs,
      Runnable changed,
      Jobs reads,
      Ui ui) {
    this.registry = registry;
    this.needs = needs;
    this.changed = changed;
    this.reads = reads;
    this.ui = ui;
    past = new Fetched<>(Messages.of("reading-the-tag-history"), reads, ui);
  }

  /// What is known of the repository that was read last.
  Fetched<TagPast> past() {
    return past;
  }

  /// Reads what is known of a repository; for after its tags were listed or looked at, which is
  /// part of what is known.
  ///
  /// @param of which registry it is in
  public void read(String of, String name) {
    if (!name.equals(repository) || !of.equals(place)) {
      place = of;
      repository = name;
      past.clear();
    }
    read();
  }

  void read() {
    Registry now = registry.get();
    String of = repository;
    if (now != null && !of.isEmpty()) {
      past.fetch(progress -> past(now, of));
    }
  }

  private static TagPast past(Registry registry, String repository) throws InterruptedException {
    List<TagState> states = TagState.of(registry.changes(repository));
    List<TagState> former =
        TagState.former(states).stream()
            .filter(each -> each.digest().isPresent())
            .limit(MOST_FORMER)
            .toList();
    List<Callable<Boolean>> asked = new ArrayList<>();
    former.forEach(
        each -> asked.add(() -> isThere(registry, repository, each.digest().orElseThrow())));
    List<Boolean> there = Concurrently.run(WIDTH, asked);
    List<TagState> kept = new ArrayList<>();
    Set<Digest> gone = new HashSet<>();
    for (int i = 0; i < former.size(); i++) {
      if (there.get(i)) {
        kept.add(former.get(i));
      } else {
        gone.add(former.get(i).digest().orElseThrow());
      }
    }
    return new TagPast(repository, states.stream().limit(MOST).toList(), kept, gone);
  }

  /// What cannot be asked is not said to be gone.
  private static boolean isThere(Registry registry, String repository, Digest digest)
      throws InterruptedException {
    try {
      return registry.digest(repository, digest.text()).isPresent();
    } catch (MooringException e) {
      return true;
    }
  }

  /// What would have a tag name an image. Asks what both name; changes nothing.
  Fetched<Undo> tagging(ChosenTag image, String tag) {
    return asking(
        now -> {
          Digest digest =
              image.digest().isPresent()
                  ? image.digest().get()
                  : now.digest(image.repository(), image.tag())
                      .orElseThrow(() -> missing(image).raise());
          Optional<Digest> named = now.digest(image.repository(), tag);
          List<Undo.Step> steps =
              named.equals(Optional.of(digest))
                  ? List.of()
                  : List.of(new Undo.Step(tag, named, Optional.of(digest)));
          return new Undo(image.repository(), steps);
        });
  }

  private static Problem missing(ChosenTag image) {
    return new Problem(
        Code.IMAGE_MISSING,
        Messages.of("cannot-tag", image),
        Messages.of("the-tag-was-deleted-meanwhile"),
        new Remedy.Advice(Messages.of("choose-another-tag")));
  }

  /// What would put a tag back.
  Fetched<Undo> puttingBack(String from, String tag, Digest to) {
    return asking(now -> Undo.of(now, from, tag, Optional.of(to)));
  }

  /// What would undo the last change of this user's Moorings.
  Fetched<Undo> undoing() {
    Needs now = needs.get();
    return asking(
        asked -> {
          Undo undo = Undo.last(asked);
          demandNone(now, asked, undo.repository(), undo.removed());
          return undo;
        });
  }

  Fetched<Undo> run(Undo undo) {
    return changing(undo, Undo::run);
  }

  /// Takes it back again.
  Fetched<Undo> revert(Undo undo) {
    Needs now = needs.get();
    return changing(
        undo,
        (reverted, asked) -> {
          demandNone(now, asked, reverted.repository(), reverted.removedByRevert());
          reverted.revert(asked);
        });
  }

  private static void demandNone(Needs needs, Registry registry, String from, List<String> tags)
      throws InterruptedException {
    if (!tags.isEmpty()) {
      needs.demandNone(registry, from, tags);
    }
  }

  private interface Question {
    Undo of(Registry registry) throws InterruptedException;
  }

  private Fetched<Undo> asking(Question question) {
    Fetched<Undo> plan = new Fetched<>(Messages.of("looking-at-the-tags"), reads, ui);
    Registry now = registry.get();
    if (now != null) {
      plan.fetch(progress -> question.of(now));
    }
    return plan;
  }

  private interface Change {
    void of(Undo undo, Registry registry) throws InterruptedException;
  }

  private Fetched<Undo> changing(Undo undo, Change change) {
    Fetched<Undo> done = new Fetched<>(Messages.of("changing-tags", undo.repository()), reads, ui);
    Registry now = registry.get();
    if (now != null) {
      done.fetch(
          progress -> {
            try {
              change.of(undo, now);
              return undo;
            } finally {
              ui.execute(changed);
            }
          });
    }
    return done;
  }
}
