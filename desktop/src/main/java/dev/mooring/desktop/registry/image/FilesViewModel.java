package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Job;
import dev.mooring.job.JobState;
import dev.mooring.job.Jobs;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.Layers;
import dev.mooring.registry.tree.Extraction;
import dev.mooring.registry.tree.ImageTree;
import dev.mooring.registry.tree.TreeContent;
import dev.mooring.registry.tree.TreeFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// The files of an image. Nothing is read before somebody looks, and what is read is shown while
/// the rest comes. On the UI's thread.
final class FilesViewModel implements AutoCloseable {
  /// Between two tellings of how far it is.
  private static final long TICK_NANOS = Duration.ofMillis(250).toNanos();

  private final ImageSource source;
  private final Layers layers;
  private final Jobs jobs;
  private final Jobs reads;
  private final Ui ui;
  private final ReadOnlyObjectWrapper<Face<ImageTree>> face =
      new ReadOnlyObjectWrapper<>(new Face.Loading<>());
  private final ReadOnlyObjectWrapper<Reading> reading =
      new ReadOnlyObjectWrapper<>(Reading.NOT_BEGUN);
  private final ReadOnlyLongWrapper grown = new ReadOnlyLongWrapper();
  private final ReadOnlyObjectWrapper<Wanted> wanted = new ReadOnlyObjectWrapper<>(Wanted.ALL);
  private final Fetched<Found> found;
  private FolderSizes folders = FolderSizes.none();
  private @Nullable OpenedImage image;
  private @Nullable Job<?> job;
  private boolean looked;

  /// Which reading counts: what an earlier one tells is dropped.
  private long newest;

  FilesViewModel(ImageSource source, Layers layers, Jobs jobs, Jobs reads, Ui ui) {
    this.source = source;
    this.layers = layers;
    this.jobs = jobs;
    this.reads = reads;
    this.ui = ui;
    found = new Fetched<>(Messages.of("looking-for-files"), reads, ui);
  }

  /// The tree, as far as it is read.
  ReadOnlyObjectProperty<Face<ImageTree>> face() {
    return face.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Reading> reading() {
    return reading.getReadOnlyProperty();
  }

  /// Changes whenever there is more in the tree.
  ReadOnlyLongProperty grown() {
    return grown.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<Wanted> wanted() {
    return wanted.getReadOnlyProperty();
  }

  /// What is wanted, where that is not the whole tree.
  Fetched<Found> found() {
    return found;
  }

  /// Null before there is anything of it.
  @Nullable ImageTree tree() {
    return switch (face.get()) {
      case Face.Full<ImageTree> full -> full.value();
      case Face.Stale<ImageTree> stale -> stale.value();
      default -> null;
    };
  }

  /// Of which image they are; what was read of another one is gone.
  void of(OpenedImage next) {
    forget();
    image = next;
    if (looked) {
      read();
    }
  }

  /// Somebody wants to see them.
  void look() {
    looked = true;
    if (reading.get().is(Reading.State.NOT_BEGUN)) {
      read();
    }
  }

  void read() {
    OpenedImage of = image;
    if (of == null || !of.hasFiles()) {
      return;
    }
    forget();
    long mine = newest;
    reading.set(Reading.NOT_BEGUN.now(Reading.State.RUNNING));
    Consumer<ImageTree> grew = ui.newest(tree -> grew(mine, tree));
    job =
        reads.start(
            Messages.of("reading-the-layers"),
            progress -> {
              ImageTree tree = ImageTree.read(layers, source, of.layers(), grew, progress);
              FolderSizes sizes = FolderSizes.of(tree);
              ui.execute(() -> complete(mine, tree, sizes));
              return tree;
            });
    AtomicLong told = new AtomicLong(System.nanoTime() - TICK_NANOS);
    job.observe(snapshot -> observed(mine, snapshot.state(), told));
  }

  private void observed(long which, JobState state, AtomicLong told) {
    long now = System.nanoTime();
    switch (state) {
      case JobState.Running running -> {
        if (running.total() > 0 && now - told.get() >= TICK_NANOS) {
          told.set(now);
          ui.execute(() -> advanced(which, running));
        }
      }
      case JobState.Failed failed -> ui.execute(() -> failed(which, failed));
      case JobState.Cancelled cancelled -> ui.execute(() -> stopped(which));
      case JobState.Done done -> {}
    }
  }

  private boolean counts(long which) {
    return which == newest && reading.get().is(Reading.State.RUNNING);
  }

  private void advanced(long which, JobState.Running running) {
    if (counts(which)) {
      reading.set(new Reading(Reading.State.RUNNING, running.done(), running.total()));
    }
  }

  private void grew(long which, ImageTree tree) {
    if (counts(which)) {
      show(tree);
    }
  }

  private void complete(long which, ImageTree tree, FolderSizes sizes) {
    if (counts(which)) {
      folders = sizes;
      // Whoever hears that it is complete finds it.
      show(tree);
      reading.set(reading.get().now(Reading.State.COMPLETE));
      find();
    }
  }

  private void show(ImageTree tree) {
    if (tree() == null) {
      face.set(new Face.Full<>(tree));
      find();
    }
    grown.set(grown.get() + 1);
  }

  private void failed(long which, JobState.Failed failed) {
    if (counts(which)) {
      ImageTree tree = tree();
      reading.set(reading.get().now(Reading.State.FAILED));
      face.set(
          tree == null
              ? new Face.Failed<>(failed.problem())
              : new Face.Stale<>(tree, Instant.now(), failed.problem()));
    }
  }

  private void stopped(long which) {
    if (counts(which)) {
      reading.set(reading.get().now(Reading.State.STOPPED));
    }
  }

  /// What came so far stays.
  void stop() {
    Job<?> now = job;
    if (now != null) {
      now.cancel();
    }
  }

  private void forget() {
    newest++;
    stop();
    job = null;
    folders = FolderSizes.none();
    reading.set(Reading.NOT_BEGUN);
    face.set(new Face.Loading<>());
    found.clear();
  }

  void want(Wanted next) {
    if (!next.equals(wanted.get())) {
      wanted.set(next);
      find();
    }
  }

  /// Looks again in what came meanwhile.
  void find() {
    Wanted now = wanted.get();
    ImageTree tree = tree();
    if (tree != null && !now.isAll()) {
      found.fetch(progress -> Found.in(tree, now));
    }
  }

  /// What is in a directory, in the order of names.
  List<FileRow> children(String path) {
    ImageTree tree = tree();
    return tree == null ? List.of() : tree.children(path).stream().map(FileRow::of).toList();
  }

  /// Bytes of a file, or of all that is in a directory; 0 where that is not known yet.
  long size(FileRow row) {
    return row.isDirectory() ? folders.of(row.path()) : row.size();
  }

  /// What a row holds, read anew; a link is followed. Not more of it than can be looked at.
  Fetched<Preview> preview(FileRow row) {
    Fetched<Preview> preview = new Fetched<>(Messages.of("reading-file", row.shown()), reads, ui);
    OpenedImage of = image;
    ImageTree tree = tree();
    if (of != null && tree != null) {
      preview.fetch(
          progress -> {
            TreeContent content = new TreeContent(tree, layers, source, of.layers());
            var hidden = row.hidden() ? row.content() : null;
            if (hidden != null) {
              return Preview.read(
                  row.name(),
                  row.size(),
                  () -> layers.open(source, of.layers().get(hidden.layer()), hidden.entry()));
            }
            TreeFile file = content.demand(row.path());
            return Preview.read(row.name(), file.size(), () -> content.open(file));
          });
    }
    return preview;
  }

  /// Writes a file, or a directory with all below it, into a folder.
  ///
  /// @param replace whether files that are there go
  void extract(FileRow row, Path folder, boolean replace) {
    OpenedImage of = image;
    ImageTree tree = tree();
    if (of != null && tree != null && !row.hidden()) {
      TreeContent content = new TreeContent(tree, layers, source, of.layers());
      jobs.start(
          Messages.of("extracting", row.shown()),
          progress -> new Extraction(tree, content, replace).run(row.path(), folder, progress),
          done ->
              done.notWritten() == 0
                  ? Messages.of("extracted-to", done.at())
                  : Messages.of("extracted-to-without", done.at(), done.notWritten()));
    }
  }

  /// Ends what is being read.
  @Override
  public void close() {
    looked = false;
    forget();
  }
}
