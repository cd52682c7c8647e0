package dev.mooring.desktop.forward;

import dev.mooring.desktop.fx.Tone;
import dev.mooring.forward.ForwardStatus.State;

/// A state in words and, where something is wrong, what.
record Said(Tone tone, String words) {

  static Said of(State state) {
    return switch (state) {
      case State.Stopped s -> new Said(Tone.MUTED, "stopped");
      case State.Active a -> new Said(Tone.SUCCESS, "serving");
      case State.Waiting w -> new Said(Tone.WARNING, Messages.of("waiting", w.why()));
      case State.Failed f -> new Said(Tone.DANGER, Messages.of("failed", f.problem().why()));
    };
  }

  static Said of(ForwardRow row) {
    return switch (row) {
      case ForwardRow.Forward forward -> of(forward.state());
      case ForwardRow.Group group -> {
        String words = group.sum().words();
        yield new Said(group.sum().tone(), words.isEmpty() ? "stopped" : words);
      }
    };
  }
}
