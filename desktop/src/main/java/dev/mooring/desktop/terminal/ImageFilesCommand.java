package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.tree.HiddenFile;
import dev.mooring.registry.tree.ImageTree;
import dev.mooring.registry.tree.TreeFile;
import dev.mooring.registry.tree.Version;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The files of an image, as a container would see them, or of one of its layers.
@Command(name = "files")
final class ImageFilesCommand extends ImageQuery {
  @Parameters(index = "0", paramLabel = "REF")
  String image = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "PATH")
  String path = "";

  @Option(names = {"-l", "--long"})
  boolean detailed;

  @Option(names = "--layer", paramLabel = "N")
  @Nullable Integer layer;

  @Option(names = "--match", paramLabel = "PATTERN")
  String match = "";

  @Option(names = "--wasted")
  boolean wasted;

  @Spec CommandSpec command = CommandSpec.create();

  ImageFilesCommand(Opening opening) {
    super(opening);
  }

  @Override
  void check() {
    if (layer != null && wasted) {
      throw new ParameterException(command.commandLine(), Messages.of("layer-or-wasted"));
    }
  }

  @Override
  int look() throws InterruptedException {
    output().page();
    NamePattern pattern = new NamePattern(match);
    try (ImageOperand operand = open(image)) {
      Integer one = layer;
      if (one != null) {
        ofLayer(operand, one - 1, pattern);
        return 0;
      }
      ImageTree tree = tree(operand);
      if (wasted) {
        hidden(tree, pattern);
        return 0;
      }
      TreeFile from = content(operand, tree).demand(path);
      list(tree, from, pattern);
    }
    return 0;
  }

  /// What is in the tree from a path on.
  private void list(ImageTree tree, TreeFile from, NamePattern pattern) {
    try (ManyLines lines = lines(detailed ? FileLine.heading() : "")) {
      tree.walk(
          from.path(),
          file ->
              file.path().isEmpty()
                  || !pattern.matches(file.path())
                  || add(
                      lines,
                      new FileLine(
                          file.path(),
                          file.version().entry(),
                          file.version().layer(),
                          file.size())));
    }
  }

  /// What one layer has, as it is read, with the marks by which it hides files of lower ones.
  private void ofLayer(ImageOperand operand, int index, NamePattern pattern)
      throws InterruptedException {
    List<Descriptor> all = operand.chosen().image().layers();
    if (index < 0 || index >= all.size()) {
      throw new Problem(
              Code.INVALID_VALUE,
              Messages.of("no-such-layer", index + 1),
              Messages.of("layers-there", all.size()),
              new Remedy.Command(Messages.of("list-the-layers"), "mooring image layers " + image))
          .raise();
    }
    String below = path.replaceAll("^/+|/+$", "");
    try (ManyLines lines = lines(detailed ? FileLine.heading() : "")) {
      layers()
          .table(
              operand.source(),
              all.get(index),
              entry -> {
                if (isBelow(entry, below)
                    && pattern.matches(entry.path())
                    && !add(lines, new FileLine(entry.path(), entry, index, entry.size()))) {
                  throw new CancellationException();
                }
              },
              passing());
    } catch (CancellationException e) {
      // Whoever read the list has seen enough.
      return;
    }
  }

  /// Files that only take room.
  private void hidden(ImageTree tree, NamePattern pattern) {
    String below = path.replaceAll("^/+|/+$", "");
    List<HiddenFile> hidden =
        tree.hidden().stream()
            .filter(each -> isBelow(each.file().entry(), below))
            .filter(each -> pattern.matches(each.file().entry().path()))
            .sorted(Comparator.comparingLong(HiddenFile::size).reversed())
            .toList();
    try (ManyLines lines = lines(heading())) {
      for (HiddenFile each : hidden) {
        Version file = each.file();
        FileLine line = new FileLine(file.entry().path(), file.entry(), file.layer(), each.size());
        boolean read;
        if (json()) {
          Map<String, Object> object = line.json();
          object.put("hiddenBy", each.by() + 1);
          read = lines.add(object);
        } else {
          read =
              lines.add(
                  String.format(
                      Locale.ROOT,
                      "%9s  %5d  %9d  %s",
                      Words.size(each.size()),
                      file.layer() + 1,
                      each.by() + 1,
                      line.name()));
        }
        if (!read) {
          return;
        }
      }
    }
    if (!json()) {
      output()
          .note(
              Messages.count(
                  "wasted-by",
                  hidden.size(),
                  Words.size(hidden.stream().mapToLong(HiddenFile::size).sum())));
    }
  }

  private static String heading() {
    return String.format(
        Locale.ROOT,
        "%9s  %5s  %9s  %s",
        Messages.of("size"),
        Messages.of("layer"),
        Messages.of("hidden"),
        Messages.of("path"));
  }

  private ManyLines lines(String heading) {
    ManyLines lines = new ManyLines(output(), json());
    if (!json() && !heading.isEmpty()) {
      lines.add(heading);
    }
    return lines;
  }

  private boolean add(ManyLines lines, FileLine file) {
    return json() ? lines.add(file.json()) : lines.add(detailed ? file.detailed() : file.name());
  }

  private static boolean isBelow(LayerEntry entry, String path) {
    return path.isEmpty() || entry.path().equals(path) || entry.path().startsWith(path + "/");
  }
}
