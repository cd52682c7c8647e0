package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.identity.istiod.ControlPlane;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.Protection;

/// What a cluster offers to protect a registry with.
final class SuitableProtection {
  private static final String MESH_KINDS = "security.istio.io";

  private final Cluster cluster;

  SuitableProtection(Cluster cluster) {
    this.cluster = cluster;
  }

  /// The mesh where it injects sidecars; else Kubernetes' own tokens. An ambient mesh judges
  /// nothing above bytes at its nodes, and its rules would have to be kept elsewhere. Never plain.
  ///
  /// Who may not look is taken to have the mesh where the server has its kinds.
  Protection find() throws InterruptedException {
    try {
      boolean sidecars = ControlPlane.of(cluster, cluster.list(Kind.WEBHOOK, null, "")).injects();
      return sidecars && Ambient.find(cluster).isEmpty() ? Protection.MESH : Protection.TOKENS;
    } catch (MooringException e) {
      if (e.problem().code() == Code.MISSING_RIGHT) {
        return cluster.serves(MESH_KINDS) ? Protection.MESH : Protection.TOKENS;
      }
      throw e;
    }
  }
}
