package dev.mooring.desktop.registry.compare;

import dev.mooring.document.Printable;
import dev.mooring.registry.diff.FileChange;
import dev.mooring.registry.diff.ImageDifference;
import java.util.List;
import java.util.function.Function;

/// A comparison as text, to be pasted somewhere. Long lists are cut.
final class DifferenceText {
  private static final int MOST_ROWS = 2_000;
  private static final int MOST_TEXTS = 20;
  private static final int MOST_LINES = 60;
  private static final int LONGEST_LINE = 500;

  private final StringBuilder text = new StringBuilder();

  private DifferenceText() {}

  static String of(Comparison comparison) {
    DifferenceText text = new DifferenceText();
    text.write(comparison);
    return text.text.toString();
  }

  private void write(Comparison of) {
    line("--- " + of.from().name() + " " + of.from().digest());
    line("+++ " + of.to().name() + " " + of.to().digest());
    line(Outcome.sentence(of));
    line("");
    ImageDifference difference = of.difference();
    list(Messages.of("description"), difference.fields(), DifferenceWords::of);
    list(Messages.of("packages"), difference.packages(), DifferenceWords::of);
    list(Messages.of("files"), difference.files(), DifferenceWords::of);
    difference.files().stream()
        .filter(each -> !each.lines().isEmpty())
        .limit(MOST_TEXTS)
        .forEach(this::lines);
    line(Outcome.layers(of));
    Outcome.notes(of).forEach(this::line);
  }

  private <T> void list(String heading, List<T> changes, Function<T, String> row) {
    if (changes.isEmpty()) {
      return;
    }
    line(heading);
    changes.stream().limit(MOST_ROWS).forEach(each -> line("  " + row.apply(each)));
    more(changes.size() - MOST_ROWS);
    line("");
  }

  private void lines(FileChange change) {
    line(DifferenceWords.path(change));
    change.lines().stream()
        .limit(MOST_LINES)
        .forEach(each -> line("  " + Printable.cut(Printable.marked(each), LONGEST_LINE)));
    more(change.lines().size() - MOST_LINES);
    line("");
  }

  private void more(int number) {
    if (number > 0) {
      line("  " + Messages.of("and-more", number));
    }
  }

  private void line(String one) {
    text.append(one).append('\n');
  }
}
