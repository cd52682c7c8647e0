package dev.mooring.desktop.registry.compare;

import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.document.Printable;
import dev.mooring.registry.diff.ImageDifference;
import java.util.ArrayList;
import java.util.List;

/// What a comparison comes to, in sentences.
final class Outcome {
  private static final int LONGEST = 500;

  private Outcome() {}

  static Tone tone(Comparison of) {
    return switch (of.difference().verdict()) {
      case IDENTICAL, EQUIVALENT -> Tone.SUCCESS;
      case UNKNOWN -> Tone.WARNING;
      case DIFFERENT -> Tone.ACCENT;
    };
  }

  static String sentence(Comparison of) {
    ImageDifference difference = of.difference();
    return switch (difference.verdict()) {
      case IDENTICAL -> Messages.of("identical");
      case EQUIVALENT ->
          of.isStrict() ? Messages.of("no-difference") : Messages.of("none-that-matters");
      case UNKNOWN -> Messages.of("none-known");
      case DIFFERENT -> Messages.of("different", String.join(", ", parts(difference)));
    };
  }

  private static List<String> parts(ImageDifference difference) {
    List<String> parts = new ArrayList<>();
    if (!difference.fields().isEmpty()) {
      parts.add(Messages.count("count-settings", difference.fields().size()));
    }
    if (!difference.packages().isEmpty()) {
      parts.add(Messages.count("count-packages", difference.packages().size()));
    }
    if (!difference.files().isEmpty()) {
      parts.add(Messages.count("count-files", difference.files().size()));
    }
    return parts;
  }

  /// The same where nothing differs, for those who wonder what that means.
  static String explained(Comparison of) {
    return switch (of.difference().verdict()) {
      case IDENTICAL -> Messages.of("identical-means");
      case EQUIVALENT ->
          of.isStrict()
              ? Messages.of("no-difference-means")
              : Messages.of("none-that-matters-means");
      case UNKNOWN, DIFFERENT -> Messages.of("none-known");
    };
  }

  /// What the layers say, and what it took to tell.
  static String layers(Comparison of) {
    ImageDifference difference = of.difference();
    List<String> sentences = new ArrayList<>();
    if (!difference.shared().isEmpty()) {
      sentences.add(
          Messages.count(
              "layers-shared",
              difference.shared().size(),
              Words.size(difference.shared().stream().mapToLong(each -> each.size()).sum())));
    }
    int own = difference.fromOnly().size() + difference.toOnly().size();
    if (own > 0) {
      sentences.add(
          Messages.of(
              "layers-own",
              DifferenceWords.of(difference.fromOnly()),
              of.from().name(),
              DifferenceWords.of(difference.toOnly()),
              of.to().name()));
    }
    sentences.add(
        of.transferred() == 0
            ? Messages.of("nothing-downloaded")
            : Messages.of("downloaded", Words.size(of.transferred())));
    return String.join(" ", sentences);
  }

  /// What it leaves open, a sentence each.
  static List<String> notes(Comparison of) {
    ImageDifference difference = of.difference();
    List<String> notes = new ArrayList<>();
    difference.notes().forEach(each -> notes.add(Printable.line(each, LONGEST)));
    if (difference.ignored() > 0) {
      notes.add(Messages.count("ignored", difference.ignored()));
    }
    if (of.isOpen()) {
      notes.add(Messages.of("shared-unread", Words.size(difference.unread())));
    }
    return notes;
  }
}
