package dev.mooring.desktop.pod;

import dev.mooring.deploy.Rollout;
import java.util.LinkedHashMap;
import java.util.Map;

/// How far a rollout is, for window and terminal.
public final class RolloutWords {
  private RolloutWords() {}

  /// One sentence: "1 of 2 pods run the new image; 1 old pod is left".
  public static String of(Rollout state) {
    if (state.done()) {
      return Messages.count("rollout-done", state.wanted());
    }
    if (state.failed()) {
      return Messages.of("rollout-failed", state.ready(), state.wanted());
    }
    String old = state.old() == 0 ? "" : Messages.count("old-pods-left", state.old());
    return Messages.of("rollout-at", state.ready(), state.wanted()) + old;
  }

  public static Map<String, Object> json(Rollout state) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("done", state.done());
    json.put("failed", state.failed());
    json.put("updated", state.updated());
    json.put("ready", state.ready());
    json.put("wanted", state.wanted());
    json.put("old", state.old());
    if (!state.trouble().isEmpty()) {
      json.put("trouble", state.trouble());
    }
    return json;
  }
}
