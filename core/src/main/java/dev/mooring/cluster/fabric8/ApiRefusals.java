package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Context;
import dev.mooring.cluster.RoleYaml;
import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// What a failed request to the API server means, in the user's words.
final class ApiRefusals {
  private static final int LONGEST_MESSAGE = 600;

  private ApiRefusals() {}

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
                  Messages.of("the-api-server-does-not-accept", context.user(), context.name()),
                  new Remedy.Advice(logIn));
          case 403 -> forbidden(what, call, context, said);
          case 404 ->
              new Problem(
                  Code.NOT_FOUND,
                  what,
                  said.isEmpty() || status.at("details", "name").isNothing()
                      ? Messages.of("the-cluster-does-not-serve", kind(call))
                      : said,
                  status.at("details", "kind").textOrEmpty().equals("namespaces")
                      ? new Remedy.Command(
                          Messages.of("create-the-namespace-first"),
                          "kubectl create namespace " + call.namespace())
                      : new Remedy.Command(
                          Messages.of("check-the-name-and-the-namespace"),
                          "kubectl get "
                              + call.kind().plural()
                              + (call.namespace().isEmpty() ? "" : " -n " + call.namespace())));
          case 405 ->
              new Problem(
                  Code.INVALID_OBJECT,
                  what,
                  Messages.of("the-cluster-does-not-allow-this", kind(call)),
                  new Remedy.Advice(Messages.of("check-the-objects-namespace-and-kind")));
          case 409 ->
              new Problem(
                  Code.CONFLICT,
                  what,
                  said.isEmpty() ? Messages.of("someone-else-changed-it-at-the") : said,
                  new Remedy.Wait(Messages.of("try-again"), Duration.ZERO));
          case 422, 400 ->
              new Problem(
                  Code.INVALID_OBJECT,
                  what,
                  Messages.of(
                      "the-api-server-finds-it-not", said.isEmpty() ? causes(status) : said),
                  new Remedy.Advice(Messages.of("correct-the-named-fields-then-try")));
          case 429, 503, 504 ->
              new Problem(
                  Code.API_BUSY,
                  what,
                  Messages.of("the-api-server-is-too-busy", code),
                  new Remedy.Wait(Messages.of("try-again-later"), Duration.ZERO));
          default ->
              code >= 500 && !said.isEmpty()
                  ? new Problem(
                      Code.API_FAILED,
                      what,
                      Messages.of("the-api-server-failed", said),
                      new Remedy.Advice(Messages.of("look-at-what-it-names-an")))
                  : new Problem(
                      Code.API_FAILED,
                      what,
                      Messages.of("the-api-server-answered-http", code),
                      new Remedy.Command(
                          Messages.of("check-that-is-a-kubernetes-api", context.server()),
                          "kubectl get --raw /readyz"));
        };
    return problem.withDetail(detail);
  }

  private static Problem forbidden(String what, Call call, Context context, String said) {
    if (said.contains("User \"system:anonymous\"")) {
      return new Problem(
          Code.CREDENTIALS_REFUSED,
          what,
          Messages.of("the-kubeconfig-gives-no-credentials-for", context.user(), context.name()),
          new Remedy.Advice(Messages.of("log-in-again-or-write-a")));
    }
    AccessRequest right = call.right();
    boolean lacking =
        said.contains("is forbidden: User") || said.contains("cannot " + right.verb());
    if (!lacking && !said.isEmpty()) {
      return new Problem(
          Code.DENIED_BY_POLICY,
          what,
          Messages.of("the-api-server-refused-it", said),
          new Remedy.Advice(Messages.of("change-what-it-names-or-ask")));
    }
    return new Problem(
        Code.MISSING_RIGHT,
        what,
        lacking
            ? Messages.of("the-user-lacks-the-right", context.user(), right.words())
            : Messages.of("the-api-server-refused-it", right.words()),
        new Remedy.Grant(
            Messages.of("ask-an-administrator-to-grant-this"),
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
    return list.isEmpty() ? Messages.of("it-gave-no-reason") : clip(list);
  }

  private static String clip(String text) {
    return Printable.cut(text, LONGEST_MESSAGE);
  }
}
