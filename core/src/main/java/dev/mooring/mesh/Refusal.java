package dev.mooring.mesh;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A sidecar's answer that policy does not allow a request.
///
/// @param principal who asked: "cluster.local/ns/dev-ana/sa/mooring"
/// @param method of HTTP: "POST"
/// @param path of the request: "/v2/ana/app/blobs/uploads/"
public record Refusal(String principal, String method, String path) {
  private static final int FORBIDDEN = 403;

  /// What Envoy's RBAC filter answers; a registry's own refusal is a JSON document.
  private static final String BY_POLICY = "RBAC: access denied";

  private static final Pattern PRINCIPAL = Pattern.compile("[^/]+/ns/([^/]+)/sa/([^/]+)");
  private static final Pattern REPOSITORY =
      Pattern.compile("/v2/(.+?)/(?:blobs|manifests|tags|referrers)(?:/.*)?");

  /// The refusal, where the answer is one.
  public static Optional<Refusal> of(
      int status, String body, String principal, String method, String path) {
    return status == FORBIDDEN && body.contains(BY_POLICY)
        ? Optional.of(new Refusal(principal, method.toUpperCase(Locale.ROOT), path))
        : Optional.empty();
  }

  /// Empty for requests that concern no repository, such as the catalog.
  public Optional<String> repository() {
    Matcher match = REPOSITORY.matcher(path);
    return match.matches() ? Optional.of(match.group(1)) : Optional.empty();
  }

  /// The refusal in the user's words, with the command that would allow it.
  public Problem problem() {
    String detail = Messages.of("403-for-as", BY_POLICY, method, path, principal);
    return repository()
        .map(name -> onRepository(name, detail))
        .orElseGet(
            () ->
                new Problem(
                    Code.NOT_ALLOWED,
                    Messages.of("cannot", principal, method, path),
                    Messages.of("no-authorizationpolicy-of-the-registry-allows"),
                    new Remedy.Advice(Messages.of("ask-its-administrator")),
                    detail));
  }

  private Problem onRepository(String repository, String detail) {
    if (reads()) {
      return new Problem(
          Code.NOT_ALLOWED,
          Messages.of("cannot-pull-from", principal, repository),
          Messages.of("the-registrys-policies-do-not-let"),
          new Remedy.Advice(Messages.of("ask-its-administrator-to-add-the-principal")),
          detail);
    }
    return new Problem(
        Code.NOT_A_WRITER,
        method.equals("DELETE")
            ? Messages.of("cannot-delete-from", principal, repository)
            : Messages.of("cannot-push-to", principal, repository),
        Messages.of("it-is-not-a-writer-of"),
        new Remedy.Command(
            Messages.of("whoever-can-change-the-registry-can"), allowing(repository)),
        detail);
  }

  private String allowing(String repository) {
    int slash = repository.indexOf('/');
    String repositories = slash < 0 ? repository : repository.substring(0, slash) + "/*";
    Matcher match = PRINCIPAL.matcher(principal);
    return match.matches()
        ? "mooring writer add %s --namespace %s --repositories '%s'"
            .formatted(match.group(2), match.group(1), repositories)
        : "mooring writer add NAME --namespace NAMESPACE --repositories '" + repositories + "'";
  }

  private boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }
}
