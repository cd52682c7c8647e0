package dev.mooring.cluster;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;

/// What a TLS handshake with the API server failed of.
final class FailedHandshake {
  private FailedHandshake() {}

  static Problem problem(String what, Context context, String where, Causes causes) {
    if (causes.has(CertificateExpiredException.class)) {
      return new Problem(
          Code.API_UNTRUSTED,
          what,
          Messages.of("the-certificate-of-the-api-server", where),
          new Remedy.Advice(Messages.of("renew-it-or-check-this-machines")));
    }
    if (causes.say("No subject alternative") || causes.say("No name matching")) {
      return new Problem(
          Code.API_UNTRUSTED,
          what,
          Messages.of("the-certificate-of-the-api-server-2", where),
          new Remedy.Advice(Messages.of("use-an-address-that-it-names")));
    }
    if (causes.has(CertPathValidatorException.class)
        || causes.has(CertificateException.class)
        || causes.say("PKIX")) {
      return new Problem(
          Code.API_UNTRUSTED,
          what,
          Messages.of("the-certificate-of-the-api-server-3", where),
          new Remedy.Advice(Messages.of("get-a-fresh-kubeconfig-the-cluster", context.cluster())));
    }
    if (causes.say("Received fatal alert")) {
      return new Problem(
          Code.CREDENTIALS_REFUSED,
          what,
          Messages.of("the-api-server-refused-this-clients", where),
          new Remedy.Advice(Messages.of("get-a-new-kubeconfig-or-log")));
    }
    return new Problem(
        Code.API_UNTRUSTED,
        what,
        Messages.of("tls-to-the-api-server-failed", where),
        new Remedy.Advice(Messages.of("check-scheme-host-and-port-of")));
  }
}
