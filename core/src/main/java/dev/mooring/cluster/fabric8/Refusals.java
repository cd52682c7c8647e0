package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Context;
import dev.mooring.document.Document;
import dev.mooring.problem.Problem;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
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
                  what,
                  "the API server does not accept the credentials of the user "
                      + context.user()
                      + " (context "
                      + context.name()
                      + "): they are missing, wrong or expired",
                  logIn);
          case 403 -> forbidden(what, call, context, said);
          case 404 ->
              new Problem(
                  what,
                  said.isEmpty() || status.at("details", "name").isNothing()
                      ? "the cluster does not serve " + kind(call)
                      : said,
                  status.at("details", "kind").textOrEmpty().equals("namespaces")
                      ? "Create the namespace first: `kubectl create namespace "
                          + call.namespace()
                          + "`"
                      : "Check the name and the namespace with `kubectl get "
                          + call.kind().plural()
                          + (call.namespace().isEmpty() ? "" : " -n " + call.namespace())
                          + "`");
          case 405 ->
              new Problem(
                  what,
                  "the cluster does not allow this for " + kind(call),
                  "Check the object's namespace and kind");
          case 409 ->
              new Problem(
                  what,
                  said.isEmpty() ? "someone else changed it at the same time" : said,
                  "Try again; if it stays, look with `kubectl describe`");
          case 422, 400 ->
              new Problem(
                  what,
                  "the API server finds it not valid: " + (said.isEmpty() ? causes(status) : said),
                  "Correct the named fields, then try again");
          case 429, 503, 504 ->
              new Problem(
                  what,
                  "the API server is too busy or not ready (HTTP " + code + ")",
                  "Try again later");
          default ->
              code >= 500 && !said.isEmpty()
                  ? new Problem(
                      what,
                      "the API server failed: " + said,
                      "Look at what it names; an admission webhook of the cluster may be down")
                  : new Problem(
                      what,
                      "the API server answered HTTP " + code,
                      "Check with `kubectl get --raw /readyz` that "
                          + context.server()
                          + " is a Kubernetes API server");
        };
    return problem.withDetail(detail);
  }

  private static Problem forbidden(String what, Call call, Context context, String said) {
    if (said.contains("User \"system:anonymous\"")) {
      return new Problem(
          what,
          "the kubeconfig gives no credentials for the user "
              + context.user()
              + " (context "
              + context.name()
              + "), so the API server takes you for anybody",
          "Log in again, or write a token or client certificate into the kubeconfig");
    }
    AccessRequest right = call.right();
    String resource = right.resource() + (right.group().isEmpty() ? "" : "." + right.group());
    return new Problem(
        what,
        said.contains("is forbidden: User") || said.contains("cannot " + right.verb())
            ? "the user " + context.user() + " lacks the right: " + right.words()
            : "the API server refused it: " + (said.isEmpty() ? right.words() : said),
        "Ask for that right; `kubectl auth can-i "
            + right.verb()
            + " "
            + resource
            + (right.namespace().isEmpty()
                ? call.kind().namespaced() ? " --all-namespaces" : ""
                : " -n " + right.namespace())
            + "` checks it");
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
          what,
          "the name of the API server " + where + " is not known here",
          "Check the network or VPN, and the server of the cluster in the kubeconfig");
    }
    if (find(failure, HttpTimeoutException.class) != null
        || find(failure, java.util.concurrent.TimeoutException.class) != null) {
      return new Problem(
          what,
          "the API server " + where + how + " did not answer in time",
          "Check the network or VPN; `kubectl get --raw /readyz --context "
              + context.name()
              + "` asks the same server");
    }
    if (find(failure, SSLException.class) != null) {
      return tls(what, context, where, failure);
    }
    if (find(failure, ConnectException.class) != null
        || find(failure, NoRouteToHostException.class) != null) {
      return new Problem(
          what,
          "nothing answers at the API server " + where + how + ": the connection was refused",
          "Start the cluster, or choose another one with --context");
    }
    return new Problem(
        what,
        "the connection to the API server " + where + how + " broke",
        "Try again; check the network or VPN if it stays",
        failure.getClass().getSimpleName() + ": " + clip(String.valueOf(failure.getMessage())));
  }

  private static Problem tls(String what, Context context, String where, Throwable failure) {
    String messages = messages(failure);
    String detail = clip(messages);
    if (find(failure, CertificateExpiredException.class) != null) {
      return new Problem(
              what,
              "the certificate of the API server " + where + " has expired",
              "Renew it, or check this machine's clock")
          .withDetail(detail);
    }
    if (messages.contains("No subject alternative") || messages.contains("No name matching")) {
      return new Problem(
              what,
              "the certificate of the API server " + where + " is for another name",
              "Use an address that it names, or set tls-server-name in the kubeconfig")
          .withDetail(detail);
    }
    if (find(failure, CertPathValidatorException.class) != null
        || find(failure, CertificateException.class) != null
        || messages.contains("PKIX")) {
      return new Problem(
              what,
              "the certificate of the API server "
                  + where
                  + " is not signed by the authority that the kubeconfig names",
              "Get a fresh kubeconfig: the cluster "
                  + context.cluster()
                  + " may have been made anew, or something between you and it reads along")
          .withDetail(detail);
    }
    if (messages.contains("Received fatal alert")) {
      return new Problem(
              what,
              "the API server " + where + " refused this client's certificate",
              "Get a new kubeconfig, or log in again")
          .withDetail(detail);
    }
    return new Problem(
            what,
            "TLS to the API server " + where + " failed; it may not speak TLS at all",
            "Check scheme, host and port of the server in the kubeconfig")
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
