package dev.mooring.mesh;

import dev.mooring.identity.Identity;
import dev.mooring.mesh.RegistryPods.RegistryPod;
import java.net.URI;

/// One connection to a registry pod's sidecar that has shaken hands.
///
/// @param server whom we met
/// @param me whose certificate was shown
record Upstream(TlsStream tls, RegistryPod pod, URI server, Identity me) implements AutoCloseable {
  @Override
  public void close() {
    tls.close();
  }
}
