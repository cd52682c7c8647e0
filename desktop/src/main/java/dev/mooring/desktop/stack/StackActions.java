package dev.mooring.desktop.stack;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.problem.Finding;
import dev.mooring.stack.Drift;
import dev.mooring.stack.Stack;
import dev.mooring.stack.StackStatus;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/// What can be done with the registry.
final class StackActions {
  private final StackViewModel model;
  private final Surface surface;
  private final ReadOnlyBooleanWrapper installable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper overrulable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper present = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper withIngress = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper drifted = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper connectable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
  private final Action install;
  private final Action installAnyway;
  private final Action connect;
  private final Action disconnect;
  private final Action copy;
  private final Action verify;
  private final Action check;
  private final Action apply;
  private final Action changes;
  private final Action repair;
  private final Action options;
  private final Action addWriter;
  private final Action allowBuilder;
  private final Action configureTool;
  private final Action ingress;
  private final Action allowToken;
  private final Action freeSpace;
  private final Action backUp;
  private final Action restore;
  private final Action uninstall;
  private final Action delete;

  /// @param showChecks looks again, and shows the findings
  StackActions(
      StackViewModel model,
      StorageJobs storage,
      Surface surface,
      StackQuestions questions,
      Runnable showChecks) {
    this.model = model;
    this.surface = surface;
    install = StackAction.INSTALL.doing(model.jobs()::install).when(installable);
    installAnyway = StackAction.INSTALL_ANYWAY.doing(questions::installAnyway).when(overrulable);
    connect = StackAction.CONNECT.doing(model.connection()::connect).when(connectable);
    disconnect = StackAction.DISCONNECT.doing(model.connection()::disconnect).when(connected);
    copy = StackAction.COPY.doing(this::copy).when(connected);
    verify = StackAction.VERIFY.doing(model.jobs()::verify).when(present);
    check = StackAction.CHECK.doing(showChecks);
    apply = StackAction.APPLY.doing(questions::applyAgain).when(present);
    changes = StackAction.CHANGES.doing(questions::changes).when(drifted);
    repair = StackAction.REPAIR.doing(model.jobs()::repair).when(drifted);
    options = StackAction.OPTIONS.doing(() -> OptionsCard.open(model, surface));
    addWriter =
        StackAction.ADD_WRITER.doing(() -> WriterCard.open(model.writers(), surface)).when(present);
    allowBuilder =
        StackAction.ALLOW_BUILDER
            .doing(() -> BuilderCard.open(model.builders(), surface))
            .when(present);
    ingress = StackAction.INGRESS.doing(() -> IngressCard.open(model, surface));
    allowToken =
        StackAction.ALLOW_TOKEN
            .doing(() -> TokenRuleCard.open(model.tokens(), surface))
            .when(withIngress);
    configureTool =
        StackAction.CONFIGURE_TOOL
            .doing(() -> ToolCard.open(model.builders(), Optional.empty(), surface))
            .when(present);
    freeSpace =
        StackAction.FREE_SPACE.doing(() -> FreeSpaceCard.open(storage, surface)).when(present);
    backUp =
        StackAction.BACK_UP
            .doing(() -> BackupCard.save(storage, registry(), surface))
            .when(present);
    restore =
        StackAction.RESTORE
            .doing(() -> BackupCard.restore(storage, registry(), surface))
            .when(present);
    uninstall =
        StackAction.UNINSTALL.doing(() -> questions.uninstall(Stack.DataFate.KEEP)).when(present);
    delete =
        StackAction.DELETE.doing(() -> questions.uninstall(Stack.DataFate.DELETE)).when(present);
  }

  /// @param blockers what stands in the way of an install; nothing while that is not known
  void update(Optional<List<Finding>> blockers) {
    StackStatus status = model.status().value();
    boolean working = model.working();
    ConnectionState state = model.connection().state().get();
    boolean live =
        state instanceof ConnectionState.Connected || state instanceof ConnectionState.Degraded;
    boolean there = status != null && status.installed();
    boolean absent = status != null && !there && !working;
    installable.set(absent && blockers.filter(List::isEmpty).isPresent());
    overrulable.set(
        absent
            && blockers
                .filter(all -> !all.isEmpty() && all.stream().allMatch(Stack::canOverrule))
                .isPresent());
    present.set(there && !working);
    withIngress.set(
        status != null
            && status.installed()
            && !working
            && !status.options().additions().ingress().isNone());
    Drift drift = model.drift().value();
    drifted.set(there && !working && drift != null && drift.changed());
    connectable.set(there && !live && !(state instanceof ConnectionState.Connecting));
    connected.set(live);
  }

  /// In the order in which the palette shows them.
  List<Action> all() {
    return List.of(
        install,
        installAnyway,
        connect,
        disconnect,
        copy,
        verify,
        check,
        apply,
        changes,
        repair,
        options,
        addWriter,
        allowBuilder,
        ingress,
        allowToken,
        configureTool,
        freeSpace,
        backUp,
        restore,
        uninstall,
        delete);
  }

  Action install() {
    return install;
  }

  Action installAnyway() {
    return installAnyway;
  }

  Action connect() {
    return connect;
  }

  Action disconnect() {
    return disconnect;
  }

  Action verify() {
    return verify;
  }

  Action check() {
    return check;
  }

  Action apply() {
    return apply;
  }

  Action changes() {
    return changes;
  }

  Action repair() {
    return repair;
  }

  Action options() {
    return options;
  }

  Action addWriter() {
    return addWriter;
  }

  Action allowBuilder() {
    return allowBuilder;
  }

  Action ingress() {
    return ingress;
  }

  Action allowToken() {
    return allowToken;
  }

  Action configureTool() {
    return configureTool;
  }

  Action freeSpace() {
    return freeSpace;
  }

  Action backUp() {
    return backUp;
  }

  Action restore() {
    return restore;
  }

  Action uninstall() {
    return uninstall;
  }

  Action delete() {
    return delete;
  }

  private String registry() {
    return model.options().get().registry();
  }

  private void copy() {
    if (model.connection().state().get() instanceof ConnectionState.Connected now) {
      surface.copy(Connections.address(now), Messages.of("registry-address"));
    }
  }
}
