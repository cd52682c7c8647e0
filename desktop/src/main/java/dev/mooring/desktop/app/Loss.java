package dev.mooring.desktop.app;

import dev.mooring.debug.DebugSession;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.forward.ForwardStatus.State;
import dev.mooring.job.JobState;
import dev.mooring.mesh.ConnectionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What would end with Mooring.
///
/// @param forwards those that serve or wait to
/// @param registries the connections to registries
record Loss(long forwards, long registries, long sessions, long jobs) {

  static Loss of(Workspaces workspaces) {
    Loss all = new Loss(0, 0, 0, 0);
    for (Workspace each : workspaces.all().get()) {
      all = all.and(of(each));
    }
    return all;
  }

  private static Loss of(Workspace workspace) {
    return new Loss(
        workspace.forwards().all().get().stream()
            .filter(
                each ->
                    each.state() instanceof State.Active || each.state() instanceof State.Waiting)
            .count(),
        workspace.mesh().all().get().stream()
            .map(each -> each.state().get())
            .filter(
                each ->
                    each instanceof ConnectionState.Connected
                        || each instanceof ConnectionState.Degraded)
            .count(),
        workspace.debugger().sessions().stream()
            .filter(each -> each.state().get().phase() != DebugSession.Phase.ENDED)
            .count(),
        workspace.jobs().all().get().stream()
            .filter(each -> each.snapshot().state() instanceof JobState.Running)
            .count());
  }

  private Loss and(Loss other) {
    return new Loss(
        forwards + other.forwards,
        registries + other.registries,
        sessions + other.sessions,
        jobs + other.jobs);
  }

  /// "3 forwards, the registry connection, and 1 debug session will stop"; nothing where nothing
  /// would.
  Optional<String> words() {
    List<String> parts = new ArrayList<>();
    if (forwards > 0) {
      parts.add(Messages.count("forwards", forwards));
    }
    if (registries > 0) {
      parts.add(Messages.count("registry-connections", registries));
    }
    if (sessions > 0) {
      parts.add(Messages.count("debug-sessions", sessions));
    }
    if (jobs > 0) {
      parts.add(Messages.count("running-jobs", jobs));
    }
    return switch (parts.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(Messages.of("will-stop", parts.toArray()));
      case 2 -> Optional.of(Messages.of("two-will-stop", parts.toArray()));
      case 3 -> Optional.of(Messages.of("three-will-stop", parts.toArray()));
      default -> Optional.of(Messages.of("four-will-stop", parts.toArray()));
    };
  }
}
