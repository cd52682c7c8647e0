package dev.mooring.stack.collect;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Registry;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Collecting;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/// Frees the space of images that nobody needs, in a registry that Mooring installed.
///
/// Tags go first, while everything else goes on. Then the registry's pod starts anew, collects
/// before it takes writes, and serves reads meanwhile. Every call may be interrupted or killed at
/// any point: the registry serves, takes writes again by itself, and another run completes the
/// rest. Blocking.
public final class GarbageCollection {
  private final Cluster cluster;

  public GarbageCollection(Cluster cluster) {
    this.cluster = cluster;
  }

  /// What [#collect] would remove by name; changes nothing.
  ///
  /// @param options those in force
  /// @param registry a way to it
  /// @throws dev.mooring.problem.MooringException also where this user cannot see which images pods
  /// use, or cannot do what follows
  public Selection select(
      StackOptions options, Registry registry, Retention rules, Progress progress)
      throws InterruptedException {
    check(options);
    InUse inUse = InUse.in(cluster);
    List<String> repositories = registry.repositories();
    List<ImageSummary> going = new ArrayList<>();
    List<ImageSummary> kept = new ArrayList<>();
    List<ImageSummary> staying = new ArrayList<>();
    Map<String, Set<Digest>> used = new HashMap<>();
    Instant now = Instant.now();
    for (int i = 0; i < repositories.size(); i++) {
      String repository = repositories.get(i);
      progress.advance(
          Messages.of("reading", repository), i, repositories.size(), Progress.Unit.ITEMS);
      List<ImageSummary> images =
          registry.rows(repository).stream()
              .map(ImageRow::summary)
              .flatMap(Optional::stream)
              .filter(each -> !Pins.isPin(each.tag()))
              .toList();
      Set<ImageSummary> outdated = new HashSet<>(rules.outdated(images, now));
      for (ImageSummary each : images) {
        (!outdated.contains(each) ? staying : inUse.uses(each) ? kept : going).add(each);
      }
      if (!inUse.digests(repository).isEmpty()) {
        used.put(repository, inUse.digests(repository));
      }
    }
    return new Selection(going, kept, staying, repositories, used);
  }

  /// Removes what was selected, then everything that nothing refers to.
  ///
  /// @param untagged whether manifests go that no tag and no tagged index leads to; those that the
  /// cluster uses stay
  /// @param registry a way to it that outlasts a restart of its pod
  public Collected collect(
      StackOptions options,
      Registry registry,
      Selection selection,
      boolean untagged,
      Progress progress)
      throws InterruptedException {
    check(options);
    String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    List<String> removed = prune(registry, selection, progress);
    Set<String> before = incomplete(registry, selection.repositories(), progress);
    CollectionLog log = new CollectionLog(id, selection.repositories().size(), progress);
    Pins pins = new Pins(registry, selection);
    try {
      if (untagged) {
        pins.set();
      }
      new Collector(cluster, options, progress).collect(id, untagged, log);
    } finally {
      pins.remove();
    }
    progress.step(Messages.of("the-registry-takes-writes-again"));
    List<String> broken = new ArrayList<>(incomplete(registry, selection.repositories(), progress));
    broken.removeAll(before);
    return new Collected(removed, log.deleted(), log.before(), log.after(), broken);
  }

  private List<String> prune(Registry registry, Selection selection, Progress progress)
      throws InterruptedException {
    Map<String, Set<String>> byRepository = new HashMap<>();
    selection
        .going()
        .forEach(
            each ->
                byRepository
                    .computeIfAbsent(each.repository(), ignored -> new HashSet<>())
                    .add(each.tag()));
    List<String> removed = new ArrayList<>();
    for (String repository : byRepository.keySet().stream().sorted().toList()) {
      progress.advance(
          Messages.of("removing-tags-of", repository),
          removed.size(),
          selection.going().size(),
          Progress.Unit.ITEMS);
      Set<Digest> used = selection.used().getOrDefault(repository, Set.of());
      Registry.Pruning plan =
          registry.planPruning(repository, byRepository.getOrDefault(repository, Set.of()), used);
      List<String> gone = registry.prune(unchanged(plan, selection), used);
      gone.forEach(tag -> removed.add(repository + ":" + tag));
      if (!gone.isEmpty()) {
        progress.step(Messages.count("removed-tags-of", gone.size(), repository));
      }
    }
    return removed;
  }

  /// Without tags that were pushed again after they were shown.
  private static Registry.Pruning unchanged(Registry.Pruning plan, Selection selection) {
    Map<String, Digest> shown = new HashMap<>();
    selection.going().stream()
        .filter(each -> each.repository().equals(plan.repository()))
        .forEach(each -> shown.put(each.tag(), each.digest()));
    Map<String, Digest> same = new HashMap<>();
    plan.tags()
        .forEach(
            (tag, digest) -> {
              if (digest.equals(shown.get(tag))) {
                same.put(tag, digest);
              }
            });
    return new Registry.Pruning(plan.repository(), same, plan.attached(), plan.manifests());
  }

  private static Set<String> incomplete(
      Registry registry, List<String> repositories, Progress progress) throws InterruptedException {
    Set<String> found = new HashSet<>();
    for (int i = 0; i < repositories.size(); i++) {
      String repository = repositories.get(i);
      progress.advance(
          Messages.of("checking-the-images-of", repository),
          i,
          repositories.size(),
          Progress.Unit.ITEMS);
      registry.incomplete(repository).forEach(tag -> found.add(repository + ":" + tag));
    }
    return found;
  }

  /// What a cache keeps goes by its age; the registry program knows when.
  private static void demandNoCache(StackOptions options, String what) {
    int days = options.additions().daysKept();
    if (options.isCache()) {
      throw new Problem(
              Code.CACHE_TAKES_NO_PUSHES,
              what,
              days == 0
                  ? Messages.of("a-cache-keeps-everything", options.registry())
                  : Messages.of("a-cache-frees-space-itself", options.registry(), days),
              new Remedy.Setting(
                  Messages.of("choose-how-long-it-keeps-images"), "--pull-through-expiry", ""))
          .raise();
    }
  }

  private void check(StackOptions options) throws InterruptedException {
    String what = Messages.of("cannot-free-space");
    demandNoCache(options, what);
    Review.of(cluster, Needs.collectGarbage(options.namespace(), InUse.KINDS)).demand(what);
    Optional<KubeObject> registry =
        cluster
            .get(Kind.DEPLOYMENT, options.namespace(), Rendering.REGISTRY)
            .filter(each -> Ownership.belongs(each, options));
    if (registry.isEmpty()) {
      throw new Problem(
              Code.REGISTRY_MISSING,
              what,
              Messages.of("no-registry-in-namespace", options.namespace()),
              new Remedy.Command(Messages.of("install-it-first"), "mooring install"))
          .raise();
    }
    if (!Collecting.understood(registry.get())) {
      throw new Problem(
              Code.REGISTRY_OUTDATED,
              what,
              Messages.of("an-older-mooring-installed-it"),
              new Remedy.Command(Messages.of("install-again-first"), "mooring install"))
          .raise();
    }
  }
}
