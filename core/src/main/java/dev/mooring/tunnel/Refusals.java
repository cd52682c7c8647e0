package dev.mooring.tunnel;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.io.IOException;
import java.net.URI;
import javax.net.ssl.SSLException;

/// What a connection that could not be opened means, in the user's words.
final class Refusals {
  private Refusals() {}

  /// @param what "Cannot connect to pod shop/api"
  /// @param subresource "portforward" or "attach"
  static MooringException explain(
      String what,
      String namespace,
      String pod,
      String subresource,
      ApiEndpoint endpoint,
      IOException failure) {
    String server = address(endpoint.server());
    return switch (failure) {
      case RefusedException refused ->
          refused(what, namespace, pod, subresource, refused).raise(failure);
      case StreamException stream -> stream.problem().raise(failure);
      case SSLException tls ->
          new Problem(
                  what,
                  "the TLS connection to the API server " + server + " failed",
                  "Check certificate-authority, tls-server-name and the client certificate in the"
                      + " kubeconfig",
                  String.valueOf(tls.getMessage()))
              .raise(failure);
      default ->
          new Problem(
                  what,
                  "the API server " + server + " cannot be reached: " + failure.getMessage(),
                  "Check the network, a VPN, and kubectl get --raw /readyz",
                  failure.toString())
              .raise(failure);
    };
  }

  private static Problem refused(
      String what, String namespace, String pod, String subresource, RefusedException refused) {
    String detail = "status " + refused.status() + " " + refused.reason() + ": " + refused.text();
    return switch (refused.status()) {
      case 401 ->
          new Problem(
              what,
              "the API server does not accept the credentials of this context",
              "Log in again, then check kubectl auth whoami",
              detail);
      case 403 ->
          new Problem(
              what,
              "this user may not use pods/" + subresource + " in namespace " + namespace,
              "Ask for the right to create pods/"
                  + subresource
                  + " in "
                  + namespace
                  + " (before Kubernetes 1.35 also get); kubectl auth can-i create pods/"
                  + subresource
                  + " -n "
                  + namespace
                  + " shows it",
              detail);
      case 404 ->
          new Problem(
              what,
              "there is no pod " + pod + " in namespace " + namespace,
              "See kubectl get pods -n " + namespace,
              detail);
      default ->
          new Problem(
              what,
              refused.text().isEmpty()
                  ? "the API server refused with status " + refused.status()
                  : refused.text(),
              "Look at the pod with kubectl describe pod " + pod + " -n " + namespace,
              detail);
    };
  }

  static boolean isNobodyListening(String text) {
    return text.contains("connection refused");
  }

  /// What the kubelet says about a connection inside the pod.
  static StreamException stream(PodPort port, String text, boolean anyReceived) {
    boolean nobody = isNobodyListening(text);
    boolean never =
        !anyReceived
            && (nobody || text.contains("failed to dial") || text.contains("failed to find"));
    Problem problem =
        nobody
            ? new Problem(
                "Cannot connect to port " + port.port() + " of pod " + port.pod(),
                "nothing listens on port " + port.port() + " in the pod: connection refused",
                "Check the port, or wait until the application listens",
                text)
            : new Problem(
                "The connection to port " + port.port() + " of pod " + port.pod() + " failed",
                text.strip(),
                "Look at the pod with kubectl describe pod "
                    + port.pod()
                    + " -n "
                    + port.namespace(),
                text);
    return new StreamException(
        never ? StreamException.Kind.REFUSED : StreamException.Kind.RESET, problem);
  }

  static Problem lost(String pod, String why) {
    return new Problem(
        "The connection to pod " + pod + " through the API server was lost",
        why,
        "Try again; if it stays so, check that the API server can be reached");
  }

  private static String address(URI server) {
    return String.valueOf(server.getRawAuthority());
  }
}
