package dev.mooring.desktop.registry.compare;

import dev.mooring.desktop.fx.Words;
import dev.mooring.document.Printable;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.diff.FieldChange;
import dev.mooring.registry.diff.FileChange;
import dev.mooring.registry.diff.ImageDifference;
import dev.mooring.registry.diff.PackageChange;
import dev.mooring.registry.layer.LayerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// In what two images differ, line by line, for window and terminal.
public final class DifferenceWords {
  private static final int LONGEST = 300;

  private DifferenceWords() {}

  /// "~ Env.A: 1 -> 2".
  public static String of(FieldChange change) {
    return sign(change.from(), change.to())
        + " "
        + shown(change.name())
        + ": "
        + change(change.from(), change.to());
  }

  /// "~ musl 1.2.4-r0 -> 1.2.5-r0 (apk)".
  public static String of(PackageChange change) {
    return sign(change.from(), change.to())
        + " "
        + change.name()
        + " "
        + change(change.from(), change.to())
        + " ("
        + origin(change)
        + ")";
  }

  /// "~ /etc/motd (8 B -> 6 B)".
  public static String of(FileChange change) {
    List<String> reasons = reasons(change);
    return switch (change.kind()) {
          case ADDED -> "+ ";
          case REMOVED -> "- ";
          case CHANGED -> "~ ";
          case WRITTEN_BY_FIRST, WRITTEN_BY_SECOND -> "? ";
        }
        + path(change)
        + (reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")");
  }

  /// From the root.
  public static String path(FileChange change) {
    return "/" + shown(change.path());
  }

  /// "2 (31 MB)", or "0".
  public static String of(List<Descriptor> layers) {
    long size = layers.stream().mapToLong(Descriptor::size).sum();
    return layers.isEmpty() ? "0" : layers.size() + " (" + Words.size(size) + ")";
  }

  /// Which layers both have, and which only one.
  public static String layers(ImageDifference difference) {
    return Messages.of(
        "diff-layers", of(difference.shared()), of(difference.fromOnly()), of(difference.toOnly()));
  }

  /// Whose package it is: "apk", "go, /usr/bin/app".
  static String origin(PackageChange change) {
    return change.kind().id() + (change.program().isEmpty() ? "" : ", /" + shown(change.program()));
  }

  private static String change(String from, String to) {
    return from.isEmpty() || to.isEmpty() ? shown(from + to) : shown(from) + " -> " + shown(to);
  }

  private static String sign(String from, String to) {
    return from.isEmpty() ? "+" : to.isEmpty() ? "-" : "~";
  }

  private static List<String> reasons(FileChange change) {
    List<String> reasons = new ArrayList<>();
    switch (change.kind()) {
      case WRITTEN_BY_FIRST, WRITTEN_BY_SECOND -> reasons.add(doubt(change));
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
    return reasons;
  }

  /// Why nobody knows whether it differs; empty where that is known.
  static String doubt(FileChange change) {
    return switch (change.kind()) {
      case WRITTEN_BY_FIRST -> Messages.of("diff-written-by-first");
      case WRITTEN_BY_SECOND -> Messages.of("diff-written-by-second");
      default -> "";
    };
  }

  private static void size(LayerEntry entry, List<String> reasons) {
    if (entry.kind() == LayerEntry.Kind.FILE) {
      reasons.add(Words.size(entry.size()));
    }
  }

  private static String aspect(FileChange.Aspect aspect, LayerEntry from, LayerEntry to) {
    return switch (aspect) {
      case CONTENT ->
          from.size() == to.size()
              ? Messages.of("diff-content", Words.size(to.size()))
              : Words.size(from.size()) + " -> " + Words.size(to.size());
      case KIND -> kind(from) + " -> " + kind(to);
      case LINK -> shown(from.link()) + " -> " + shown(to.link());
      default -> other(aspect, from, to);
    };
  }

  /// What neither sizes nor kinds show.
  static String other(FileChange.Aspect aspect, LayerEntry from, LayerEntry to) {
    return switch (aspect) {
      case CONTENT_UNREAD -> Messages.of("diff-content-unread");
      case MODE -> Messages.of("diff-mode", mode(from), mode(to));
      case OWNER ->
          Messages.of("diff-owner", from.uid() + ":" + from.gid(), to.uid() + ":" + to.gid());
      case ATTRIBUTES -> attributes(from, to);
      case TIME -> Messages.of("diff-time");
      case CONTENT, KIND, LINK -> "";
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

  static String kind(LayerEntry entry) {
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

  /// A text of an image, on one line.
  static String shown(String text) {
    return Printable.line(text, LONGEST);
  }
}
