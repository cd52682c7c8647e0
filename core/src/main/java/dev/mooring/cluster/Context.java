package dev.mooring.cluster;

/// A context of the kubeconfig.
///
/// @param name as in the kubeconfig
/// @param server the API server's address
/// @param namespace the context's default namespace
/// @param current whether kubectl would use it now
public record Context(
    String name, String cluster, String user, String server, String namespace, boolean current) {}
