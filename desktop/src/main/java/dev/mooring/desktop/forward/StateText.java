package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Tone;
import dev.mooring.forward.ForwardStatus.State;

/// A state in words and, where something is wrong, what.
record StateText(Tone tone, String words) {

  static StateText of(State state) {
    return switch (state) {
      case State.Stopped s -> new StateText(Tone.MUTED, Messages.of("state-stopped"));
      case State.Active a -> new StateText(Tone.SUCCESS, Messages.of("state-active"));
      case State.Waiting w -> new StateText(Tone.WARNING, Messages.of("state-waiting", w.why()));
      case State.Failed f ->
          new StateText(Tone.DANGER, Messages.of("state-failed", f.problem().why()));
    };
  }

  static StateText of(ForwardRow row) {
    return switch (row) {
      case ForwardRow.Forward forward -> of(forward.state());
      case ForwardRow.Group group -> {
        String words = group.totals().words();
        yield new StateText(
            group.totals().tone(), words.isEmpty() ? Messages.of("state-stopped") : words);
      }
    };
  }
}
