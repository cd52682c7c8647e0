package dev.mooring.desktop.app;

import dev.mooring.cluster.Kubeconfig;

/// The product's own composition, for tests outside this package.
public final class TestWorkspaces {
  private TestWorkspaces() {}

  public static Workspaces over(Kubeconfig kubeconfig) {
    return new Workspaces(kubeconfig, Composition::over);
  }
}
