package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.RoleYaml;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What a failed request to the API server means, in the user's words.
final class Refusals {
  private static final int LONGEST_MESSAGE = 600;

  private Refusals() {}

  /// @param status the answer's `Status` object, or nothing where it was something else
  static Problem status(
      String what, Call call, Context context, int code, Document status, String logIn) {
    String said = clip(status.at("message").textOrEmpty());
    String detail = "HTTP " + code + (said.isEmpty() ? "" : ": " + said);
    Problem problem =
        switch (code) {
          case 401 ->
              new Problem(
                  Code.CREDENTIALS_REFUSED,
                  what,
                  "the API server does not accept the credentials of the user "
                      + context.user()
                      + " (context "
                      + context.name()
                      + "): they are missing, wrong or expired",
                  new Remedy.Advice(logIn));
          case 403 -> forbidden(what, call, context, said);
          case 404 ->
              new Problem(
                  Code.NOT_FOUND,
                  what,
                  said.isEmpty() || status.at("details", "name").isNothing()
                      ? "the cluster does not serve " + kind(call)
                      : said,
                  status.at("details", "kind").textOrEmpty().equals("namespaces")
                      ? new Remedy.Command(
                          "Create the namespace first",
                          "kubectl create namespace " + call.namespace())
                      : new Remedy.Command(
                          "Check the name and the namespace",
                          "kubectl get "
                              + call.kind().plural()
                              + (call.namespace().isEmpty() ? "" : " -n " + call.namespace())));
          case 405 ->
              new Problem(
                  Code.INVALID_OBJECT,
                  what,
                  "the cluster does not allow this for " + kind(call),
                  new Remedy.Advice("Check the object's namespace and kind"));
          case 409 ->
              new Problem(
                  Code.CONFLICT,
                  what,
                  said.isEmpty() ? "someone else changed it at the same time" : said,
                  new Remedy.Wait("Try again", Duration.ZERO));
          case 422, 400 ->
              new Problem(
                  Code.INVALID_OBJECT,
                  what,
                  "the API server finds it not valid: " + (said.isEmpty() ? causes(status) : said),
                  new Remedy.Advice("Correct the named fields, then try again"));
          case 429, 503, 504 ->
              new Problem(
                  Code.API_BUSY,
                  what,
                  "the API server is too busy or not ready (HTTP " + code + ")",
                  new Remedy.Wait("Try again later", Duration.ZERO));
          default ->
              code >= 500 && !said.isEmpty()
                  ? new Problem(
                      Code.API_FAILED,
                      what,
                      "the API server failed: " + said,
                      new Remedy.Advice(
                          "Look at what it names; an admission webhook of the cluster may be down"))
                  : new Problem(
                      Code.API_FAILED,
                      what,
                      "the API server answered HTTP " + code,
                      new Remedy.Command(
                          "Check that " + context.server() + " is a Kubernetes API server",
                          "kubectl get --raw /readyz"));
        };
    return problem.withDetail(detail);
  }

  private static Problem forbidden(String what, Call call, Context context, String said) {
    if (said.contains("User \"system:anonymous\"")) {
      return new Problem(
          Code.CREDENTIALS_REFUSED,
          what,
          "the kubeconfig gives no credentials for the user "
              + context.user()
              + " (context "
              + context.name()
              + "), so the API server treats you as anonymous",
          new Remedy.Advice(
              "Log in again, or write a token or client certificate into the kubeconfig"));
    }
    AccessRequest right = call.right();
    boolean lacking =
        said.contains("is forbidden: User") || said.contains("cannot " + right.verb());
    if (!lacking && !said.isEmpty()) {
      return new Problem(
          Code.DENIED_BY_POLICY,
          what,
          "the API server refused it: " + said,
          new Remedy.Advice("Change what it names, or ask whoever sets the cluster's policies"));
    }
    return new Problem(
        Code.MISSING_RIGHT,
        what,
        lacking
            ? "the user " + context.user() + " lacks the right: " + right.words()
            : "the API server refused it: " + right.words(),
        new Remedy.Grant(
            "Ask an administrator to grant this right",
            RoleYaml.granting("mooring-" + right.verb(), List.of(right))));
  }

  private static String kind(Call call) {
    return call.kind().kind() + " (" + call.kind().apiVersion() + ")";
  }

  private static String causes(Document status) {
    String list =
        status.at("details", "causes").items().stream()
            .limit(5)
            .map(c -> c.at("field").textOrEmpty() + " " + c.at("message").textOrEmpty())
            .collect(Collectors.joining("; "));
    return list.isEmpty() ? "it gave no reason" : clip(list);
  }

  /// A request that got no answer.
  static Problem unreachable(
      String what, Context context, URI server, Throwable failure, boolean proxied) {
    String where = server.getScheme() + "://" + server.getRawAuthority();
    String how = proxied ? " through the proxy" : "";
    if (find(failure, UnresolvedAddressException.class) != null
        || find(failure, UnknownHostException.class) != null) {
      return new Problem(
          Code.CLUSTER_UNREACHABLE,
          what,
          "the host name of the API server " + where + " cannot be resolved",
          new Remedy.Advice(
              "Check the network or VPN, and the server of the cluster in the kubeconfig"));
    }
    if (find(failure, HttpTimeoutException.class) != null
        || find(failure, java.util.concurrent.TimeoutException.class) != null) {
      return new Problem(
          Code.CLUSTER_UNREACHABLE,
          what,
          "the API server " + where + how + " did not answer in time",
          new Remedy.Command(
              "Check the network or VPN", "kubectl get --raw /readyz --context " + context.name()));
    }
    if (find(failure, SSLException.class) != null) {
      return tls(what, context, where, failure);
    }
    if (find(failure, ConnectException.class) != null
        || find(failure, NoRouteToHostException.class) != null) {
      return new Problem(
          Code.CLUSTER_UNREACHABLE,
          what,
          "nothing answers at the API server " + where + how + ": the connection was refused",
          new Remedy.Advice("Start the cluster, or choose another context"));
    }
    return new Problem(
        Code.CONNECTION_LOST,
        what,
        "the connection to the API server " + where + how + " broke",
        new Remedy.Wait("Try again; if it happens again, check the network or VPN", Duration.ZERO),
        failure.getClass().getSimpleName() + ": " + clip(String.valueOf(failure.getMessage())));
  }

  private static Problem tls(String what, Context context, String where, Throwable failure) {
    String messages = messages(failure);
    String detail = clip(messages);
    if (find(failure, CertificateExpiredException.class) != null) {
      return new Problem(
              Code.API_UNTRUSTED,
              what,
              "the certificate of the API server " + where + " has expired",
              new Remedy.Advice("Renew it, or check this machine's clock"))
          .withDetail(detail);
    }
    if (messages.contains("No subject alternative") || messages.contains("No name matching")) {
      return new Problem(
              Code.API_UNTRUSTED,
              what,
              "the certificate of the API server " + where + " is for another name",
              new Remedy.Advice(
                  "Use an address that it names, or set tls-server-name in the kubeconfig"))
          .withDetail(detail);
    }
    if (find(failure, CertPathValidatorException.class) != null
        || find(failure, CertificateException.class) != null
        || messages.contains("PKIX")) {
      return new Problem(
              Code.API_UNTRUSTED,
              what,
              "the certificate of the API server "
                  + where
                  + " is not signed by the authority that the kubeconfig names",
              new Remedy.Advice(
                  "Get a fresh kubeconfig: the cluster "
                      + context.cluster()
                      + " may have been recreated, or something intercepts the connection"))
          .withDetail(detail);
    }
    if (messages.contains("Received fatal alert")) {
      return new Problem(
              Code.CREDENTIALS_REFUSED,
              what,
              "the API server " + where + " refused this client's certificate",
              new Remedy.Advice("Get a new kubeconfig, or log in again"))
          .withDetail(detail);
    }
    return new Problem(
            Code.API_UNTRUSTED,
            what,
            "TLS to the API server " + where + " failed; it may not speak TLS at all",
            new Remedy.Advice("Check scheme, host and port of the server in the kubeconfig"))
        .withDetail(detail);
  }

  private static String messages(Throwable failure) {
    StringBuilder messages = new StringBuilder();
    Throwable each = failure;
    for (int depth = 0; each != null && depth < 10; depth++) {
      messages.append(each.getMessage()).append('\n');
      each = each.getCause();
    }
    return messages.toString();
  }

  private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
    Throwable each = failure;
    for (int depth = 0; each != null && depth < 10; depth++) {
      if (type.isInstance(each)) {
        return type.cast(each);
      }
      each = each.getCause();
    }
    return null;
  }

  static String clip(String text) {
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + " ...";
  }

  /// The kinds of failures after which the same request may be sent once more at once.
  static boolean brokenMidway(Throwable failure) {
    return List.of(ConnectException.class, HttpTimeoutException.class, SSLException.class).stream()
        .allMatch(type -> find(failure, type) == null);
  }
}
