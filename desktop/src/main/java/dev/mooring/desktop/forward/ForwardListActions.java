package dev.mooring.desktop.forward;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.action.Action.Reach;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.forward.ForwardStatus;
import java.util.List;
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
    make =
        ForwardActions.of("new", Messages.of("new-forward"), Feather.PLUS, form)
            .withKey(Reach.WINDOW, "Shortcut+N")
            .withCommand("mooring forward");
    startAll =
        ForwardActions.of(
                "start-all",
                Messages.of("start-all"),
                Feather.PLAY,
                () -> all(ForwardJobs::startAll))
            .withCommand("mooring forward start")
            .when(idle);
    stopAll =
        ForwardActions.of(
                "stop-all",
                Messages.of("stop-all"),
                Feather.SQUARE,
                () -> all(ForwardJobs::stopAll))
            .withCommand("mooring forward stop")
            .when(started);
    restartAll =
        ForwardActions.of(
                "restart-all",
                Messages.of("restart-all"),
                Feather.ROTATE_CW,
                () -> all(ForwardJobs::restartAll))
            .withCommand("mooring forward restart")
            .when(started);
    importFile =
        ForwardActions.of(
                "import",
                Messages.of("import"),
                Feather.UPLOAD,
                () -> ImportCard.open(model.files(), surface))
            .withCommand("mooring forward import");
    exportFile =
        ForwardActions.of("export", Messages.of("export"), Feather.DOWNLOAD, selected::export)
            .withCommand("mooring forward export")
            .when(any);
    find =
        Action.of(
                "window.filter-forwards",
                Messages.of("filter-forwards"),
                Feather.FILTER,
                filter)
            .withKey(Reach.PLACE, "Shortcut+F")
            .when(any);
  }

  private void all(BiConsumer<ForwardJobs, List<ForwardStatus>> command) {
    ContextForward.byContext(listed.all())
        .forEach((of, forwards) -> command.accept(of.jobs(model), forwards));
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
