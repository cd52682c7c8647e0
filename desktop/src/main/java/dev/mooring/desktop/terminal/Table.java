package dev.mooring.desktop.terminal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// Rows under a heading, made to fit the terminal: first columns that can be spared are left out,
/// then the widest cells are shortened. Reasons are never cut, they go below their row.
record Table(List<Column> columns, List<List<String>> rows) {
  private static final int GAP = 3;

  /// Where there is nothing to say, so that nobody takes a cell for the one beside it.
  private static final String NOTHING = "-";

  /// A cell that is narrower says nothing.
  private static final int NARROWEST = 8;

  /// How a column gives way.
  enum Fit {
    /// Stays, shortened at worst.
    KEEP,
    /// Goes.
    SPARE,
    /// Is told below the row.
    FOLD
  }

  /// @param rank of those that can be spared, the highest goes first
  record Column(String heading, Fit fit, int rank) {
    static Column keep(String heading) {
      return new Column(heading, Fit.KEEP, 0);
    }

    static Column spare(String heading, int rank) {
      return new Column(heading, Fit.SPARE, rank);
    }

    static Column fold(String heading) {
      return new Column(heading, Fit.FOLD, 0);
    }
  }

  /// @param hidden whether a column was left out or a cell shortened
  record Fitted(List<String> lines, boolean hidden) {}

  /// @param width of the terminal; 0 for as wide as it gets
  Fitted fit(int width) {
    List<Integer> shown = new ArrayList<>();
    IntStream.range(0, columns.size()).filter(this::hasWords).forEach(shown::add);
    if (width == 0 || total(shown) <= width) {
      return new Fitted(lines(shown, widths(shown), List.of()), false);
    }
    List<Integer> folded = shown.stream().filter(i -> is(i, Fit.FOLD)).toList();
    shown.removeAll(folded);
    boolean hidden = false;
    while (total(shown) > width && shown.stream().anyMatch(i -> is(i, Fit.SPARE))) {
      shown.stream()
          .filter(i -> is(i, Fit.SPARE))
          .max(Comparator.comparingInt((Integer i) -> columns.get(i).rank()))
          .ifPresent(shown::remove);
      hidden = true;
    }
    int[] widths = widths(shown);
    while (total(widths) > width && IntStream.of(widths).anyMatch(each -> each > NARROWEST)) {
      int widest = 0;
      for (int i = 1; i < widths.length; i++) {
        widest = widths[i] > widths[widest] ? i : widest;
      }
      widths[widest]--;
      hidden = true;
    }
    return new Fitted(lines(shown, widths, folded), hidden);
  }

  private List<String> lines(List<Integer> shown, int[] widths, List<Integer> folded) {
    List<String> lines = new ArrayList<>();
    lines.add(line(shown, widths, columns.stream().map(Column::heading).toList()));
    for (List<String> row : rows) {
      lines.add(line(shown, widths, row));
      folded.stream()
          .map(row::get)
          .filter(each -> !each.isEmpty())
          .forEach(each -> lines.add(" ".repeat(GAP - 1) + each));
    }
    return lines;
  }

  private static String line(List<Integer> shown, int[] widths, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String said = cells.get(shown.get(i));
      String cell = shortened(said.isEmpty() ? NOTHING : said, widths[i]);
      line.append(cell).repeat(' ', widths[i] - cell.length() + GAP);
    }
    return line.toString().stripTrailing();
  }

  private static String shortened(String cell, int width) {
    return cell.length() <= width ? cell : cell.substring(0, width - 1) + "…";
  }

  /// Reasons and problems have a column only where there are any.
  private boolean hasWords(int column) {
    return !is(column, Fit.FOLD) || rows.stream().anyMatch(row -> !row.get(column).isEmpty());
  }

  private boolean is(int column, Fit fit) {
    return columns.get(column).fit() == fit;
  }

  private int total(List<Integer> shown) {
    return total(widths(shown));
  }

  private static int total(int[] widths) {
    return IntStream.of(widths).sum() + GAP * Math.max(0, widths.length - 1);
  }

  private int[] widths(List<Integer> shown) {
    return shown.stream()
        .mapToInt(
            i ->
                Math.max(
                    columns.get(i).heading().length(),
                    rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0)))
        .toArray();
  }
}
