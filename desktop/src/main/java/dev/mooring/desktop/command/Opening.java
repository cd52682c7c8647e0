package dev.mooring.desktop.command;

import dev.mooring.cluster.Kubeconfig;
import dev.mooring.desktop.app.Workspace;
import dev.mooring.desktop.app.Workspaces;
import dev.mooring.forward.KeptForwards;
import dev.mooring.problem.Problem;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What commands work with: the kubeconfig's workspaces, the settings, and where to print.
///
/// @param file opened when a command asks
record Opening(
    Kubeconfig kubeconfig, Workspaces workspaces, Supplier<SettingsFile> file, Output output) {

  /// @param context null for the current one
  Workspace open(@Nullable String context) {
    if (!kubeconfig.exists()) {
      throw new Problem(
              "There is no kubeconfig",
              "nothing is at " + kubeconfig.source(),
              "Log in to a cluster, set KUBECONFIG, or try it all without one: mooring practice")
          .raise();
    }
    return workspaces.open(context);
  }

  /// The forwards that the user keeps for a context.
  KeptForwards kept(Workspace workspace) {
    return new KeptForwards(workspace.context().name(), workspace.forwards(), file.get());
  }

  Supplier<Settings> settings() {
    return () -> file.get().settings().get();
  }

  /// @throws dev.mooring.problem.MooringException when the change could not be saved
  void change(UnaryOperator<Settings> change) {
    SettingsFile settings = file.get();
    settings.update(change);
    settings.awaitWritten();
    settings
        .trouble()
        .ifPresent(
            problem -> {
              throw problem.raise();
            });
  }
}
