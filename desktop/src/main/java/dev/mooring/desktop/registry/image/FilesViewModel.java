package dev.mooring.desktop.registry.image;

import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.LongRead;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.Layers;
import dev.mooring.registry.tree.ImageTree;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// The files of an image. Nothing is read before somebody looks, and what is read is shown while
/// the rest comes. On the UI's thread.
final class FilesViewModel implements AutoCloseable {
  private final ImageSource source;
  private final Layers layers;
  private final Jobs reads;
  private final Ui ui;
  private final ReadOnlyObjectWrapper<Face<ImageTree>> face =
      new ReadOnlyObjectWrapper<>(new Face.Loading<>());
  private final ReadOnlyObjectWrapper<Reading> reading =
      new ReadOnlyObjectWrapper<>(Reading.NOT_BEGUN);
  private final ReadOnlyLongWrapper grown = new ReadOnlyLongWrapper();
  private final ReadOnlyObjectWrapper<Wanted> wanted = new ReadOnlyObjectWrapper<>(Wanted.ALL);
  private final LongRead<Complete> files;
  private final Fetched<Found> found;
  private final FileContents contents;
  private FolderSizes folders = FolderSizes.none();
  private TreeSums sums = TreeSums.NONE;
  private @Nullable OpenedImage image;
  private boolean looked;

  /// A tree, and what it came to just then.
  private record Grown(ImageTree tree, TreeSums sums) {}

  private record Complete(Grown grown, FolderSizes sizes) {}

  /// Which reading counts: what an earlier one tells is dropped.
  private long newest;

  FilesViewModel(ImageSource source, Layers layers, Jobs jobs, Jobs reads, Ui ui) {
    this.source = source;
    this.layers = layers;
    this.reads = reads;
    this.ui = ui;
    files = new LongRead<>(Messages.of("reading-the-layers"), reads, ui);
    files.state().addListener((p, before, now) -> moved(now));
    contents = new FileContents(source, layers, jobs, reads, ui);
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
    Consumer<Grown> grew = ui.newest(now -> grew(mine, now));
    files.start(
        progress -> {
          ImageTree tree =
              ImageTree.read(
                  layers,
                  source,
                  of.layers(),
                  now -> grew.accept(new Grown(now, TreeSums.of(now))),
                  progress);
          return new Complete(new Grown(tree, TreeSums.of(tree)), FolderSizes.of(tree));
        });
  }

  private void grew(long which, Grown now) {
    if (which == newest && files.isRunning()) {
      show(now);
    }
  }

  private void moved(LongRead.State<Complete> now) {
    switch (now) {
      case LongRead.State.NotBegun<Complete> none -> reading.set(Reading.NOT_BEGUN);
      case LongRead.State.Running<Complete> running ->
          reading.set(new Reading(Reading.State.RUNNING, running.done(), running.total()));
      case LongRead.State.Stopped<Complete> stopped ->
          reading.set(reading.get().now(Reading.State.STOPPED));
      case LongRead.State.Failed<Complete>(var problem) -> failed(problem);
      case LongRead.State.Complete<Complete>(var all) -> {
        folders = all.sizes();
        // Whoever hears that it is complete finds it.
        show(all.grown());
        reading.set(reading.get().now(Reading.State.COMPLETE));
        find();
      }
    }
  }

  private void show(Grown now) {
    sums = now.sums();
    if (tree() == null) {
      face.set(new Face.Full<>(now.tree()));
      find();
    }
    grown.set(grown.get() + 1);
  }

  private void failed(Problem problem) {
    ImageTree tree = tree();
    reading.set(reading.get().now(Reading.State.FAILED));
    face.set(
        tree == null ? new Face.Failed<>(problem) : new Face.Stale<>(tree, Instant.now(), problem));
  }

  /// What came so far stays.
  void stop() {
    files.stop();
  }

  private void forget() {
    newest++;
    files.close();
    folders = FolderSizes.none();
    sums = TreeSums.NONE;
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

  /// What is in directories, in the order of names: looked up in the background, since the tree
  /// waits for whoever walks through it.
  ///
  /// @param rows told by their paths; of nothing where the tree has gone meanwhile
  void children(List<String> paths, Consumer<Map<String, List<FileRow>>> rows) {
    ask(tree -> FileRow.in(tree, paths), Map.of(), rows);
  }

  /// Whether a row is a link that leads to a file.
  void leadsToFile(FileRow row, Consumer<Boolean> told) {
    if (row.link().isEmpty()) {
      told.accept(false);
    } else {
      ask(
          tree -> tree.follow(row.path()).filter(each -> each.content() != null).isPresent(),
          false,
          told);
    }
  }

  private <T> void ask(Function<ImageTree, T> question, T none, Consumer<? super T> told) {
    ImageTree tree = tree();
    if (tree == null) {
      told.accept(none);
      return;
    }
    reads.start(
        Messages.of("looking-for-files"),
        progress -> {
          T found = question.apply(tree);
          ui.execute(() -> told.accept(tree.equals(tree()) ? found : none));
          return found;
        });
  }

  /// What the tree adds up to, as far as it is read.
  TreeSums sums() {
    return sums;
  }

  /// Bytes of a file, or of all that is in a directory; 0 where that is not known yet.
  long size(FileRow row) {
    return row.isDirectory() ? folders.of(row.path()) : row.size();
  }

  /// What a row holds, read anew; a link is followed. Not more of it than can be looked at.
  Fetched<Preview> preview(FileRow row) {
    OpenedImage of = image;
    ImageTree tree = tree();
    return of == null || tree == null ? contents.none(row) : contents.preview(of, tree, row);
  }

  /// Writes a file, or a directory with all below it, into a folder.
  ///
  /// @param replace whether files that are there go
  void extract(FileRow row, Path folder, boolean replace) {
    OpenedImage of = image;
    ImageTree tree = tree();
    if (of != null && tree != null && !row.hidden()) {
      contents.extract(of, tree, row, folder, replace);
    }
  }

  /// Ends what is being read.
  @Override
  public void close() {
    looked = false;
    forget();
  }
}
