package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.document.Printable;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.diff.FieldChange;
import dev.mooring.registry.diff.FileChange;
import dev.mooring.registry.diff.ImageDifference;
import dev.mooring.registry.diff.PackageChange;
import dev.mooring.registry.diff.Question;
import dev.mooring.registry.layer.LayerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// In what two images differ, for people: what describes them, packages, files, and the lines of
/// texts last. Long lists are cut.
final class DifferenceReport {
  private static final int MOST_ROWS = 200;
  private static final int MOST_TEXTS = 20;
  private static final int MOST_LINES = 60;
  private static final int LONGEST_VALUE = 300;
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
        list(Messages.of("diff-description"), difference.fields(), DifferenceReport::field);
        list(Messages.of("diff-packages"), difference.packages(), DifferenceReport::pack);
        list(Messages.of("diff-files"), difference.files(), DifferenceReport::file);
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

  private static String field(FieldChange change) {
    return sign(change.from(), change.to())
        + " "
        + shown(change.name())
        + ": "
        + change(change.from(), change.to());
  }

  private static String pack(PackageChange change) {
    return sign(change.from(), change.to())
        + " "
        + change.name()
        + " "
        + change(change.from(), change.to())
        + " ("
        + change.kind().id()
        + (change.program().isEmpty() ? "" : ", /" + shown(change.program()))
        + ")";
  }

  private static String change(String from, String to) {
    if (from.isEmpty() || to.isEmpty()) {
      return shown(from + to);
    }
    return shown(from) + " -> " + shown(to);
  }

  private static String sign(String from, String to) {
    return from.isEmpty() ? "+" : to.isEmpty() ? "-" : "~";
  }

  private static String file(FileChange change) {
    return switch (change.kind()) {
          case ADDED -> "+ ";
          case REMOVED -> "- ";
          case CHANGED -> "~ ";
          case WRITTEN_BY_FIRST, WRITTEN_BY_SECOND -> "? ";
        }
        + "/"
        + shown(change.path())
        + why(change);
  }

  private static String why(FileChange change) {
    List<String> reasons = new ArrayList<>();
    switch (change.kind()) {
      case WRITTEN_BY_FIRST -> reasons.add(Messages.of("diff-written-by-first"));
      case WRITTEN_BY_SECOND -> reasons.add(Messages.of("diff-written-by-second"));
      case ADDED -> change.to().ifPresent(each -> size(each, reasons));
      case REMOVED -> change.from().ifPresent(each -> size(each, reasons));
      case CHANGED ->
          change.aspects().stream()
              .sorted()
              .forEach(
                  each ->
                      reasons.add(
                          aspect(each, change.from().orElseThrow(), change.to().orElseThrow())));
    }
    return reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
  }

  private static void size(LayerEntry entry, List<String> reasons) {
    if (entry.kind() == LayerEntry.Kind.FILE) {
      reasons.add(Words.size(entry.size()));
    }
  }

  private static String aspect(FileChange.Aspect aspect, LayerEntry from, LayerEntry to) {
    return switch (aspect) {
      case KIND -> kind(from) + " -> " + kind(to);
      case CONTENT ->
          from.size() == to.size()
              ? Messages.of("diff-content", Words.size(to.size()))
              : Words.size(from.size()) + " -> " + Words.size(to.size());
      case CONTENT_UNREAD -> Messages.of("diff-content-unread");
      case MODE -> Messages.of("diff-mode", mode(from), mode(to));
      case OWNER ->
          Messages.of("diff-owner", from.uid() + ":" + from.gid(), to.uid() + ":" + to.gid());
      case LINK -> shown(from.link()) + " -> " + shown(to.link());
      case ATTRIBUTES -> attributes(from, to);
      case TIME -> Messages.of("diff-time");
    };
  }

  private static String attributes(LayerEntry from, LayerEntry to) {
    SortedMap<String, String> first = from.attributes().values();
    SortedMap<String, String> second = to.attributes().values();
    Set<String> names = new TreeSet<>(first.keySet());
    names.addAll(second.keySet());
    return names.stream()
        .filter(each -> !Objects.equals(first.get(each), second.get(each)))
        .map(
            each ->
                !second.containsKey(each)
                    ? Messages.of("diff-attribute-gone", shown(each))
                    : first.containsKey(each)
                        ? Messages.of("diff-attribute-changed", shown(each))
                        : Messages.of("diff-attribute-new", shown(each)))
        .collect(Collectors.joining(", "));
  }

  private static String kind(LayerEntry entry) {
    return switch (entry.kind()) {
      case FILE -> Messages.of("diff-kind-file");
      case DIRECTORY -> Messages.of("diff-kind-directory");
      case SYMBOLIC_LINK -> Messages.of("diff-kind-link");
      case HARD_LINK -> Messages.of("diff-kind-hard-link");
      case CHARACTER_DEVICE, BLOCK_DEVICE -> Messages.of("diff-kind-device");
      case FIFO -> Messages.of("diff-kind-pipe");
    };
  }

  private static String mode(LayerEntry entry) {
    return String.format(Locale.ROOT, "%04o", entry.mode());
  }

  private void texts(List<FileChange> files) {
    List<FileChange> texts = files.stream().filter(each -> !each.lines().isEmpty()).toList();
    for (FileChange each : texts.stream().limit(MOST_TEXTS).toList()) {
      output.line("/" + shown(each.path()));
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
      output.line(
          Messages.of(
              "diff-layers",
              layers(difference.shared()),
              layers(difference.fromOnly()),
              layers(difference.toOnly())));
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

  private static String layers(List<Descriptor> layers) {
    long size = layers.stream().collect(Collectors.summingLong(Descriptor::size));
    return layers.isEmpty() ? "0" : layers.size() + " (" + Words.size(size) + ")";
  }

  private static String shown(String text) {
    return Printable.line(text, LONGEST_VALUE);
  }
}
