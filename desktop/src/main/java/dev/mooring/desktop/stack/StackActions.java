package dev.mooring.desktop.stack;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.problem.Finding;
import dev.mooring.stack.Drift;
import dev.mooring.stack.Stack;
import dev.mooring.stack.StackStatus;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableBooleanValue;

/// What can be done with the registry.
final class StackActions {
  private final StackViewModel model;
  private final Surface surface;
  private final ReadOnlyBooleanWrapper installable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper overrulable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper present = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper filled = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper ruled = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper building = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper cache = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper withIngress = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper drifted = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper pending = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper connectable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();

  /// In the order in which the palette shows them, which is that of their names.
  private final Map<StackAction, Action> all = new EnumMap<>(StackAction.class);

  /// @param showChecks looks again, and shows the findings
  StackActions(
      StackViewModel model,
      StorageJobs storage,
      Surface surface,
      StackQuestions questions,
      Runnable showChecks) {
    this.model = model;
    this.surface = surface;
    AccessViewModel access = model.access();
    put(StackAction.INSTALL, model.jobs()::install, installable);
    put(StackAction.INSTALL_ANYWAY, questions::installAnyway, overrulable);
    put(StackAction.CONNECT, model.connection()::connect, connectable);
    put(StackAction.DISCONNECT, model.connection()::disconnect, connected);
    put(StackAction.COPY, this::copy, connected);
    put(StackAction.VERIFY, model.jobs()::verify, present);
    put(StackAction.CHECK, showChecks);
    put(StackAction.APPLY, questions::applyAgain, present);
    put(StackAction.DROP_CHANGES, model::dropChoice, pending);
    put(StackAction.CHANGES, questions::changes, drifted);
    put(StackAction.REPAIR, model.jobs()::repair, drifted);
    put(StackAction.OPTIONS, () -> OptionsCard.open(model, surface));
    put(StackAction.ADD_WRITER, () -> WriterCard.open(access.writers(), surface), ruled);
    put(StackAction.REHEARSE, () -> ChangeCard.open(access, Optional.empty(), surface), ruled);
    put(StackAction.ALLOW_BUILDER, () -> BuilderCard.open(access.builders(), surface), ruled);
    put(StackAction.UPSTREAM_LOGIN, questions::giveLogin, cache);
    put(StackAction.EGRESS, () -> EgressCard.open(model, surface), building);
    put(StackAction.INGRESS, () -> IngressCard.open(model, surface));
    put(StackAction.ALLOW_TOKEN, () -> TokenRuleCard.open(access.tokens(), surface), withIngress);
    put(
        StackAction.CONFIGURE_TOOL,
        () -> ToolCard.open(access.builders(), Optional.empty(), surface),
        filled);
    put(StackAction.FREE_SPACE, () -> FreeSpaceCard.open(storage, surface), filled);
    put(StackAction.BACK_UP, () -> BackupCard.save(storage, registry(), surface), present);
    put(StackAction.RESTORE, () -> BackupCard.restore(storage, registry(), surface), filled);
    put(StackAction.UNINSTALL, () -> questions.uninstall(Stack.DataFate.KEEP), present);
    put(StackAction.DELETE, () -> questions.uninstall(Stack.DataFate.DELETE), present);
  }

  private void put(StackAction which, Runnable run) {
    all.put(which, which.doing(run));
  }

  private void put(StackAction which, Runnable run, ObservableBooleanValue when) {
    all.put(which, which.doing(run).when(when));
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
    StackOptions options = status == null ? model.currentOptions() : status.options();
    filled.set(present.get() && !options.isCache());
    ruled.set(present.get() && AccessViewModel.hasRules(options));
    // A cache has no builders; one that was chosen with hosts has to get rid of them again.
    building.set(
        options.protection() == Protection.MESH && (!options.isCache() || options.hasEgress()));
    cache.set(present.get() && options.isCache());
    withIngress.set(present.get() && !options.additions().ingress().isNone());
    Drift drift = model.drift().value();
    drifted.set(present.get() && drift != null && drift.changed());
    pending.set(model.hasChoice() && !model.leaving());
    connectable.set(
        there && !model.leaving() && !live && !(state instanceof ConnectionState.Connecting));
    connected.set(live);
  }

  List<Action> all() {
    return List.copyOf(all.values());
  }

  Action of(StackAction which) {
    return Objects.requireNonNull(all.get(which), which.name());
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
