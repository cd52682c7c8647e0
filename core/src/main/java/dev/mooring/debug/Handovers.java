package dev.mooring.debug;

import dev.mooring.debug.editor.Editor;
import dev.mooring.debug.editor.Endpoint;
import java.util.List;

/// What to run or paste in editors, so that they connect to a Delve.
final class Handovers {
  private Handovers() {}

  static List<DebugSession.Handover> of(Endpoint session) {
    return Editor.all().stream()
        .map(each -> new DebugSession.Handover(each.name(), each.text(session)))
        .toList();
  }
}
