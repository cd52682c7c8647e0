package dev.mooring.mesh;

import dev.mooring.identity.Identity;
import dev.mooring.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;

/// What a failed handshake means.
final class HandshakeRefusal {
  private HandshakeRefusal() {}

  /// @param server whom we expected
  static Problem explain(IOException failure, Identity me, URI server) {
    String what = "No mutual TLS with " + server;
    String detail = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    boolean unvouched = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case SpiffeTrust.WrongPeerException wrong -> {
          return new Problem(
              what,
              "another workload answered: " + wrong.found(),
              "Check that the registry's pod runs under the service account it is expected to",
              detail);
        }
        case CertificateExpiredException expired -> {
          return clock(what, "the server's certificate has expired", detail);
        }
        case CertificateNotYetValidException early -> {
          return clock(what, "the server's certificate is not valid yet", detail);
        }
        case CertPathValidatorException path -> unvouched = true;
        case CertPathBuilderException path -> unvouched = true;
        default -> {
          // The cause may be further down.
        }
      }
    }
    if (unvouched) {
      return new Problem(
          what,
          "the mesh's roots do not vouch for the server's certificate",
          "If the mesh's authority was changed, restart the registry's pod and reconnect",
          detail);
    }
    return failure instanceof SSLException
        ? alert(what, String.valueOf(failure.getMessage()), me, detail)
        : lost(what, failure, detail);
  }

  private static Problem clock(String what, String why, String detail) {
    return new Problem(
        what, why, "Check this computer's clock; else restart the registry's pod", detail);
  }

  private static Problem alert(String what, String message, Identity me, String detail) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("certificate_required")) {
      return new Problem(
          what, "the sidecar got no certificate from us", "Reconnect to fetch a new one", detail);
    }
    if (text.contains("certificate_expired")) {
      return new Problem(
          what,
          "the sidecar says that our certificate, valid until " + me.expires() + ", has expired",
          "Check this computer's clock and the cluster's",
          detail);
    }
    if (text.contains("unknown_ca")
        || text.contains("bad_certificate")
        || text.contains("certificate_unknown")
        || text.contains("unsupported_certificate")) {
      return new Problem(
          what,
          "the sidecar does not accept the certificate of " + me.principal(),
          "Check that the registry's pod and istiod use the same root; restart the pod if the"
              + " authority was changed",
          detail);
    }
    if (text.contains("unrecognized ssl message")
        || text.contains("unsupported or unrecognized")
        || text.contains("not an ssl/tls record")) {
      return new Problem(
          what,
          "the peer speaks plain text: no sidecar guards this port",
          "Check that the pod has an istio-proxy container and that the registry's Sidecar object"
              + " is there",
          detail);
    }
    if (text.contains("handshake_failure") || text.contains("protocol_version")) {
      return new Problem(
          what,
          "the sidecar and this computer have no TLS version or cipher in common",
          "Look for a compliance policy in the mesh (COMPLIANCE_POLICY of istiod)",
          detail);
    }
    return new Problem(
        what, "the TLS handshake failed", "Look at the log of the pod's istio-proxy", detail);
  }

  private static Problem lost(String what, IOException failure, String detail) {
    if (failure instanceof EOFException) {
      return new Problem(
          what,
          "the sidecar closed the connection: none of its filter chains takes our TLS, or it is"
              + " stopping",
          "Check the PeerAuthentication of the registry and that its Sidecar's port is named http-",
          detail);
    }
    return new Problem(
        what,
        "the connection was lost during the handshake",
        "Try again; if it stays, look at the registry's pod",
        detail);
  }
}
