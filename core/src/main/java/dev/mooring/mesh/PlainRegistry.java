package dev.mooring.mesh;

/// A registry in a cluster that nothing guards: whoever reaches its port pulls and pushes.
///
/// @param namespace the registry's
/// @param deployment its Deployment and pod label `app`
/// @param port the port it listens on in its pod
public record PlainRegistry(String namespace, String deployment, int port)
    implements RegistryPlace.InCluster {}
