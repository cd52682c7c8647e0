package dev.mooring.desktop.debug;

import dev.mooring.debug.Verdict;
import dev.mooring.desktop.fx.Controls;
import dev.mooring.desktop.fx.Face;
import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.theme.Tokens;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;

/// What debugging can do with a workload, in a word or a sentence.
final class VerdictBadge {
  private VerdictBadge() {}

  static void show(Label badge, Face<Verdict> face) {
    Tone tone =
        switch (face) {
          case Face.Loading<Verdict> l -> Tone.MUTED;
          case Face.Failed<Verdict> f -> Tone.WARNING;
          case Face.Stale<Verdict> s -> Tone.WARNING;
          case Face.Full<Verdict> v -> v.value().possible() ? Tone.SUCCESS : Tone.MUTED;
        };
    String words =
        switch (face) {
          case Face.Loading<Verdict> l -> Messages.of("checking-2");
          case Face.Failed<Verdict> f -> Messages.of("unknown");
          case Face.Stale<Verdict> s -> Messages.of("unknown");
          case Face.Full<Verdict> v -> words(v.value());
        };
    String why =
        switch (face) {
          case Face.Failed<Verdict> f -> sentence(f.problem());
          case Face.Stale<Verdict> s -> sentence(s.problem());
          case Face.Full<Verdict> v -> String.join("\n", v.value().lines());
          case Face.Loading<Verdict> l -> "";
        };
    badge.setText(words);
    Controls.style(badge, "label", Tokens.BADGE, tone.style());
    badge.setTooltip(why.isEmpty() ? null : new Tooltip(why));
    badge.setAccessibleText(why.isEmpty() ? words : words + ", " + why);
  }

  private static String words(Verdict verdict) {
    return verdict.findings().stream()
        .filter(each -> each.level() == Finding.Level.BLOCKER)
        .findFirst()
        .map(each -> Messages.of("not-possible", each.sentence()))
        .orElseGet(() -> Messages.of("attach"));
  }

  private static String sentence(Problem problem) {
    return problem.what() + ": " + problem.why();
  }
}
