package dev.mooring.tunnel.cluster;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.RoleYaml;
import dev.mooring.cluster.Unreachable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;
import java.util.List;

/// What a connection that could not be opened means, in the user's words.
final class TunnelRefusals {
  private TunnelRefusals() {}

  /// @param what "Cannot connect to pod shop/api"
  /// @param subresource "portforward", "attach" or "exec"
  static MooringException explain(
      String what,
      String namespace,
      String pod,
      String subresource,
      ApiEndpoint endpoint,
      IOException failure) {
    return switch (failure) {
      case RefusedException refused ->
          refused(what, namespace, pod, subresource, refused).raise(failure);
      case StreamException stream -> stream.problem().raise(failure);
      default -> Unreachable.problem(what, endpoint, failure).raise(failure);
    };
  }

  private static Problem refused(
      String what, String namespace, String pod, String subresource, RefusedException refused) {
    String detail = Messages.of("status", refused.status(), refused.reason(), refused.text());
    return switch (refused.status()) {
      case 401 ->
          new Problem(
              Code.CREDENTIALS_REFUSED,
              what,
              Messages.of("the-api-server-does-not-accept"),
              new Remedy.Command(Messages.of("log-in-again-then-check"), "kubectl auth whoami"),
              detail);
      case 403 ->
          new Problem(
              Code.MISSING_RIGHT,
              what,
              missing(refused.text(), subresource, namespace),
              new Remedy.Grant(
                  Messages.of("ask-an-administrator-to-grant-these"),
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
              Messages.of("there-is-no-pod-in-namespace", pod, namespace),
              new Remedy.Command(
                  Messages.of("look-at-the-pods"), "kubectl get pods -n " + namespace),
              detail);
      default ->
          new Problem(
              Code.POD_UNREACHABLE,
              what,
              refused.text().isEmpty()
                  ? Messages.of("the-api-server-refused-with-status", refused.status())
                  : refused.text(),
              new Remedy.Command(
                  Messages.of("look-at-the-pod"),
                  "kubectl describe pod " + pod + " -n " + namespace),
              detail);
    };
  }

  /// The API server names the verb; what may not be granted alone is granted with the other, since
  /// versions differ in what they ask for.
  private static String missing(String text, String subresource, String namespace) {
    boolean get = text.contains("cannot get resource");
    boolean create = text.contains("cannot create resource");
    return get == create
        ? Messages.of("you-do-not-have-permission-to-get", subresource, namespace)
        : get
            ? Messages.of("you-do-not-have-permission-to-get-only", subresource, namespace)
            : Messages.of("you-do-not-have-permission-to-create", subresource, namespace);
  }
}
