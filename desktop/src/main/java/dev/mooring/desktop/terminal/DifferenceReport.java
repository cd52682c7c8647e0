package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.compare.DifferenceWords;
import dev.mooring.document.Printable;
import dev.mooring.registry.diff.FileChange;
import dev.mooring.registry.diff.ImageDifference;
import dev.mooring.registry.diff.Question;
import java.util.List;
import java.util.function.Function;

/// In what two images differ, for people: what describes them, packages, files, and the lines of
/// texts last. Long lists are cut.
final class DifferenceReport {
  private static final int MOST_ROWS = 200;
  private static final int MOST_TEXTS = 20;
  private static final int MOST_LINES = 60;
  private static final int LONGEST_LINE = 500;

  private final Output output;

  DifferenceReport(Output output) {
    this.output = output;
  }

  void print(ImageDifference difference, Question question) {
    switch (difference.verdict()) {
      case IDENTICAL -> output.line(Messages.of("diff-identical"));
      case EQUIVALENT ->
          output.line(
              question.mode() == Question.Mode.STRICT
                  ? Messages.of("diff-none")
                  : Messages.of("diff-none-that-matters"));
      case UNKNOWN -> output.line(Messages.of("diff-none-known"));
      case DIFFERENT -> {
        list(Messages.of("diff-description"), difference.fields(), DifferenceWords::of);
        list(Messages.of("diff-packages"), difference.packages(), DifferenceWords::of);
        list(Messages.of("diff-files"), difference.files(), DifferenceWords::of);
        texts(difference.files());
      }
    }
    footer(difference);
  }

  private <T> void list(String heading, List<T> changes, Function<T, String> row) {
    if (changes.isEmpty()) {
      return;
    }
    output.line(heading);
    changes.stream().limit(MOST_ROWS).forEach(each -> output.line("  " + row.apply(each)));
    if (changes.size() > MOST_ROWS) {
      output.line("  " + Messages.of("diff-more", changes.size() - MOST_ROWS));
    }
    output.line("");
  }

  private void texts(List<FileChange> files) {
    List<FileChange> texts = files.stream().filter(each -> !each.lines().isEmpty()).toList();
    for (FileChange each : texts.stream().limit(MOST_TEXTS).toList()) {
      output.line(DifferenceWords.path(each));
      each.lines().stream()
          .limit(MOST_LINES)
          .forEach(line -> output.logged("  " + Printable.cut(line, LONGEST_LINE)));
      if (each.lines().size() > MOST_LINES) {
        output.line("  " + Messages.of("diff-more", each.lines().size() - MOST_LINES));
      }
      output.line("");
    }
    if (texts.size() > MOST_TEXTS) {
      output.line(Messages.of("diff-more-texts", texts.size() - MOST_TEXTS));
    }
  }

  private void footer(ImageDifference difference) {
    difference.notes().forEach(output::line);
    if (difference.verdict() == ImageDifference.Verdict.DIFFERENT) {
      output.line(DifferenceWords.layers(difference));
    }
    if (difference.ignored() > 0) {
      output.line(Messages.count("diff-ignored", difference.ignored()));
    }
    if (difference.unread() > 0 && hasUnread(difference)) {
      output.line(Messages.of("diff-shared", Words.size(difference.unread())));
    }
  }

  private static boolean hasUnread(ImageDifference difference) {
    return !difference.notes().isEmpty()
        || difference.files().stream()
            .anyMatch(
                each ->
                    each.kind() == FileChange.Kind.WRITTEN_BY_FIRST
                        || each.kind() == FileChange.Kind.WRITTEN_BY_SECOND
                        || each.aspects().contains(FileChange.Aspect.CONTENT_UNREAD));
  }
}
