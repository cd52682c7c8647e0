package dev.mooring.desktop.stack;

import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.desktop.fx.Words;
import dev.mooring.job.Jobs;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.mesh.RegistryPlace;
import dev.mooring.registry.Registry;
import dev.mooring.stack.collect.Collected;
import dev.mooring.stack.collect.GarbageCollection;
import dev.mooring.stack.collect.Retention;
import dev.mooring.stack.collect.Selection;
import dev.mooring.stack.options.StackOptions;
import java.net.URI;
import java.util.function.Function;
import java.util.function.Supplier;

/// What is done with all that a registry holds, each as a job over a way of its own.
public final class StorageJobs {
  private final GarbageCollection garbage;
  private final Function<RegistryPlace, RegistryForward> ways;
  private final Function<URI, Registry> registries;
  private final Supplier<StackOptions> options;
  private final StackWork ongoing;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;

  /// @param ways a fresh one at each call
  /// @param registries a client for a registry that listens locally
  public StorageJobs(
      GarbageCollection garbage,
      Function<RegistryPlace, RegistryForward> ways,
      Function<URI, Registry> registries,
      Supplier<StackOptions> options,
      StackWork ongoing,
      Jobs jobs,
      Jobs reads,
      Ui ui) {
    this.garbage = garbage;
    this.ways = ways;
    this.registries = registries;
    this.options = options;
    this.ongoing = ongoing;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
  }

  /// Asks which tags [#collect] would remove.
  Fetched<Selection> select(Retention rules) {
    StackOptions asked = options.get();
    Fetched<Selection> selection =
        new Fetched<>(Messages.of("looking-at-what-can-go"), reads, ui);
    selection.fetch(
        progress ->
            over(asked, registry -> garbage.select(asked, registry, rules, progress)));
    return selection;
  }

  void collect(Selection selection, boolean untagged) {
    StackOptions asked = options.get();
    ongoing.start(
        jobs,
        Messages.of("freeing-space"),
        progress ->
            over(
                asked,
                registry ->
                    words(garbage.collect(asked, registry, selection, untagged, progress))),
        () -> {});
  }

  private static String words(Collected done) {
    String freed =
        Messages.of("freed-space", Words.size(done.freed()), Words.size(done.after()));
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
