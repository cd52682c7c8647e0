package dev.mooring.desktop.stack;

import dev.mooring.desktop.action.Action;
import dev.mooring.desktop.fx.Surface;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.stack.Stack;
import dev.mooring.stack.StackStatus;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.kordamp.ikonli.feather.Feather;

/// What can be done with the registry.
final class StackActions {
  private final StackViewModel model;
  private final Surface surface;
  private final ReadOnlyBooleanWrapper installable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper present = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper connectable = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper connected = new ReadOnlyBooleanWrapper();
  private final Action install;
  private final Action connect;
  private final Action disconnect;
  private final Action copy;
  private final Action verify;
  private final Action check;
  private final Action apply;
  private final Action options;
  private final Action addWriter;
  private final Action uninstall;
  private final Action delete;

  /// @param showChecks looks again, and shows the findings
  StackActions(
      StackViewModel model, Surface surface, StackQuestions questions, Runnable showChecks) {
    this.model = model;
    this.surface = surface;
    install =
        of("install", Messages.of("install"), Feather.DOWNLOAD, model.jobs()::install)
            .withCommand("mooring install")
            .when(installable);
    connect =
        of("connect", Messages.of("connect"), Feather.LINK, model.connection()::connect)
            .withCommand("mooring connect")
            .when(connectable);
    // The command line disconnects with Ctrl-C.
    disconnect =
        of("disconnect", Messages.of("disconnect"), Feather.X, model.connection()::disconnect)
            .withCommand("mooring connect")
            .when(connected);
    copy =
        of("copy", Messages.of("copy-registry-address"), Feather.COPY, this::copy)
            .withCommand("mooring connect")
            .when(connected);
    verify =
        of("verify", Messages.of("verify-now"), Feather.SHIELD, model.jobs()::verify)
            .withCommand("mooring verify")
            .when(present);
    check =
        of("check", Messages.of("check-the-cluster"), Feather.CHECK_SQUARE, showChecks)
            .withCommand("mooring doctor");
    apply =
        of("apply", Messages.of("apply-again"), Feather.ROTATE_CW, questions::applyAgain)
            .withCommand("mooring install")
            .when(present);
    options =
        of(
                "options",
                Messages.of("options"),
                Feather.SLIDERS,
                () -> OptionsCard.open(model, surface))
            .withCommand("mooring install");
    addWriter =
        of(
                "add-writer",
                Messages.of("add-writer"),
                Feather.USER_PLUS,
                () -> WriterCard.open(model.writers(), surface))
            .withCommand("mooring writer add")
            .when(present);
    uninstall =
        of(
                "uninstall",
                Messages.of("uninstall-keep-the-images"),
                Feather.TRASH,
                () -> questions.uninstall(Stack.DataFate.KEEP))
            .withCommand("mooring uninstall")
            .when(present);
    delete =
        of(
                "delete",
                Messages.of("uninstall-and-delete-all-images"),
                Feather.TRASH_2,
                () -> questions.uninstall(Stack.DataFate.DELETE))
            .withCommand("mooring uninstall")
            .when(present);
  }

  /// @param ready whether nothing stands in the way of an install
  void update(boolean ready) {
    StackStatus status = model.status().value();
    boolean working = model.working();
    ConnectionState state = model.connection().state().get();
    boolean live =
        state instanceof ConnectionState.Connected || state instanceof ConnectionState.Degraded;
    boolean there = status != null && status.installed();
    installable.set(status != null && !there && !working && ready);
    present.set(there && !working);
    connectable.set(there && !live && !(state instanceof ConnectionState.Connecting));
    connected.set(live);
  }

  /// In the order in which the palette shows them.
  List<Action> all() {
    return List.of(
        install,
        connect,
        disconnect,
        copy,
        verify,
        check,
        apply,
        options,
        addWriter,
        uninstall,
        delete);
  }

  Action install() {
    return install;
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

  Action options() {
    return options;
  }

  Action addWriter() {
    return addWriter;
  }

  Action uninstall() {
    return uninstall;
  }

  Action delete() {
    return delete;
  }

  private void copy() {
    if (model.connection().state().get() instanceof ConnectionState.Connected now) {
      surface.copy(Connections.address(now), Messages.of("registry-address"));
    }
  }

  private static Action of(String id, String words, Feather icon, Runnable run) {
    return Action.of("registry." + id, words, icon, run);
  }
}
