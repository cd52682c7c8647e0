package dev.mooring.mesh;

import dev.mooring.identity.Identity;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.StreamException;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import javax.net.ssl.SSLException;

/// What a failed handshake means.
final class HandshakeRefusal {
  private HandshakeRefusal() {}

  /// Failures that another attempt does not change.
  private static final Set<Code> ABOUT_TRUST =
      EnumSet.of(
          Code.CERTIFICATE_REFUSED,
          Code.REGISTRY_UNGUARDED,
          Code.REGISTRY_UNTRUSTED,
          Code.REGISTRY_WRONG_IDENTITY);

  /// The failure as those above take it: what no other attempt changes says so by its cause.
  static MooringException raise(IOException failure, Identity me, URI server) {
    Problem problem = explain(failure, me, server);
    return ABOUT_TRUST.contains(problem.code())
        ? problem.raise(new StreamException(StreamException.Kind.UNTRUSTED, problem, failure))
        : problem.raise(failure);
  }

  /// The failure of a stream that had shaken hands.
  static StreamException asStreamException(IOException failure, Identity me, URI server) {
    Problem problem = explain(failure, me, server);
    StreamException.Kind kind =
        ABOUT_TRUST.contains(problem.code())
            ? StreamException.Kind.UNTRUSTED
            : StreamException.Kind.RESET;
    return new StreamException(kind, problem, failure);
  }

  /// @param server whom we expected
  static Problem explain(IOException failure, Identity me, URI server) {
    String what = "No mutual TLS with " + server;
    String detail = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    boolean unvouched = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case SpiffeTrust.WrongPeerException wrong -> {
          return new Problem(
              Code.REGISTRY_WRONG_IDENTITY,
              what,
              "another workload answered: " + wrong.found(),
              new Remedy.Advice(
                  "Check that the registry's pod runs under the service account it is expected to"),
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
          Code.REGISTRY_UNTRUSTED,
          what,
          "the mesh's roots do not vouch for the server's certificate",
          new Remedy.Advice(
              "If the mesh's authority was changed, restart the registry's pod and reconnect"),
          detail);
    }
    return failure instanceof SSLException
        ? alert(what, String.valueOf(failure.getMessage()), me, detail)
        : lost(what, failure, detail);
  }

  private static Problem clock(String what, String why, String detail) {
    return new Problem(
        Code.REGISTRY_UNTRUSTED,
        what,
        why,
        new Remedy.Advice("Check this computer's clock; else restart the registry's pod"),
        detail);
  }

  private static Problem alert(String what, String message, Identity me, String detail) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("certificate_required")) {
      return new Problem(
          Code.CERTIFICATE_REFUSED,
          what,
          "the sidecar got no certificate from us",
          new Remedy.Advice("Reconnect to fetch a new one"),
          detail);
    }
    if (text.contains("certificate_expired")) {
      return new Problem(
          Code.CERTIFICATE_REFUSED,
          what,
          "the sidecar says that our certificate, valid until " + me.expires() + ", has expired",
          new Remedy.Advice("Check this computer's clock and the cluster's"),
          detail);
    }
    if (text.contains("unknown_ca")
        || text.contains("bad_certificate")
        || text.contains("certificate_unknown")
        || text.contains("unsupported_certificate")) {
      return new Problem(
          Code.CERTIFICATE_REFUSED,
          what,
          "the sidecar does not accept the certificate of " + me.principal(),
          new Remedy.Advice(
              "Check that the registry's pod and istiod use the same root; restart the pod if the"
                  + " authority was changed"),
          detail);
    }
    if (text.contains("unrecognized ssl message")
        || text.contains("unsupported or unrecognized")
        || text.contains("not an ssl/tls record")) {
      return new Problem(
          Code.REGISTRY_UNGUARDED,
          what,
          "the peer speaks plain text: no sidecar guards this port",
          new Remedy.Advice(
              "Check that the pod has an istio-proxy container and that the registry's Sidecar"
                  + " object is there"),
          detail);
    }
    if (text.contains("handshake_failure") || text.contains("protocol_version")) {
      return new Problem(
          Code.CERTIFICATE_REFUSED,
          what,
          "the sidecar and this computer have no TLS version or cipher in common",
          new Remedy.Advice(
              "Look for a compliance policy in the mesh (COMPLIANCE_POLICY of istiod)"),
          detail);
    }
    return new Problem(
        Code.REGISTRY_UNREACHABLE,
        what,
        "the TLS handshake failed",
        new Remedy.Advice("Check the log of the pod's istio-proxy"),
        detail);
  }

  private static Problem lost(String what, IOException failure, String detail) {
    if (failure instanceof EOFException) {
      return new Problem(
          Code.REGISTRY_UNREACHABLE,
          what,
          "the connection was closed without an answer: the registry's sidecar is stopping or not"
              + " there, or none of its filter chains takes our TLS",
          new Remedy.Advice(
              "Check the registry's pod, its PeerAuthentication, and that its Sidecar's port is"
                  + " named http-"),
          detail);
    }
    return new Problem(
        Code.REGISTRY_UNREACHABLE,
        what,
        "the connection was lost during the handshake",
        new Remedy.Advice("Try again; if it stays, check the registry's pod"),
        detail);
  }
}
