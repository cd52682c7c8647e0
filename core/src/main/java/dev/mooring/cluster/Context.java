package dev.mooring.cluster;

/// A context of the kubeconfig, which may be broken: the names of its cluster and user need not
/// exist.
///
/// @param name as in the kubeconfig
/// @param cluster name of its cluster
/// @param user name of its user
/// @param server the API server's address as it is written; empty where there is none
/// @param namespace the context's own; "default" where it has none
/// @param current whether kubectl would use it now
public record Context(
    String name, String cluster, String user, String server, String namespace, boolean current) {}
