package dev.mooring.tunnel;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.RoleYaml;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
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
                  Code.API_UNTRUSTED,
                  what,
                  "the TLS connection to the API server " + server + " failed",
                  new Remedy.Advice(
                      "Check certificate-authority, tls-server-name and the client certificate in the"
                          + " kubeconfig"),
                  String.valueOf(tls.getMessage()))
              .raise(failure);
      default ->
          new Problem(
                  Code.CLUSTER_UNREACHABLE,
                  what,
                  "the API server " + server + " cannot be reached: " + failure.getMessage(),
                  new Remedy.Command("Check the network or VPN", "kubectl get --raw /readyz"),
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
              Code.CREDENTIALS_REFUSED,
              what,
              "the API server does not accept the credentials of this context",
              new Remedy.Command("Log in again, then check", "kubectl auth whoami"),
              detail);
      case 403 ->
          new Problem(
              Code.MISSING_RIGHT,
              what,
              "you lack the right to get and create pods/" + subresource + " in " + namespace,
              new Remedy.Grant(
                  "Ask an administrator to grant these rights",
                  RoleYaml.granting(
                      "mooring-" + subresource,
                      List.of(
                          AccessRequest.to("get", Kind.POD, subresource, namespace),
                          AccessRequest.to("create", Kind.POD, subresource, namespace)))),
              detail);
      case 404 ->
          new Problem(
              Code.POD_GONE,
              what,
              "there is no pod " + pod + " in namespace " + namespace,
              new Remedy.Command("Look at the pods", "kubectl get pods -n " + namespace),
              detail);
      default ->
          new Problem(
              Code.POD_UNREACHABLE,
              what,
              refused.text().isEmpty()
                  ? "the API server refused with status " + refused.status()
                  : refused.text(),
              new Remedy.Command(
                  "Look at the pod", "kubectl describe pod " + pod + " -n " + namespace),
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
                Code.NOTHING_LISTENS,
                "Cannot connect to port " + port.port() + " of pod " + port.pod(),
                "nothing listens on port " + port.port() + " in the pod: connection refused",
                new Remedy.Wait("Check the port, or wait until the app listens", Duration.ZERO),
                text)
            : new Problem(
                Code.POD_UNREACHABLE,
                "The connection to port " + port.port() + " of pod " + port.pod() + " failed",
                text.strip(),
                new Remedy.Command(
                    "Look at the pod",
                    "kubectl describe pod " + port.pod() + " -n " + port.namespace()),
                text);
    return new StreamException(
        never ? StreamException.Kind.REFUSED : StreamException.Kind.RESET, problem);
  }

  static Problem lost(String pod, String why) {
    return new Problem(
        Code.CONNECTION_LOST,
        "The connection to pod " + pod + " through the API server was lost",
        why,
        new Remedy.Wait(
            "Try again; if it happens again, check that the API server can be reached",
            Duration.ZERO));
  }

  private static String address(URI server) {
    return String.valueOf(server.getRawAuthority());
  }
}
