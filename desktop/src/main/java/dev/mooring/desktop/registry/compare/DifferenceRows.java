package dev.mooring.desktop.registry.compare;

import dev.mooring.desktop.fx.Words;
import dev.mooring.desktop.registry.compare.DifferenceRow.Kind;
import dev.mooring.document.Printable;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.diff.FieldChange;
import dev.mooring.registry.diff.FileChange;
import dev.mooring.registry.diff.ImageDifference;
import dev.mooring.registry.diff.PackageChange;
import dev.mooring.registry.layer.LayerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// In what two images differ, under headings: what describes them, packages, files, layers.
final class DifferenceRows {
  /// Of one kind; all of them are in the copied text and in the command's JSON.
  static final int MOST = 20_000;

  /// Lines of a text that are shown.
  private static final int MOST_LINES = 5_000;

  private static final int LONGEST_LINE = 500;
  private static final int LONGEST_VALUE = 4_000;
  private static final String ENVIRONMENT = "Env.";
  private static final String LABELS = "Labels.";

  private DifferenceRows() {}

  static List<DifferenceRow> of(ImageDifference difference) {
    List<DifferenceRow> groups = new ArrayList<>();
    group(
        groups, Messages.of("settings"), difference.fields().stream().filter(each -> plain(each)));
    group(
        groups,
        Messages.of("environment"),
        difference.fields().stream().filter(each -> isIn(each, ENVIRONMENT)));
    group(
        groups,
        Messages.of("labels"),
        difference.fields().stream().filter(each -> isIn(each, LABELS)));
    add(
        groups,
        Messages.of("packages"),
        difference.packages().stream().map(DifferenceRows::row),
        difference.packages().size());
    add(
        groups,
        Messages.of("files"),
        difference.files().stream().map(DifferenceRows::row),
        difference.files().size());
    add(
        groups,
        Messages.of("layers"),
        Stream.of(
                layers(difference.shared(), Kind.SAME),
                layers(difference.fromOnly(), Kind.REMOVED),
                layers(difference.toOnly(), Kind.ADDED))
            .flatMap(each -> each),
        difference.shared().size() + difference.fromOnly().size() + difference.toOnly().size());
    return groups;
  }

  private static boolean plain(FieldChange change) {
    return !isIn(change, ENVIRONMENT) && !isIn(change, LABELS);
  }

  private static boolean isIn(FieldChange change, String map) {
    return change.part() == FieldChange.Part.CONFIG && change.name().startsWith(map);
  }

  private static void group(List<DifferenceRow> groups, String title, Stream<FieldChange> changes) {
    List<DifferenceRow> rows = changes.map(DifferenceRows::row).toList();
    add(groups, title, rows.stream(), rows.size());
  }

  private static void add(
      List<DifferenceRow> groups, String title, Stream<DifferenceRow> rows, int count) {
    if (count > 0) {
      List<DifferenceRow> shown = new ArrayList<>(rows.limit(MOST).toList());
      groups.add(
          new DifferenceRow(
              Kind.HEADING,
              Messages.of("heading", title, count),
              "",
              "",
              "",
              count > MOST ? Messages.of("only-the-first", MOST) : "",
              List.of(),
              shown));
    }
  }

  private static DifferenceRow row(FieldChange change) {
    String name =
        isIn(change, ENVIRONMENT)
            ? change.name().substring(ENVIRONMENT.length())
            : isIn(change, LABELS) ? change.name().substring(LABELS.length()) : change.name();
    return row(
        Kind.of(change.from(), change.to()),
        DifferenceWords.shown(name),
        DifferenceWords.shown(change.from()),
        DifferenceWords.shown(change.to()),
        "",
        both(change.from(), change.to()));
  }

  private static DifferenceRow row(PackageChange change) {
    return row(
        Kind.of(change.from(), change.to()),
        change.name(),
        DifferenceWords.shown(change.from()),
        DifferenceWords.shown(change.to()),
        DifferenceWords.origin(change),
        both(change.from(), change.to()));
  }

  private static DifferenceRow row(FileChange change) {
    Kind kind =
        switch (change.kind()) {
          case ADDED -> Kind.ADDED;
          case REMOVED -> Kind.REMOVED;
          case CHANGED -> Kind.CHANGED;
          case WRITTEN_BY_FIRST, WRITTEN_BY_SECOND -> Kind.UNSURE;
        };
    return new DifferenceRow(
        kind,
        DifferenceWords.path(change),
        change.from().map(DifferenceRows::what).orElse(""),
        change.to().map(DifferenceRows::what).orElse(""),
        more(change),
        note(change),
        change.lines().stream()
            .limit(MOST_LINES)
            .map(each -> Printable.cut(Printable.marked(each.replace("\t", "    ")), LONGEST_LINE))
            .toList(),
        List.of());
  }

  private static String note(FileChange change) {
    return switch (change.kind()) {
      case ADDED -> Messages.of("only-in-second");
      case REMOVED -> Messages.of("only-in-first");
      case WRITTEN_BY_FIRST, WRITTEN_BY_SECOND -> Messages.of("unclear-file");
      case CHANGED ->
          change.aspects().contains(FileChange.Aspect.CONTENT)
              ? Messages.of("lines-not-shown")
              : Messages.of("content-is-the-same");
    };
  }

  /// "8 B", or what it is where that is no file.
  private static String what(LayerEntry entry) {
    return switch (entry.kind()) {
      case FILE -> Words.size(entry.size());
      case SYMBOLIC_LINK -> "\u2192 " + DifferenceWords.shown(entry.link());
      default -> DifferenceWords.kind(entry);
    };
  }

  private static String more(FileChange change) {
    if (change.from().isEmpty() || change.to().isEmpty()) {
      return DifferenceWords.doubt(change);
    }
    return change.aspects().stream()
        .sorted()
        .map(each -> aspect(each, change.from().get(), change.to().get()))
        .filter(each -> !each.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /// Sizes that are the same hide that contents are not.
  private static String aspect(FileChange.Aspect aspect, LayerEntry from, LayerEntry to) {
    return aspect == FileChange.Aspect.CONTENT && from.size() == to.size()
        ? Messages.of("content")
        : DifferenceWords.other(aspect, from, to);
  }

  private static Stream<DifferenceRow> layers(List<Descriptor> layers, Kind kind) {
    return layers.stream()
        .map(
            each -> {
              String size = Words.size(each.size());
              return row(
                  kind,
                  each.digest().text(),
                  kind == Kind.ADDED ? "" : size,
                  kind == Kind.REMOVED ? "" : size,
                  kind == Kind.SAME ? Messages.of("same-digest") : "",
                  List.of());
            });
  }

  private static List<String> both(String before, String after) {
    List<String> lines = new ArrayList<>();
    if (!before.isEmpty()) {
      lines.add("-" + Printable.line(before, LONGEST_VALUE));
    }
    if (!after.isEmpty()) {
      lines.add("+" + Printable.line(after, LONGEST_VALUE));
    }
    return lines;
  }

  private static DifferenceRow row(
      Kind kind, String name, String before, String after, String more, List<String> lines) {
    return new DifferenceRow(kind, name, before, after, more, "", lines, List.of());
  }
}
