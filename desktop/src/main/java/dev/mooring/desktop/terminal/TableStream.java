package dev.mooring.desktop.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A table whose rows come over time: the first are shown soon, and those that follow stand in the
/// same columns, which widen where they must.
final class TableStream {
  private static final int FIRST = 50;
  private static final int NEXT = 200;

  private final Output output;
  private final List<Table.Column> columns;
  private final boolean wide;
  private final List<List<String>> rows = new ArrayList<>();
  private List<String> widest = List.of();

  /// @param wide as for [Output#table]
  TableStream(Output output, List<Table.Column> columns, boolean wide) {
    this.output = output;
    this.columns = columns;
    this.wide = wide;
  }

  void add(List<String> row) {
    rows.add(row);
    if (rows.size() == (widest.isEmpty() ? FIRST : NEXT)) {
      print();
    }
  }

  /// @return whether there were any rows
  boolean end() {
    if (!rows.isEmpty()) {
      print();
    }
    return !widest.isEmpty();
  }

  private void print() {
    List<List<String>> all = new ArrayList<>(rows);
    if (widest.isEmpty()) {
      output.table(new Table(columns, all), wide);
    } else {
      all.addFirst(widest);
      output.moreOf(new Table(columns, all), wide);
    }
    rows.clear();
    widest = IntStream.range(0, columns.size()).mapToObj(i -> widest(all, i)).toList();
  }

  /// What is told below its row takes no room.
  private String widest(List<List<String>> all, int column) {
    return columns.get(column).fit() == Table.Fit.FOLD
        ? ""
        : all.stream()
            .map(row -> row.get(column))
            .reduce("", (one, other) -> other.length() > one.length() ? other : one);
  }
}
