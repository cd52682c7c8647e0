package dev.mooring.desktop.terminal;

import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.message.Nearest;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.layer.IndexedLayers;
import dev.mooring.registry.layer.Layers;
import dev.mooring.registry.transfer.PlatformChoice;
import dev.mooring.registry.tree.ChosenImage;
import dev.mooring.registry.tree.ImageDescription;
import dev.mooring.registry.tree.ImageTree;
import dev.mooring.registry.tree.TreeContent;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A command that looks into images without copying them: of the installed registry, of one that
/// was added, or of any other. Only for the first a kubeconfig is needed.
abstract class ImageQuery extends RegistryCommand {
  private static final int NEAR = 3;

  @Option(names = "--platform", paramLabel = "OS/ARCH", descriptionKey = "image-platform")
  @Nullable String platform;

  @Option(names = "--as", paramLabel = "NS/ACCOUNT")
  @Nullable String account;

  /// Others in tests.
  Supplier<Layers> layers = IndexedLayers::ofUser;

  private @Nullable Layers opened;
  private @Nullable ClusterWays ways;

  ImageQuery(Opening opening) {
    super(opening);
  }

  /// Reads what was asked for.
  ///
  /// @return the exit code
  abstract int look() throws InterruptedException;

  @Override
  final int run() throws InterruptedException {
    return look();
  }

  @Override
  final int run(Workspace workspace) throws InterruptedException {
    return look();
  }

  /// Finds the image that a REF means, and tells which of several platforms was taken.
  ///
  /// @throws dev.mooring.problem.MooringException where there is none, with the nearest names
  final ImageOperand open(String text) throws InterruptedException {
    Optional<PlatformChoice> choice = Optional.ofNullable(platform).map(PlatformChoice::parse);
    ClusterWays known = ways == null ? new ClusterWays(this, account) : ways;
    ways = known;
    ImagePlace place =
        ImagePlace.find(opening(), this::workspace, known, any -> WayOut.OF_MACHINE, text);
    boolean found = false;
    try {
      ImageSource source = place.registry().source(place.repository());
      String reference = place.reference().isEmpty() ? "latest" : place.reference();
      ImageOperand operand =
          new ImageOperand(place, source, reference, chosen(place, source, reference, choice));
      tell(operand.chosen());
      found = true;
      return operand;
    } finally {
      if (!found) {
        place.close();
      }
    }
  }

  /// A repository that a registry of the user's doesn't have is answered with the nearest.
  private static ChosenImage chosen(
      ImagePlace place, ImageSource source, String reference, Optional<PlatformChoice> choice)
      throws InterruptedException {
    try {
      return ChosenImage.of(source, reference, choice);
    } catch (MooringException e) {
      Problem problem = e.problem();
      if (problem.code() != Code.IMAGE_MISSING || !place.own()) {
        throw e;
      }
      List<String> there = repositories(place, e);
      List<String> near = Nearest.to(place.repository(), there, NEAR);
      throw there.contains(place.repository()) || near.isEmpty()
          ? e
          : new Problem(
                  problem.code(),
                  problem.what(),
                  Messages.of("no-such-repository"),
                  new Remedy.Advice(Messages.of("did-you-mean", String.join(", ", near))))
              .raise(e);
    }
  }

  /// @throws MooringException the first one where a registry lists none
  private static List<String> repositories(ImagePlace place, MooringException first)
      throws InterruptedException {
    try {
      return place.registry().repositories();
    } catch (MooringException e) {
      first.addSuppressed(e);
      throw first;
    }
  }

  /// What the image says of itself.
  static ImageDescription describe(ImageOperand operand) throws InterruptedException {
    return ImageDescription.of(operand.source(), operand.chosen().image());
  }

  /// What is known of layers, and how it gets known.
  final Layers layers() {
    Layers known = opened == null ? layers.get() : opened;
    opened = known;
    return known;
  }

  /// The files of the image; what cannot be shown of them is told.
  final ImageTree tree(ImageOperand operand) throws InterruptedException {
    ImageTree tree =
        ofLayers(
            operand, all -> ImageTree.read(layers(), operand.source(), all, any -> {}, passing()));
    if (tree.leftOut() > 0) {
      output().note(Messages.count("left-out-of-tree", tree.leftOut()));
    }
    return tree;
  }

  /// Reads something of layers.
  interface Reading<T> {
    T read(List<Descriptor> layers) throws InterruptedException;
  }

  /// Some artifacts have files, such as charts. What has none is no broken image.
  final <T> T ofLayers(ImageOperand operand, Reading<T> reading) throws InterruptedException {
    try {
      return reading.read(operand.chosen().image().layers());
    } catch (MooringException e) {
      String kind =
          e.problem().code() == Code.IMAGE_UNREADABLE ? describe(operand).artifactType() : "";
      throw kind.isEmpty()
          ? e
          : new Problem(
                  e.problem().code(),
                  Messages.of("no-files-in", operand.name()),
                  Messages.of("artifact-of-type", kind),
                  new Remedy.Advice(Messages.of("show-it-instead")))
              .raise(e);
    }
  }

  /// The contents of the same.
  final TreeContent content(ImageOperand operand, ImageTree tree) {
    return new TreeContent(tree, layers(), operand.source(), operand.chosen().image().layers());
  }

  /// Says which of several platforms was taken.
  void tell(ChosenImage image) {
    List<String> all = image.platforms().stream().map(Object::toString).toList();
    if (all.size() > 1 && platform == null && !json()) {
      output()
          .note(
              Messages.of(
                  "showing-platform",
                  image.platform().map(Object::toString).orElse("-"),
                  all.stream().limit(10).collect(Collectors.joining(", "))));
    }
  }
}
