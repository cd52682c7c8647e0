package dev.mooring.desktop.terminal;

import dev.mooring.registry.diff.ComparedImage;
import dev.mooring.registry.diff.ImageComparison;
import dev.mooring.registry.diff.ImageDifference;
import dev.mooring.registry.diff.Question;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// In what two images differ.
@Command(name = "diff")
final class ImageDiffCommand extends ImageQuery {
  @Parameters(index = "0", paramLabel = "REF")
  String first = "";

  @Parameters(index = "1", paramLabel = "REF")
  String second = "";

  @Option(names = "--strict")
  boolean strict;

  @Option(names = "--packages")
  boolean packages;

  @Option(names = "--files")
  boolean files;

  @Option(names = "--shared")
  boolean shared;

  @Option(names = "--exit-code")
  boolean exitCode;

  ImageDiffCommand(Opening opening) {
    super(opening);
  }

  @Override
  int look() throws InterruptedException {
    output().page();
    Question question = question();
    try (ImageOperand from = open(first);
        ImageOperand to = open(second)) {
      ImageDifference difference =
          new ImageComparison(layers.get())
              .compare(
                  new ComparedImage(from.source(), from.chosen()),
                  new ComparedImage(to.source(), to.chosen()),
                  question,
                  progress());
      if (json()) {
        output().json(new DifferenceJson(difference).of(from, to, question));
      } else {
        new DifferenceReport(output()).print(difference, question);
      }
      return exitCode && isDifferent(difference) ? 1 : 0;
    }
  }

  private Question question() {
    Set<Question.Part> parts = EnumSet.noneOf(Question.Part.class);
    if (packages) {
      parts.add(Question.Part.PACKAGES);
    }
    if (files) {
      parts.add(Question.Part.FILES);
    }
    return new Question(
        strict ? Question.Mode.STRICT : Question.Mode.SEMANTIC,
        parts.isEmpty() ? Question.ALL : parts,
        shared ? Long.MAX_VALUE : Question.LITTLE_SHARED);
  }

  /// What could not be compared may differ.
  private static boolean isDifferent(ImageDifference difference) {
    return difference.verdict() == ImageDifference.Verdict.DIFFERENT
        || difference.verdict() == ImageDifference.Verdict.UNKNOWN;
  }
}
