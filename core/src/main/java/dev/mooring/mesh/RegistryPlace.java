package dev.mooring.mesh;

/// Which registry, and as whom: one that Mooring installed, or one that the user added.
public sealed interface RegistryPlace permits RegistryLocation, RegistryAddress {

  /// As messages call it: "the registry in namespace kube-registry".
  String words();
}
