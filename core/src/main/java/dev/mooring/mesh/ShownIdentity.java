package dev.mooring.mesh;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// As whom a registry knows us, and by what.
///
/// @param principal as the registry's rules name it: "cluster.local/ns/kube-registry/sa/lab-admin"
/// by a certificate, "kube-registry/lab-admin" by a token; empty where nothing is shown
/// @param until when what is shown ends; it is renewed before. Null where nothing is shown
public record ShownIdentity(By by, String principal, @Nullable Instant until) {

  /// What is shown.
  public enum By {
    /// One of the mesh, in a TLS handshake.
    CERTIFICATE,
    /// One of Kubernetes, with each request.
    TOKEN,
    NOTHING,
    /// Nothing, and what passes is not encrypted in the cluster.
    PLAIN
  }

  static ShownIdentity nobody() {
    return new ShownIdentity(By.NOTHING, "", null);
  }
}
