package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugSession;
import dev.mooring.debug.Mode;
import dev.mooring.debug.Verdict;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.pod.Chosen;
import dev.mooring.desktop.pod.PodActions;
import dev.mooring.desktop.pod.PodName;
import dev.mooring.desktop.pod.PodNavigation;
import dev.mooring.forward.Target;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with workloads and sessions.
final class WorkloadActions {
  private final WorkloadsViewModel model;
  private final Surface surface;
  private final Supplier<List<Workload>> chosen;
  private final PodActions can;
  private final ReadOnlyBooleanWrapper some = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper one = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper debuggable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper debugged = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper copyable = new ReadOnlyBooleanWrapper();
  private final Action debug;
  private final Action copy;
  private final Action end;
  private final Action resume;
  private final Action clear;
  private final Action copyImage;
  private final Action copyName;
  private final Action setImage;
  private final Action forward;

  /// @param chosen the workloads that are selected
  WorkloadActions(
      WorkloadsViewModel model,
      Surface surface,
      Supplier<List<Workload>> chosen,
      PodNavigation navigation) {
    this.model = model;
    this.surface = surface;
    this.chosen = chosen;
    can = new PodActions("debug", navigation, this::target);
    debug = can.debug().when(debuggable);
    copy =
        of("debug-a-copy", Messages.of("debug-a-copy"), Feather.TARGET, this::debugCopy)
            .withCommand("mooring debug")
            .when(copyable);
    end = SessionAction.END.doing(() -> sessions().forEach(model.sessions()::end)).when(debugged);
    resume =
        SessionAction.RESUME
            .doing(() -> sessions().forEach(model.sessions()::resume))
            .when(debugged);
    clear =
        SessionAction.CLEAR
            .doing(() -> sessions().forEach(model.sessions()::clearAndResume))
            .when(debugged);
    forward = can.forward().running(() -> forward(navigation)).when(some);
    copyImage =
        of("copy-image", Messages.of("copy-image"), Feather.COPY, this::copyImages)
            .withKey(Reach.ROW, "Shortcut+C")
            .withCommand("mooring images")
            .when(some);
    copyName =
        of("copy-name", Messages.of("copy-name"), Feather.COPY, this::copyNames)
            .withKey(Reach.ROW, "Shortcut+Shift+C")
            .withCommand("mooring debug")
            .when(some);
    setImage =
        of("set-image", Messages.of("set-image"), Feather.REFRESH_CCW, () -> setImage(navigation))
            .withCommand("mooring set image")
            .when(one);
  }

  /// The newer image stands in the form where one is known.
  private void setImage(PodNavigation navigation) {
    Workload workload = chosen.get().getFirst();
    String newer = navigation.newerThan(workload.image()).value();
    SetImageCard.open(
        model, workload, newer == null || newer.isEmpty() ? workload.image() : newer, surface);
  }

  /// After another selection, verdict or session.
  ///
  /// @param verdict on the chosen workload; null where there is none
  void update(@Nullable Verdict verdict) {
    List<Workload> now = chosen.get();
    some.set(!now.isEmpty());
    one.set(now.size() == 1);
    boolean attaches = verdict != null && verdict.possible();
    boolean copies = attaches || (verdict != null && verdict.copyable());
    debuggable.set(now.size() == 1 && attaches);
    copyable.set(now.size() == 1 && copies);
    debugged.set(!sessions().isEmpty());
    can.update();
  }

  /// In the order in which the palette shows them.
  List<Action> all() {
    return List.of(
        debug,
        copy,
        end,
        resume,
        clear,
        forward,
        can.logs(),
        can.terminal(),
        can.showImage(),
        setImage,
        copyImage,
        copyName);
  }

  /// What the menu of a row offers.
  List<Action> ofRow() {
    return List.of(
        debug,
        forward,
        copy,
        can.logs(),
        can.terminal(),
        can.showImage(),
        setImage,
        copyImage,
        copyName,
        end);
  }

  Action debug() {
    return debug;
  }

  Action copy() {
    return copy;
  }

  Action setImage() {
    return setImage;
  }

  Action forward() {
    return forward;
  }

  /// Asks which container is meant, where nobody can tell.
  void attach(Target target) {
    attach(target, Mode.attach());
  }

  private void debugCopy() {
    attach(chosen.get().getFirst().target(), Mode.copy());
  }

  private void attach(Target target, Mode mode) {
    model
        .debugging()
        .attach(
            target,
            mode,
            candidates ->
                ContainerCard.open(
                    target.words(),
                    candidates,
                    surface,
                    container -> model.debugging().attach(target, mode, container)));
  }

  private @Nullable Chosen target() {
    List<Workload> now = chosen.get();
    return now.size() == 1 ? new Chosen(now.getFirst().target(), now.getFirst().images()) : null;
  }

  /// One is asked about in the form, several are forwarded at once.
  private void forward(PodNavigation navigation) {
    List<Target> targets = chosen.get().stream().map(Workload::target).toList();
    if (targets.size() == 1) {
      navigation.forward(targets.getFirst());
    } else {
      navigation.forward(targets);
    }
  }

  private void copyImages() {
    List<String> images =
        chosen.get().stream()
            .map(Workload::image)
            .filter(each -> !each.isEmpty())
            .distinct()
            .toList();
    surface.copy(String.join("\n", images), Messages.count("image-names", images.size()));
  }

  private void copyNames() {
    List<String> names = chosen.get().stream().map(Workload::reference).toList();
    surface.copy(String.join("\n", names), Messages.count("names", names.size()));
  }

  /// Those of the chosen workloads; where none is chosen, the only one.
  List<DebugSession> sessions() {
    List<DebugSession> all = model.sessions().live().get();
    List<DebugSession> theirs =
        all.stream()
            .filter(each -> chosen.get().stream().anyMatch(workload -> isOf(each, workload)))
            .toList();
    return theirs.isEmpty() && all.size() == 1 ? all : theirs;
  }

  private static boolean isOf(DebugSession session, Workload workload) {
    return session.verdict().namespace().equals(workload.namespace())
        && PodName.isOf(session.verdict().pod(), workload.name());
  }

  private static Action of(String id, String words, Feather icon, Runnable run) {
    return Action.of("debug." + id, words, icon, run);
  }
}
