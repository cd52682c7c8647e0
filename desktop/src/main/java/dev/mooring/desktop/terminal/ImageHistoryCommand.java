package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.document.Printable;
import dev.mooring.registry.tree.BuildStep;
import dev.mooring.registry.tree.ImageDescription;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// How an image was built, step by step, the first first. No layer is read.
@Command(name = "history")
final class ImageHistoryCommand extends ImageQuery {
  private static final int LONGEST = 2_000;
  private static final List<Table.Column> COLUMNS =
      List.of(
          Table.Column.keep(Messages.of("layer")),
          Table.Column.keep(Messages.of("size")),
          Table.Column.spare(Messages.of("created-utc"), 1),
          Table.Column.keep(Messages.of("created-by")));

  @Parameters(paramLabel = "REF")
  String image = "";

  ImageHistoryCommand(Opening opening) {
    super(opening);
  }

  @Override
  int look() throws InterruptedException {
    output().page();
    try (ImageOperand operand = open(image)) {
      ImageDescription description = describe(operand);
      if (json()) {
        Map<String, Object> json = operand.json();
        json.put("history", new ImageLabels(description).history());
        json.put("historyMatchesLayers", !description.isHistoryOdd());
        output().json(json);
        return 0;
      }
      if (description.steps().isEmpty()) {
        output().line(Messages.of("no-history"));
        return 0;
      }
      show(
          new Table(
              COLUMNS, description.steps().stream().map(each -> row(each, description)).toList()));
      if (description.isHistoryOdd()) {
        output().note(Messages.of("history-is-odd"));
      }
    }
    return 0;
  }

  private static List<String> row(BuildStep step, ImageDescription image) {
    String said = step.instruction();
    return List.of(
        step.layer().map(each -> String.valueOf(each + 1)).orElse("-"),
        step.layer().map(each -> Words.size(image.image().layers().get(each).size())).orElse("-"),
        step.created().map(ImageLabels::time).orElse("-"),
        said.isEmpty() ? Messages.of("not-said") : Printable.line(said, LONGEST));
  }
}
