package dev.mooring.desktop.debug;

import dev.mooring.debug.DebugSession;
import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.desktop.pod.Chosen;
import dev.mooring.desktop.pod.PodActions;
import dev.mooring.desktop.pod.PodWays;
import dev.mooring.forward.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with workloads and sessions.
final class WorkloadActions {
  private final WorkloadsViewModel model;
  private final Surface surface;
  private final Supplier<@Nullable Workload> chosen;
  private final PodActions can;
  private final ReadOnlyBooleanWrapper one = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper debuggable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper debugged = new ReadOnlyBooleanWrapper();
  private final Action debug;
  private final Action end;
  private final Action resume;
  private final Action clear;
  private final Action copyImage;

  /// @param chosen the workload that is selected
  WorkloadActions(
      WorkloadsViewModel model,
      Surface surface,
      Supplier<@Nullable Workload> chosen,
      PodWays ways) {
    this.model = model;
    this.surface = surface;
    this.chosen = chosen;
    can = new PodActions("debug", ways, this::target);
    debug = can.debug().when(debuggable);
    end = SessionAction.END.doing(() -> session(model.sessions()::end)).when(debugged);
    resume = SessionAction.RESUME.doing(() -> session(model.sessions()::resume)).when(debugged);
    clear =
        SessionAction.CLEAR.doing(() -> session(model.sessions()::clearAndResume)).when(debugged);
    copyImage =
        of(
                "copy-image",
                Messages.of("copy-image"),
                Feather.COPY,
                () -> with(it -> surface.copy(it.image(), Messages.of("image-name"))))
            .withKey(Reach.ROW, "Shortcut+C")
            .withCommand("mooring images")
            .when(one);
  }

  /// After another selection, verdict or session.
  ///
  /// @param possible whether the chosen workload can be debugged
  void update(boolean possible) {
    Workload now = chosen.get();
    one.set(now != null);
    debuggable.set(now != null && possible);
    debugged.set(session().isPresent());
    can.update();
  }

  /// In the order in which the palette shows them.
  List<Action> all() {
    return List.of(
        debug,
        end,
        resume,
        clear,
        can.forward(),
        can.logs(),
        can.terminal(),
        can.showImage(),
        copyImage);
  }

  /// What the menu of a row offers.
  List<Action> ofRow() {
    return List.of(
        debug, can.forward(), can.logs(), can.terminal(), can.showImage(), copyImage);
  }

  Action debug() {
    return debug;
  }

  Action forward() {
    return can.forward();
  }

  /// Asks for a helper image before, where none is set.
  void attach(Target target) {
    if (model.sessions().helperImage().isBlank()) {
      HelperImageCard.open(
          surface,
          image -> {
            model.sessions().useHelperImage(image);
            model.attach(target);
          });
    } else {
      model.attach(target);
    }
  }

  private @Nullable Chosen target() {
    Workload now = chosen.get();
    return now == null ? null : new Chosen(now.target(), now.images());
  }

  private void with(Consumer<Workload> work) {
    Workload now = chosen.get();
    if (now != null) {
      work.accept(now);
    }
  }

  private void session(Consumer<DebugSession> work) {
    session().ifPresent(work);
  }

  /// That of the chosen workload, or the only one.
  private Optional<DebugSession> session() {
    List<DebugSession> all = model.sessions().all().get();
    Workload now = chosen.get();
    return all.stream()
        .filter(
            each ->
                now != null
                    && each.verdict().namespace().equals(now.namespace())
                    && each.verdict().pod().startsWith(now.name() + "-"))
        .findFirst()
        .or(() -> all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty());
  }

  private static Action of(String id, String words, Feather icon, Runnable run) {
    return Action.of("debug." + id, words, icon, run);
  }
}
