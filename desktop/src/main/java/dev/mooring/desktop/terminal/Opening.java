package dev.mooring.desktop.terminal;

import dev.mooring.cluster.Kubeconfig;
import dev.mooring.desktop.control.ControlSocket;
import dev.mooring.desktop.control.ForwardControl;
import dev.mooring.desktop.control.ForwardKey;
import dev.mooring.desktop.control.Moorings;
import dev.mooring.desktop.control.SocketDirectory;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.forward.running.ContextForwards;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.settings.Settings;
import dev.mooring.settings.SettingsFile;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What commands work with: the kubeconfig's workspaces, the settings, and where to print.
///
/// @param file opened when a command asks
/// @param sockets where it meets other Moorings
/// @param id this process
/// @param names of registries, for shells
record Opening(
    Kubeconfig kubeconfig,
    Workspaces workspaces,
    Supplier<SettingsFile> file,
    SocketDirectory sockets,
    long id,
    RegistryNames names,
    Output output) {

  Opening {
    file = told(file, output);
  }

  /// What of the settings cannot be used is told once; the command goes on with the default.
  private static Supplier<SettingsFile> told(Supplier<SettingsFile> file, Output output) {
    AtomicBoolean told = new AtomicBoolean();
    return () -> {
      SettingsFile settings = file.get();
      if (!told.getAndSet(true)) {
        settings.trouble().ifPresent(output::problem);
      }
      return settings;
    };
  }

  /// @param context null for the current one
  Workspace open(@Nullable String context) {
    if (!kubeconfig.exists()) {
      throw new Problem(
              Code.KUBECONFIG_MISSING,
              Messages.of("there-is-no-kubeconfig"),
              Messages.of("nothing-is-at", kubeconfig.source()),
              new Remedy.Command(Messages.of("log-in-to-a-cluster-set"), "mooring practice"))
          .raise();
    }
    return workspaces.open(context);
  }

  /// The forwards that the user keeps for a context.
  ContextForwards kept(Workspace workspace) {
    return new ContextForwards(workspace.context().name(), workspace.forwards(), file.get());
  }

  /// The Moorings that run.
  Moorings moorings() {
    return new Moorings(sockets);
  }

  /// The forwards that the user keeps, as they are now.
  ForwardListing forwards() throws InterruptedException {
    return ForwardListing.of(moorings().look(), ContextForwards.saved(settings().get()));
  }

  /// Takes a forward from the list while no window has it.
  void forget(ForwardKey key) {
    SettingsFile settings = file.get();
    ContextForwards.forget(settings, key.context(), key.name());
    saved(settings);
  }

  /// Lets others ask about this command's forwards. Where that cannot be, they work all the same.
  Subscription reachable() {
    try {
      ControlSocket socket =
          ControlSocket.listen(sockets, id, ForwardControl.ofCommand(id, workspaces));
      return socket::close;
    } catch (MooringException e) {
      output.note(e.problem().what() + ": " + e.problem().why());
      return () -> {};
    }
  }

  Supplier<Settings> settings() {
    return () -> file.get().settings().get();
  }

  /// @throws dev.mooring.problem.MooringException when the change could not be saved
  void change(UnaryOperator<Settings> change) {
    SettingsFile settings = file.get();
    settings.update(change);
    saved(settings);
  }

  private static void saved(SettingsFile settings) {
    settings.awaitWritten();
    settings
        .trouble()
        .filter(problem -> problem.code() == Code.SETTINGS_NOT_SAVED)
        .ifPresent(
            problem -> {
              throw problem.raise();
            });
  }
}
