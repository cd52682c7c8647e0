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
    String what = Messages.of("no-mutual-tls-with", server);
    String detail = failure.getClass().getSimpleName() + ": " + failure.getMessage();
    boolean unvouched = false;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case SpiffeTrust.WrongPeerException wrong -> {
          return new Problem(
              Code.REGISTRY_WRONG_IDENTITY,
              what,
              Messages.of("another-workload-answered", wrong.found()),
              new Remedy.Advice(Messages.of("check-that-the-registrys-pod-runs")),
              detail);
        }
        case CertificateExpiredException expired -> {
          return clock(what, Messages.of("the-servers-certificate-has-expired"), detail);
        }
        case CertificateNotYetValidException early -> {
          return clock(what, Messages.of("the-servers-certificate-is-not-valid"), detail);
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
          Messages.of("the-certificate-is-not-from-this-mesh"),
          new Remedy.Advice(Messages.of("if-the-meshs-authority-was-changed")),
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
        new Remedy.Advice(Messages.of("check-this-computers-clock-else-restart")),
        detail);
  }

  private static Problem alert(String what, String message, Identity me, String detail) {
    String text = message.toLowerCase(Locale.ROOT);
    if (text.contains("certificate_required")) {
      return new Problem(
          Code.CERTIFICATE_REFUSED,
          what,
          Messages.of("the-sidecar-got-no-certificate-from"),
          new Remedy.Advice(Messages.of("reconnect-to-fetch-a-new-one")),
          detail);
    }
    if (text.contains("certificate_expired")) {
      return new Problem(
          Code.CERTIFICATE_REFUSED,
          what,
          Messages.of("the-sidecar-says-that-our-certificate", me.expires()),
          new Remedy.Advice(Messages.of("check-this-computers-clock-and-the")),
          detail);
    }
    if (text.contains("unknown_ca")
        || text.contains("bad_certificate")
        || text.contains("certificate_unknown")
        || text.contains("unsupported_certificate")) {
      return new Problem(
          Code.CERTIFICATE_REFUSED,
          what,
          Messages.of("the-sidecar-does-not-accept-the", me.principal()),
          new Remedy.Advice(Messages.of("check-that-the-registrys-pod-and")),
          detail);
    }
    if (text.contains("unrecognized ssl message")
        || text.contains("unsupported or unrecognized")
        || text.contains("not an ssl/tls record")) {
      return new Problem(
          Code.REGISTRY_UNGUARDED,
          what,
          Messages.of("the-peer-speaks-plain-text-no"),
          new Remedy.Advice(Messages.of("check-that-the-pod-has-an")),
          detail);
    }
    if (text.contains("handshake_failure") || text.contains("protocol_version")) {
      return new Problem(
          Code.CERTIFICATE_REFUSED,
          what,
          Messages.of("the-sidecar-and-this-computer-have"),
          new Remedy.Advice(Messages.of("look-for-a-compliance-policy-in")),
          detail);
    }
    return new Problem(
        Code.REGISTRY_UNREACHABLE,
        what,
        Messages.of("the-tls-handshake-failed"),
        new Remedy.Advice(Messages.of("check-the-log-of-the-pods")),
        detail);
  }

  private static Problem lost(String what, IOException failure, String detail) {
    if (failure instanceof EOFException) {
      return new Problem(
          Code.REGISTRY_UNREACHABLE,
          what,
          Messages.of("the-connection-was-closed-without-an"),
          new Remedy.Advice(Messages.of("check-the-registrys-pod-its-peerauthentication")),
          detail);
    }
    return new Problem(
        Code.REGISTRY_UNREACHABLE,
        what,
        Messages.of("the-connection-was-lost-during-the"),
        new Remedy.Advice(Messages.of("try-again-if-it-stays-check")),
        detail);
  }
}
