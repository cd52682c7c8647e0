package dev.mooring.stack;

/// What to install.
///
/// @param namespace the registry's
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

  public static StackOptions defaults() {
    return new StackOptions(
        "kube-registry", "mooring-node", DEFAULT_IMAGE, "30Gi", "", 5000, "mooring");
  }
}
