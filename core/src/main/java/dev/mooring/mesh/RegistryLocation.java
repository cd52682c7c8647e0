package dev.mooring.mesh;

import dev.mooring.identity.ServiceAccount;

/// Which registry, and as whom.
///
/// @param namespace the registry's
/// @param deployment its Deployment and pod label `app`
/// @param port the port its sidecar listens on
/// @param account whose certificate is shown to it
public record RegistryLocation(
    String namespace, String deployment, int port, ServiceAccount account) {}
