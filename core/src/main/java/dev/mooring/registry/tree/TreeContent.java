package dev.mooring.registry.tree;

import dev.mooring.document.Printable;
import dev.mooring.message.Nearest;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.layer.Layers;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Reads the files of a merged tree. Blocking, thread-safe.
public final class TreeContent {
  private static final int NEAR = 3;

  private final ImageTree tree;
  private final Layers layers;
  private final ImageSource source;
  private final List<Descriptor> of;

  /// @param of the layers that the tree was made of
  public TreeContent(ImageTree tree, Layers layers, ImageSource source, List<Descriptor> of) {
    this.tree = tree;
    this.layers = layers;
    this.source = source;
    this.of = List.copyOf(of);
  }

  /// What a path leads to.
  ///
  /// @throws MooringException with the nearest names where it leads nowhere
  public TreeFile demand(String path) {
    return tree.follow(path).orElseThrow(() -> missing(path));
  }

  /// The bytes of the file that a path leads to.
  ///
  /// @return exactly its bytes; what fails or ends early is thrown as an [java.io.IOException]
  /// @throws MooringException where it leads to none, or it cannot be read
  public InputStream open(String path) throws InterruptedException {
    return open(demand(path));
  }

  /// The same of a file of the tree.
  public InputStream open(TreeFile file) throws InterruptedException {
    Version content = file.content();
    if (content == null) {
      throw noFile(file);
    }
    return layers.open(source, of.get(content.layer()), content.entry());
  }

  /// The bytes of files that one of the layers has, in the order of its tar.
  ///
  /// @param files of that layer's table, each once
  /// @throws IOException what a reading throws
  void each(int layer, List<LayerEntry> files, Layers.Reading each)
      throws IOException, InterruptedException {
    layers.each(source, of.get(layer), files, each);
  }

  private MooringException missing(String path) {
    Optional<TreeFile> link = tree.find(path);
    if (link.isPresent()) {
      String leads = shown(link.get().version().entry().link());
      return problem(path, Messages.of("link-to", leads), Messages.of("list-the-files"));
    }
    String plain = Paths.plain(path);
    List<String> beside = tree.children(Paths.parent(plain)).stream().map(TreeFile::name).toList();
    String name = Paths.name(plain);
    List<String> near =
        name.length() > 255
            ? List.of()
            : Nearest.to(name, beside, NEAR).stream()
                .map(each -> shown("/" + (Paths.parent(plain) + "/" + each).replaceFirst("^/", "")))
                .toList();
    return problem(
        path,
        Messages.of("no-such-path"),
        near.isEmpty()
            ? Messages.of("list-the-files")
            : Messages.of("did-you-mean", String.join(", ", near)));
  }

  private static MooringException noFile(TreeFile file) {
    return switch (file.kind()) {
      case DIRECTORY ->
          problem(file.path(), Messages.of("is-a-directory"), Messages.of("list-or-extract-it"));
      case HARD_LINK ->
          problem(file.path(), Messages.of("link-to-nothing"), Messages.of("list-the-files"));
      default ->
          problem(file.path(), Messages.of("is-a-device"), Messages.of("choose-another-file"));
    };
  }

  private static MooringException problem(String path, String why, String advice) {
    return new Problem(
            Code.FILE_NOT_READABLE,
            Messages.of("cannot-read-path", shown("/" + Paths.plain(path))),
            why,
            new Remedy.Advice(advice))
        .raise();
  }

  static String shown(String path) {
    return Printable.cut(Printable.marked(path), 200);
  }
}
