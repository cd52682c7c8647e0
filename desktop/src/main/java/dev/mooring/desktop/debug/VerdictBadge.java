package dev.mooring.desktop.debug;

import dev.mooring.debug.Candidates;
import dev.mooring.debug.Verdict;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

/// What debugging can do with a workload, in a word or a sentence.
final class VerdictBadge {
  private static final String ATTACHED = "debug.attached";

  private VerdictBadge() {}

  static void show(Label badge, Face<Candidates> face) {
    Tone tone =
        switch (face) {
          case Face.Loading<Candidates> l -> Tone.MUTED;
          case Face.Failed<Candidates> f ->
              f.problem().code() == Code.INVALID_TARGET ? Tone.MUTED : Tone.WARNING;
          case Face.Stale<Candidates> s -> Tone.WARNING;
          case Face.Full<Candidates> v -> tone(v.value().proposed());
        };
    String words =
        switch (face) {
          case Face.Loading<Candidates> l -> Messages.of("checking-2");
          case Face.Failed<Candidates> f -> words(f.problem());
          case Face.Stale<Candidates> s -> Messages.of("unknown");
          case Face.Full<Candidates> v -> words(v.value().proposed());
        };
    String why =
        switch (face) {
          case Face.Failed<Candidates> f -> sentence(f.problem());
          case Face.Stale<Candidates> s -> sentence(s.problem());
          case Face.Full<Candidates> v -> String.join("\n", v.value().proposed().lines());
          case Face.Loading<Candidates> l -> "";
        };
    badge.setText(words);
    Controls.style(badge, "label", Tokens.BADGE, tone.style());
    badge.setTooltip(why.isEmpty() ? null : new Tooltip(why));
    badge.setAccessibleText(why.isEmpty() ? words : words + ", " + why);
  }

  /// A workload without pods is known to have none; what the cluster doesn't say isn't known.
  private static String words(Problem problem) {
    return problem.code() == Code.INVALID_TARGET
        ? Messages.of("not-possible", problem.why())
        : Messages.of("unknown");
  }

  /// "attach (Go 1.26.8)", "attached", "copy only: ...", or "not possible: it is stripped".
  static String words(Verdict verdict) {
    return blocker(verdict)
        .map(
            each -> {
              if (each.id().equals(ATTACHED)) {
                return Messages.of("attached");
              }
              return verdict.copyable()
                  ? Messages.of("copy", each.sentence())
                  : Messages.of("not-possible", each.sentence());
            })
        .orElseGet(
            () ->
                verdict.runtime().isEmpty()
                    ? way(verdict)
                    : Messages.of("way-and-runtime", way(verdict), verdict.runtime()));
  }

  private static String way(Verdict verdict) {
    return verdict.way() == Verdict.Way.FORWARD
        ? Messages.of("forward-way")
        : Messages.of("attach");
  }

  /// What Debug would do.
  static String sentence(Verdict verdict) {
    String container = verdict.container();
    if (attached(verdict)) {
      return Messages.of("a-debugger-is-attached", container);
    }
    if (!verdict.possible()) {
      return Messages.of("delve-cant-attach", container);
    }
    return verdict.way() == Verdict.Way.FORWARD
        ? Messages.of("a-debugger-listens", container)
        : Messages.of("delve-can-attach", container);
  }

  /// Whether what stands in the way is a session.
  static boolean attached(Verdict verdict) {
    return blocker(verdict).filter(each -> each.id().equals(ATTACHED)).isPresent();
  }

  static Optional<Finding> blocker(Verdict verdict) {
    return verdict.findings().stream()
        .filter(each -> each.level() == Finding.Level.BLOCKER)
        .findFirst();
  }

  private static Tone tone(Verdict verdict) {
    if (attached(verdict)) {
      return Tone.ACCENT;
    }
    return blocker(verdict).isPresent() ? Tone.MUTED : Tone.SUCCESS;
  }

  private static String sentence(Problem problem) {
    return problem.what() + ": " + problem.why();
  }
}
