package dev.mooring.desktop.forward;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.ForwardStatus;
import dev.mooring.problem.Code;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with the whole list, and to get more into it.
final class ForwardListActions {
  private final ForwardsViewModel model;
  private final ListedForwards listed;
  private final ReadOnlyBooleanWrapper idle = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper started = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper any = new ReadOnlyBooleanWrapper();
  private final Action make;
  private final Action startAll;
  private final Action stopAll;
  private final Action restartAll;
  private final Action importFile;
  private final Action exportFile;
  private final Action find;

  /// @param form opens the form of a new forward
  /// @param filter goes to where the list is filtered
  ForwardListActions(
      ForwardsViewModel model,
      ListedForwards listed,
      SelectedForwards selected,
      Surface surface,
      Runnable form,
      Runnable filter) {
    this.model = model;
    this.listed = listed;
    make = ForwardAction.NEW.doing(form).withKey(Reach.WINDOW, "Shortcut+N");
    startAll = ForwardAction.START_ALL.doing(() -> all(ForwardJobs::startAll)).when(idle);
    stopAll = ForwardAction.STOP_ALL.doing(() -> all(ForwardJobs::stopAll)).when(started);
    restartAll = ForwardAction.RESTART_ALL.doing(() -> all(ForwardJobs::restartAll)).when(started);
    importFile = ForwardAction.IMPORT.doing(() -> ImportCard.open(model.files(), surface));
    exportFile = ForwardAction.EXPORT.doing(selected::export).when(any);
    find =
        Action.of("window.filter-forwards", Messages.of("filter-forwards"), Feather.FILTER, filter)
            .withKey(Reach.PLACE, "Shortcut+F")
            .when(any);
  }

  private void all(BiConsumer<ForwardJobs, List<ForwardStatus>> command) {
    ContextForward.byContext(listed.all())
        .forEach((of, forwards) -> command.accept(of.jobs(model), forwards));
  }

  /// Starts those of this context whose local port another program has, each on a free one; nothing
  /// where there are none. Asked when a job fails, which the list shows a moment later.
  Optional<Surface.Way> freePort() {
    List<ForwardSpec> blocked =
        model.jobs().all().stream()
            .filter(ForwardListActions::portIsTaken)
            .map(ForwardStatus::spec)
            .map(spec -> spec.withLocal(spec.local().withPort(0)))
            .toList();
    return blocked.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Surface.Way(Messages.of("use-a-free-port"), () -> model.jobs().start(blocked)));
  }

  /// Lets laptops reach the services of those that failed because they can't, and starts them;
  /// nothing where there are none. Asked as [#freePort].
  Optional<Surface.Way> allow() {
    List<ForwardSpec> hidden =
        model.jobs().all().stream()
            .filter(ForwardListActions::isNotOffered)
            .map(ForwardStatus::spec)
            .toList();
    return hidden.isEmpty()
        ? Optional.empty()
        : Optional.of(new Surface.Way(Messages.of("allow-for-laptops"), () -> model.allow(hidden)));
  }

  private static boolean isNotOffered(ForwardStatus forward) {
    return forward.state() instanceof ForwardStatus.State.Failed failed
        && failed.problem().code() == Code.SERVICE_NOT_OFFERED;
  }

  private static boolean portIsTaken(ForwardStatus forward) {
    return forward.state() instanceof ForwardStatus.State.Failed failed
        && failed.problem().code() == Code.PORT_TAKEN;
  }

  /// After a forward has changed.
  void update() {
    List<ForwardStatus> all = listed.all().stream().map(ContextForward::status).toList();
    any.set(!all.isEmpty());
    idle.set(all.stream().anyMatch(each -> !ForwardJobs.runs(each)));
    started.set(all.stream().anyMatch(ForwardJobs::isStarted));
  }

  List<Action> ofAll() {
    return List.of(startAll, stopAll, restartAll);
  }

  List<Action> ofFiles() {
    return List.of(importFile, exportFile);
  }

  Action make() {
    return make;
  }

  Action importFile() {
    return importFile;
  }

  Action find() {
    return find;
  }
}
