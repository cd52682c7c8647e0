package dev.mooring.desktop.debug;

import dev.mooring.debug.Candidates;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Debugger;
import dev.mooring.debug.Mode;
import dev.mooring.debug.Verdict;
import dev.mooring.desktop.fx.Fetched;
import dev.mooring.desktop.fx.Ui;
import dev.mooring.forward.Target;
import dev.mooring.job.Jobs;
import dev.mooring.problem.Finding;
import dev.mooring.settings.SettingsFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What debugging can do with the workloads, which container of each is meant, and the way to a
/// session. On the UI's thread.
final class Debugging {
  private final Supplier<List<Workload>> workloads;
  private final Verdicts verdicts;
  private final SessionsViewModel sessions;

  /// What somebody chose, by workload.
  private final Map<String, String> containers = new HashMap<>();

  /// @param workloads in view
  Debugging(
      Debugger debugger,
      Supplier<List<Workload>> workloads,
      Jobs jobs,
      Jobs reads,
      SettingsFile settings,
      Ui ui) {
    this.workloads = workloads;
    this.verdicts = new Verdicts(debugger, reads, ui);
    this.sessions = new SessionsViewModel(debugger, jobs, reads, settings, ui, new OfSessions());
    sessions.removeLeft();
  }

  SessionsViewModel sessions() {
    return sessions;
  }

  Fetched<Candidates> verdict(Workload workload) {
    return verdicts.of(workload);
  }

  /// Whether nothing is known that stands in the way.
  boolean isOpen(Workload workload) {
    return verdicts.known(workload).map(all -> chosen(workload, all).possible()).orElse(true);
  }

  /// What is known to stand in the way of a target, or of the workload that it is a pod of.
  String whyNot(Target target) {
    return of(new DebugTarget(target.namespace(), target.words(), "")).stream()
        .flatMap(each -> verdicts.known(each).map(all -> chosen(each, all)).stream())
        .flatMap(each -> VerdictBadge.blocker(each).stream())
        .map(Finding::sentence)
        .findFirst()
        .orElse("");
  }

  private List<Workload> of(DebugTarget target) {
    return workloads.get().stream()
        .filter(each -> each.namespace().equals(target.namespace()))
        .filter(each -> each.isMeant(target.workload()))
        .toList();
  }

  /// After its pods became others; what is shown stays until then.
  void judgeAgain(Workload workload) {
    verdicts.again(workload);
  }

  /// Without what attempts showed.
  void judgeAnew(Workload workload) {
    verdicts.anew(workload);
  }

  /// The next question for each works it out again.
  void forget() {
    verdicts.forget();
  }

  /// The verdict on the container that was chosen, or else is proposed.
  Verdict chosen(Workload workload, Candidates candidates) {
    return candidates.of(containers.getOrDefault(key(workload), ""));
  }

  void choose(Workload workload, Verdict verdict) {
    containers.put(key(workload), verdict.container());
  }

  private static String key(Workload workload) {
    return workload.namespace() + "/" + workload.reference();
  }

  /// Brings a debugger to the container that was chosen, or that is clearly meant.
  ///
  /// @param ask told of the containers where somebody has to choose
  void attach(Target target, Mode mode, Consumer<Candidates> ask) {
    Optional<Workload> workload =
        workloads.get().stream().filter(each -> each.target().equals(target)).findFirst();
    String chosen = workload.map(each -> containers.getOrDefault(key(each), "")).orElse("");
    Candidates known = workload.flatMap(verdicts::known).orElse(null);
    if (known != null) {
      attach(target, mode, chosen, known, ask);
    } else {
      // Where the cluster doesn't say, the job says why.
      verdicts
          .of(target)
          .then(
              all -> attach(target, mode, chosen, all, ask),
              problem -> attach(target, mode, chosen));
    }
  }

  private void attach(
      Target target, Mode mode, String chosen, Candidates candidates, Consumer<Candidates> ask) {
    boolean there = candidates.of(chosen).container().equals(chosen);
    if (there || candidates.clear()) {
      attach(target, mode, candidates.of(chosen).container());
    } else {
      ask.accept(candidates);
    }
  }

  /// @param container empty for the one that is clearly meant
  void attach(Target target, Mode mode, String container) {
    sessions.attach(new DebugTarget(target.namespace(), target.words(), container), mode);
  }

  private final class OfSessions implements SessionsViewModel.Workloads {
    @Override
    public void changed(DebugTarget target) {
      of(target).forEach(verdicts::again);
    }

    @Override
    public DebugTarget successor(DebugTarget target) {
      return of(target).stream()
          .findFirst()
          .map(each -> new DebugTarget(each.namespace(), each.reference(), target.container()))
          .orElse(target);
    }
  }
}
