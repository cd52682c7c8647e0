package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.fx.Words;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.registry.Registry;
import dev.mooring.registry.backup.Backup;
import dev.mooring.registry.backup.Seeding;
import dev.mooring.stack.Stack;
import dev.mooring.stack.archives.ArchiveVolume;
import dev.mooring.stack.archives.ArchiveVolumes;
import dev.mooring.stack.archives.VolumePlace;
import dev.mooring.stack.collect.Collected;
import dev.mooring.stack.collect.GarbageCollection;
import dev.mooring.stack.collect.Retention;
import dev.mooring.stack.collect.Selection;
import dev.mooring.stack.options.StackOptions;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;

/// What is done with all that a registry holds, each as a job over a way of its own.
public final class StorageJobs {
  private final GarbageCollection garbage;
  private final Function<RegistryPlace, RegistryForward> ways;
  private final Function<URI, Registry> registries;
  private final Function<StackOptions, ArchiveVolumes> volumes;
  private final Supplier<StackOptions> options;
  private final StackWork ongoing;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;

  /// @param ways a fresh one at each call
  /// @param registries a client for a registry that listens locally
  /// @param volumes of the cluster, for archives of a registry
  public StorageJobs(
      GarbageCollection garbage,
      Function<RegistryPlace, RegistryForward> ways,
      Function<URI, Registry> registries,
      Function<StackOptions, ArchiveVolumes> volumes,
      Supplier<StackOptions> options,
      StackWork ongoing,
      Jobs jobs,
      Jobs reads,
      Ui ui) {
    this.garbage = garbage;
    this.ways = ways;
    this.registries = registries;
    this.volumes = volumes;
    this.options = options;
    this.ongoing = ongoing;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
  }

  /// What questions call the registry.
  String words() {
    return StackJobs.words(options.get());
  }

  /// Asks which tags [#collect] would remove.
  Fetched<Selection> select(Retention rules) {
    StackOptions asked = options.get();
    Fetched<Selection> selection = new Fetched<>(Messages.of("looking-at-what-can-go"), reads, ui);
    selection.fetch(
        progress -> over(asked, registry -> garbage.select(asked, registry, rules, progress)));
    return selection;
  }

  void collect(Selection selection, boolean untagged) {
    StackOptions asked = options.get();
    ongoing.start(
        jobs,
        StackJobs.about(asked, Messages.of("freeing-space")),
        progress ->
            over(
                asked,
                registry -> words(garbage.collect(asked, registry, selection, untagged, progress))),
        () -> {});
  }

  void save(Path target) {
    StackOptions asked = options.get();
    jobs.start(
        StackJobs.about(asked, Messages.of("backing-up-to", target)),
        progress ->
            over(
                asked,
                registry ->
                    words(
                        new Backup(registry, Words.localhost(asked.nodePort()))
                            .save(target, StorageJobs::isOfUsers, progress),
                        target)),
        words -> words);
  }

  void seed(Path source) {
    StackOptions asked = options.get();
    jobs.start(
        StackJobs.about(asked, Messages.of("restoring-from", source)),
        progress -> over(asked, registry -> words(new Seeding(registry).seed(source, progress))),
        words -> words);
  }

  void saveToVolume(VolumePlace target) {
    StackOptions asked = options.get();
    jobs.start(
        StackJobs.about(asked, Messages.of("backing-up-to", target)),
        progress -> {
          try (ArchiveVolume volume = volumes.apply(asked).toWrite(target, progress)) {
            return over(
                asked,
                registry ->
                    words(
                        new Backup(registry, Words.localhost(asked.nodePort()))
                            .save(volume.folder(), volume.path(), StorageJobs::isOfUsers, progress),
                        target));
          }
        },
        words -> words);
  }

  void seedFromVolume(VolumePlace source) {
    StackOptions asked = options.get();
    jobs.start(
        StackJobs.about(asked, Messages.of("restoring-from", source)),
        progress -> {
          try (ArchiveVolume volume = volumes.apply(asked).toRead(source, progress)) {
            return over(
                asked,
                registry ->
                    words(new Seeding(registry).seed(volume.folder(), volume.path(), progress)));
          }
        },
        words -> words);
  }

  private static boolean isOfUsers(String repository) {
    return !repository.equals(Stack.PROBE_REPOSITORY);
  }

  private static String words(Backup.Saved saved, Object target) {
    String done = Messages.count("saved-images", saved.images(), target);
    return saved.failed().isEmpty()
        ? done
        : Messages.of("and-left-out", done, String.join("; ", saved.failed()));
  }

  private static String words(Seeding.Seeded seeded) {
    String done = Messages.count("pushed-images", seeded.pushed().size());
    return seeded.skipped().isEmpty()
        ? done
        : Messages.of("and-left-out", done, String.join("; ", seeded.skipped()));
  }

  private static String words(Collected done) {
    String freed = Messages.of("freed-space", Words.size(done.freed()), Words.size(done.after()));
    return done.incomplete().isEmpty()
        ? freed
        : Messages.of("freed-and-incomplete", freed, String.join(", ", done.incomplete()));
  }

  private interface Use<T> {
    T with(Registry registry) throws InterruptedException;
  }

  private <T> T over(StackOptions asked, Use<T> use) throws InterruptedException {
    try (RegistryForward way = ways.apply(asked.location())) {
      int port = way.connect(0).listening().getFirst().getPort();
      return use.with(registries.apply(URI.create("http://localhost:" + port)));
    }
  }
}
