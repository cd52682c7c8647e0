package dev.mooring.desktop.terminal;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.layer.LayerEntry;
import dev.mooring.registry.tree.TreeContent;
import dev.mooring.registry.tree.TreeFile;
import dev.mooring.registry.tree.UpperFile;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The bytes of a file of an image. What a person would see of them steers no screen.
@Command(name = "cat")
final class ImageCatCommand extends ImageQuery {
  private static final int BUFFER = 64 << 10;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/._+@:=,-]+");

  @Parameters(index = "0", paramLabel = "REF")
  String image = "";

  @Parameters(index = "1", paramLabel = "PATH")
  String path = "";

  ImageCatCommand(Opening opening) {
    super(opening);
  }

  @Override
  int look() throws InterruptedException {
    try (ImageOperand operand = open(image)) {
      try (InputStream in = content(operand)) {
        if (output().isScreen()) {
          show(in);
        } else {
          pass(in);
        }
      } catch (IOException e) {
        throw broken(e);
      }
    }
    return 0;
  }

  /// Of layers no more than it takes: those below the file may be large.
  private InputStream content(ImageOperand operand) throws InterruptedException {
    Optional<UpperFile> upper =
        ofLayers(operand, all -> UpperFile.find(layers(), operand.source(), all, path, passing()));
    return upper.isPresent()
        ? layers().open(operand.source(), upper.get().layer(), upper.get().entry())
        : content(content(operand, tree(operand)));
  }

  /// A folder has none, but it can be listed.
  private InputStream content(TreeContent content) throws InterruptedException {
    TreeFile file = content.demand(path);
    try {
      return content.open(file);
    } catch (MooringException e) {
      if (file.kind() != LayerEntry.Kind.DIRECTORY) {
        throw e;
      }
      throw new Problem(
              e.problem().code(),
              e.problem().what(),
              e.problem().why(),
              new Remedy.Command(Messages.of("list-the-folder"), listing()))
          .raise(e);
    }
  }

  private String listing() {
    return "mooring image files "
        + image
        + " "
        + (PLAIN.matcher(path).matches() ? path : "'" + path.replace("'", "'\\''") + "'")
        + (platform == null ? "" : " --platform " + platform);
  }

  /// Until its end, or until nobody reads it any more, as in `mooring image cat ... | head`.
  private void pass(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int some = in.read(buffer); some >= 0; some = in.read(buffer)) {
      output().bytes(buffer, some);
      if (output().unread()) {
        return;
      }
    }
  }

  /// Line by line, unless it isn't text.
  private void show(InputStream in) throws IOException {
    byte[] buffer = new byte[BUFFER];
    byte[] first = in.readNBytes(BUFFER);
    for (byte each : first) {
      if (each == 0) {
        throw new Problem(
                Code.INVALID_VALUE,
                Messages.of("not-shown", path),
                Messages.of("it-is-no-text"),
                new Remedy.Advice(Messages.of("write-it-to-a-file")))
            .raise();
      }
    }
    TextBlocks text = new TextBlocks();
    output().block(text.add(first, first.length));
    for (int some = in.read(buffer); some >= 0; some = in.read(buffer)) {
      output().block(text.add(buffer, some));
    }
    output().block(text.rest());
  }

  private MooringException broken(IOException e) {
    if (e.getCause() instanceof MooringException told) {
      return told;
    }
    return new Problem(
            Code.IMAGE_UNREADABLE,
            Messages.of("not-shown", path),
            Messages.of("reading-broke-off", String.valueOf(e.getMessage())),
            new Remedy.Advice(Messages.of("try-again")))
        .raise(e);
  }
}
