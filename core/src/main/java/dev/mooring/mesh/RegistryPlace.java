package dev.mooring.mesh;

/// Which registry, and as whom: one that Mooring installed, or one that the user added.
public sealed interface RegistryPlace permits RegistryPlace.InCluster, RegistryAddress {

  /// As messages call it: "the registry in namespace kube-registry".
  String words();

  /// One that runs in the cluster.
  sealed interface InCluster extends RegistryPlace
      permits RegistryLocation, RegistryDoor, PlainRegistry {

    String namespace();

    /// Its Deployment, and its pods' label `app`.
    String deployment();

    /// The port of its pod, of whatever guards it there.
    int port();

    @Override
    default String words() {
      return Messages.of("the-registry-in-namespace", namespace());
    }
  }
}
