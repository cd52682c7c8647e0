package dev.mooring.stack;

import dev.mooring.identity.ServiceAccount;
import dev.mooring.mesh.RegistryLocation;

/// What to install.
///
/// @param namespace the registry's, also the stack's name
/// @param nodeNamespace the node gateway's
/// @param registryImage any reference that the nodes can pull or have
/// @param storageSize as a Kubernetes quantity
/// @param storageClass empty for the cluster's default
/// @param nodePort the port on each node's loopback
/// @param account the ServiceAccount that the installing user writes as, in the registry's
/// namespace
public record StackOptions(
    String namespace,
    String nodeNamespace,
    String registryImage,
    String storageSize,
    String storageClass,
    int nodePort,
    String account) {
  public static final String DEFAULT_IMAGE = "docker.io/library/registry:3.1.2";

  /// Where the registry's sidecar and the node gateways listen in their pods.
  static final int POD_PORT = 5000;

  /// @throws dev.mooring.problem.MooringException naming the option that cannot be used
  public StackOptions {
    Names.label("namespace", namespace);
    Names.label("node namespace", nodeNamespace);
    Names.label("account", account);
    Names.image(registryImage);
    Names.quantity(storageSize);
    if (!storageClass.isEmpty()) {
      Names.subdomain("storage class", storageClass);
    }
    if (nodePort < 1 || nodePort > 65535) {
      throw Names.refused("node port", Integer.toString(nodePort), "a port is 1 to 65535");
    }
    if (namespace.equals(nodeNamespace)) {
      throw Names.refused(
          "node namespace",
          nodeNamespace,
          "registry and node gateway need namespaces of their own");
    }
  }

  public static StackOptions defaults() {
    return new StackOptions(
        "kube-registry", "mooring-node", DEFAULT_IMAGE, "30Gi", "", 5000, "mooring");
  }

  public StackOptions withNamespace(String next) {
    return new StackOptions(
        next, nodeNamespace, registryImage, storageSize, storageClass, nodePort, account);
  }

  public StackOptions withRegistryImage(String next) {
    return new StackOptions(
        namespace, nodeNamespace, next, storageSize, storageClass, nodePort, account);
  }

  /// The registry that these options install, for the account that Install makes.
  public RegistryLocation location() {
    return location(new ServiceAccount(namespace, account));
  }

  /// The registry that these options install, for another identity.
  public RegistryLocation location(ServiceAccount as) {
    return new RegistryLocation(namespace, Rendering.REGISTRY, POD_PORT, as);
  }
}
