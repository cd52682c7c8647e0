package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.Identities;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.Tunnels;

/// A writer's connection for the length of one use.
final class ProbeSession {
  private ProbeSession() {}

  interface Use {
    void with(ProbePush push) throws InterruptedException;
  }

  static void use(
      Cluster cluster, Tunnels tunnels, Identities identities, StackOptions options, Use use)
      throws InterruptedException {
    try (RegistryForward forward =
            new RegistryForward(cluster, tunnels, identities, options.location());
        ProbePush push = new ProbePush(forward.connect(0).listening().getFirst())) {
      use.with(push);
    }
  }
}
