package dev.mooring.mesh;

import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;

/// A registry in a cluster without a mesh, behind a proxy that takes TLS and tokens of Kubernetes,
/// and as whom.
///
/// @param namespace the registry's
/// @param deployment its Deployment and pod label `app`
/// @param port the port its proxy listens on in its pod
/// @param account whose token is shown to it
/// @param audience for whom that token is
public record RegistryDoor(
    String namespace, String deployment, int port, ServiceAccount account, String audience)
    implements RegistryPlace.InCluster {
  /// Of tokens for the default registry. Other registries add their name after a dot, so that none
  /// can use at another what it was shown.
  public static final String AUDIENCE = "mooring-registry";

  /// @throws dev.mooring.problem.MooringException when the token would be for somebody else than a
  /// registry, such as the API server
  public RegistryDoor {
    if (!audience.equals(AUDIENCE) && !audience.startsWith(AUDIENCE + ".")) {
      throw new Problem(
              Code.INVALID_VALUE,
              Messages.of("cannot-use-the-audience", audience),
              Messages.of("tokens-for-registries-have-an-audience", AUDIENCE),
              new Remedy.Advice(Messages.of("connect-to-it-again")))
          .raise();
    }
  }

  /// The name in its certificate.
  String host() {
    return deployment + "." + namespace + ".svc";
  }
}
