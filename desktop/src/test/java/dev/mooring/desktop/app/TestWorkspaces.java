package dev.mooring.desktop.app;

import dev.mooring.cluster.Kubeconfig;
import dev.mooring.desktop.workspace.Composition;
import dev.mooring.desktop.workspace.Workspace;
import dev.mooring.desktop.workspace.Workspaces;
import dev.mooring.registry.Registry;
import java.net.URI;
import java.nio.file.Path;
import java.util.function.Function;

/// The product's own composition, for tests outside this package.
public final class TestWorkspaces {
  private static final Path STATE =
      Path.of("target", "test-state", Long.toString(ProcessHandle.current().pid()));

  private TestWorkspaces() {}

  public static Workspaces over(Kubeconfig kubeconfig) {
    return over(kubeconfig, STATE);
  }

  /// @param state where what outlives a run is kept
  public static Workspaces over(Kubeconfig kubeconfig, Path state) {
    return new Workspaces(kubeconfig, cluster -> new Workspace(Composition.parts(cluster, state)));
  }

  /// The same with another client at the connected port.
  public static Workspaces over(Kubeconfig kubeconfig, Function<URI, Registry> registries) {
    return new Workspaces(
        kubeconfig,
        cluster -> {
          Workspace.Parts own = Composition.parts(cluster, STATE);
          return new Workspace(
              new Workspace.Parts(
                  own.cluster(),
                  own.tunnels(),
                  own.forwards(),
                  own.identities(),
                  own.mesh(),
                  own.stack(),
                  own.debugger(),
                  (address, namespace, host) -> registries.apply(address),
                  own.layers()));
        });
  }
}
