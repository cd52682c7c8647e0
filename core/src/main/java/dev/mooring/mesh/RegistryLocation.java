package dev.mooring.mesh;

import dev.mooring.identity.ServiceAccount;

/// A registry in the mesh, and as whom.
///
/// @param namespace the registry's
/// @param deployment its Deployment, pod label `app` and ServiceAccount
/// @param port the port its sidecar listens on
/// @param account whose certificate is shown to it
/// @param entranceNamespace where its laptops' entrance stands
public record RegistryLocation(
    String namespace, String deployment, int port, ServiceAccount account, String entranceNamespace)
    implements RegistryPlace.InCluster {

  /// With the entrance where Mooring puts it unless told otherwise.
  public RegistryLocation(String namespace, String deployment, int port, ServiceAccount account) {
    this(namespace, deployment, port, account, Entrance.NAMESPACE);
  }

  /// What the entrance knows it by: the TLS server name of a connection that is passed through.
  String serverName() {
    return namespace + ".registry.mooring.internal";
  }
}
