package dev.mooring.desktop.shell;

import dev.mooring.desktop.fx.Tone;
import dev.mooring.desktop.fx.Words;
import dev.mooring.problem.Problem;
import java.time.Instant;

/// How the window and the API server stand.
public sealed interface Connection {
  record None() implements Connection {}

  record Connecting() implements Connection {}

  /// @param server "v1.35.4"
  /// @param istio "1.31.0", empty where there is none
  record Connected(String server, String istio, Instant at) implements Connection {}

  /// It answered once, and does not now.
  record Lost(Instant lastAnswer, Problem problem) implements Connection {}

  record Failed(Problem problem) implements Connection {}

  default Tone tone() {
    return switch (this) {
      case None n -> Tone.MUTED;
      case Connecting c -> Tone.ACCENT;
      case Connected c -> Tone.SUCCESS;
      case Lost l -> Tone.WARNING;
      case Failed f -> Tone.DANGER;
    };
  }

  default String words(Instant now) {
    return switch (this) {
      case None n -> Messages.of("no-context");
      case Connecting c -> Messages.of("connecting");
      case Connected c ->
          c.istio().isEmpty()
              ? Messages.of("connected-without-istio", c.server())
              : Messages.of("connected-with-istio", c.server(), c.istio());
      case Lost l -> Messages.of("last-answer", Words.ago(l.lastAnswer(), now), l.problem().why());
      case Failed f -> Messages.of("not-connected", f.problem().why());
    };
  }
}
