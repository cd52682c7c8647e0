package dev.mooring.registry.tree;

import dev.mooring.job.Progress;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.Layers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The files of an image, as its layers add up to them, each with the layer that put it there.
///
/// It is filled while layers are read, the lowest first, and can be asked all the while: an answer
/// is what the layers merged so far add up to. There are at most a million files, and 256
/// directories inside each other; the rest is counted as left out. Thread-safe.
public final class ImageTree {
  private final List<Descriptor> layers;
  private final Merge merge = new Merge();

  private ImageTree(List<Descriptor> layers) {
    this.layers = List.copyOf(layers);
  }

  /// Reads the layers, several at a time, and lays them over one another in their order. Blocking;
  /// an interrupt ends it.
  ///
  /// @param of the layers, the lowest first
  /// @param changed told of the tree soon after its first files and then a few times a second, by
  /// the threads that read; the last time when it is complete
  /// @throws dev.mooring.problem.MooringException when a layer cannot be read
  public static ImageTree read(
      Layers layers,
      ImageSource source,
      List<Descriptor> of,
      Consumer<? super ImageTree> changed,
      Progress progress)
      throws InterruptedException {
    ImageTree tree = new ImageTree(of);
    new TreeReading(tree, changed, of.size()).read(layers, source, of, progress);
    changed.accept(tree);
    return tree;
  }

  synchronized void begin() {
    merge.begin();
  }

  synchronized void add(LayerEntry entry) {
    merge.add(entry);
  }

  synchronized void end(long unpacked, int leftOut) {
    merge.end(unpacked, leftOut);
  }

  /// What is at a path, be it a symbolic link; slashes in front and at the end mean nothing.
  public synchronized Optional<TreeFile> find(String path) {
    return Optional.ofNullable(new Walk(merge.root()).to(Paths.plain(path))).map(Node::shown);
  }

  /// What a path leads to through all symbolic links, none of which leads out of the image.
  public synchronized Optional<TreeFile> follow(String path) {
    return Optional.ofNullable(new Walk(merge.root()).through(Paths.plain(path))).map(Node::shown);
  }

  /// What is in a directory, in the order of names; nothing where there is no such directory.
  public synchronized List<TreeFile> children(String path) {
    Node folder = new Walk(merge.root()).through(Paths.plain(path));
    return folder == null ? List.of() : folder.children().stream().map(Node::shown).toList();
  }

  /// Goes through a path and all below it in the order of names, parents first. The tree waits
  /// meanwhile.
  ///
  /// @param each whether to go on
  public synchronized void walk(String path, Predicate<? super TreeFile> each) {
    Node from = new Walk(merge.root()).through(Paths.plain(path));
    if (from != null) {
      walk(from, from.path(), each);
    }
  }

  private static boolean walk(Node node, String path, Predicate<? super TreeFile> each) {
    if (!each.test(node.shown(path))) {
      return false;
    }
    for (Node child : node.children()) {
      String below = path.isEmpty() ? child.name() : path + "/" + child.name();
      if (!walk(child, below, each)) {
        return false;
      }
    }
    return true;
  }

  /// Where a text is in a name, or with a slash in a path, whatever its case.
  ///
  /// @param most how many of them
  public List<TreeFile> search(String text, int most) {
    String wanted = text.toLowerCase(Locale.ROOT);
    List<TreeFile> found = new ArrayList<>();
    walk(
        "",
        file -> {
          String where = wanted.contains("/") ? "/" + file.path() : file.name();
          if (where.toLowerCase(Locale.ROOT).contains(wanted)) {
            found.add(file);
          }
          return found.size() < most;
        });
    return found;
  }

  /// What each of the layers merged so far has to do with it, the lowest first.
  public synchronized List<LayerShare> layers() {
    List<LayerShare> shares = new ArrayList<>();
    for (Tally each : merge.tallies()) {
      shares.add(each.share(shares.size(), layers.get(shares.size())));
    }
    return shares;
  }

  /// Files that take room in a layer and are not shown, in the order in which they were hidden.
  public synchronized List<HiddenFile> hidden() {
    return List.copyOf(merge.hidden());
  }

  /// How many files, directories, and links there are; the root is not counted.
  public synchronized int count() {
    return merge.nodes();
  }

  /// Bytes of all contents, each once.
  public synchronized long bytes() {
    return merge.bytes();
  }

  /// Bytes of contents that layers have and no path shows.
  public synchronized long wasted() {
    return merge.tallies().stream().mapToLong(each -> each.wasted).sum();
  }

  /// How many entries of layers are in no tree: too many, too deep, or with names that no file
  /// system takes.
  public synchronized int leftOut() {
    return merge.leftOut();
  }
}
