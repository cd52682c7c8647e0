package dev.mooring.debug.session;

import dev.mooring.debug.DebugSession;
import dev.mooring.debug.editor.Editor;
import dev.mooring.debug.editor.Endpoint;
import java.util.List;

/// What to run or paste in editors, so that they connect to a Delve.
public final class Handovers {
  private Handovers() {}

  public static List<DebugSession.Handover> of(Endpoint session) {
    return Editor.all().stream()
        .map(each -> new DebugSession.Handover(each.name(), each.text(session)))
        .toList();
  }
}
