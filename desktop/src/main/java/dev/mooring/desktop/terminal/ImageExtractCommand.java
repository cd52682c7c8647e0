package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.tree.Extraction;
import dev.mooring.registry.tree.ImageTree;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Writes a file or directory of an image to this machine.
@Command(name = "extract")
final class ImageExtractCommand extends ImageQuery {
  private static final int SHOWN = 10;

  @Parameters(index = "0", paramLabel = "REF")
  String image = "";

  @Parameters(index = "1", paramLabel = "PATH")
  String path = "";

  @Parameters(index = "2", arity = "0..1", paramLabel = "DIR")
  Path folder = Path.of("");

  @Option(names = "--force")
  boolean force;

  ImageExtractCommand(Opening opening) {
    super(opening);
  }

  @Override
  int look() throws InterruptedException {
    try (ImageOperand operand = open(image)) {
      ImageTree tree = tree(operand);
      Extraction.Extracted done = extract(new Extraction(tree, content(operand, tree), force));
      if (json()) {
        Map<String, Object> json = operand.json();
        json.put("to", done.at().toString());
        json.put("files", done.files());
        json.put("bytes", done.bytes());
        json.put("leftOut", done.leftOut().stream().map(each -> "/" + each).toList());
        json.put("notWritten", done.notWritten());
        output().json(new LinkedHashMap<>(json));
      } else {
        output()
            .line(Messages.count("extracted", done.files(), done.at(), Words.size(done.bytes())));
        tell(done);
      }
    }
    return 0;
  }

  private Extraction.Extracted extract(Extraction extraction) throws InterruptedException {
    try {
      return extraction.run(path, folder.toAbsolutePath(), passing());
    } catch (MooringException e) {
      Problem problem = e.problem();
      throw problem.code() == Code.FILE_EXISTS && !force
          ? new Problem(
                  problem.code(),
                  problem.what(),
                  problem.why(),
                  new Remedy.Advice(Messages.of("another-folder-or-force")))
              .raise(e)
          : e;
    }
  }

  private void tell(Extraction.Extracted done) {
    if (done.notWritten() > 0) {
      output().note(Messages.count("not-extracted", done.notWritten()));
      done.leftOut().stream().limit(SHOWN).forEach(each -> output().note("  /" + each));
      if (done.notWritten() > SHOWN) {
        output().note("  ...");
      }
    }
  }
}
