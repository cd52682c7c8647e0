package dev.mooring.practice.api;

import dev.mooring.document.Document;
import dev.mooring.practice.http.Exchange;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Who asks, and what they may.
public final class Access {
  static final String ANONYMOUS = "system:anonymous";

  /// One refusal rule. A star matches everything; a resource is "pods", "deployments" or
  /// "pods/portforward".
  private record Denied(String verb, String resource, String namespace) {
    boolean covers(String verb, String resource, String namespace) {
      return one(this.verb, verb) && one(this.resource, resource) && one(this.namespace, namespace);
    }

    private static boolean one(String rule, String value) {
      return rule.equals("*") || rule.equals(value);
    }
  }

  private final Tokens tokens;
  private final List<Denied> denied = new CopyOnWriteArrayList<>();
  private volatile String userToken = newToken();

  public Access(Tokens tokens) {
    this.tokens = tokens;
  }

  private static String newToken() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  public String userToken() {
    return userToken;
  }

  /// From now on the token in the kubeconfig is refused.
  public void expire() {
    userToken = newToken();
  }

  public void deny(String verb, String resource, String namespace) {
    denied.add(new Denied(verb, resource, namespace));
  }

  public void allowEverything() {
    denied.clear();
  }

  /// @return the user's name
  String user(Exchange exchange) {
    String header = exchange.header("Authorization");
    if (header.isEmpty()) {
      return ANONYMOUS;
    }
    if (header.startsWith("Bearer ")) {
      String token = header.substring("Bearer ".length());
      if (token.equals(userToken)) {
        return "practice";
      }
      return tokens
          .check(token, Tokens.API)
          .map(Tokens.Holder::user)
          .orElseThrow(ApiFailure::unauthorized);
    }
    throw ApiFailure.unauthorized();
  }

  boolean allowed(String user, String verb, String resource, String namespace) {
    return !user.equals(ANONYMOUS)
        && denied.stream().noneMatch(each -> each.covers(verb, resource, namespace));
  }

  void check(String user, String verb, Target target) {
    Resource resource = target.resource();
    String namespace = target.namespace();
    String full = resource.plural() + (target.sub().isEmpty() ? "" : "/" + target.sub());
    if (!allowed(user, verb, full, namespace)) {
      String where =
          namespace.isEmpty() ? "at the cluster scope" : "in the namespace \"" + namespace + "\"";
      throw ApiFailure.forbidden(
          resource,
          target.name(),
          "User \"%s\" cannot %s resource \"%s\" in API group \"%s\" %s"
              .formatted(user, verb, full, resource.group(), where));
    }
  }

  /// Answers a SelfSubjectAccessReview.
  Document review(String user, Document review) {
    Document asked = review.at("spec", "resourceAttributes");
    String sub = asked.at("subresource").textOrEmpty();
    String resource = asked.at("resource").textOrEmpty() + (sub.isEmpty() ? "" : "/" + sub);
    boolean may =
        allowed(
            user, asked.at("verb").textOrEmpty(), resource, asked.at("namespace").textOrEmpty());
    return review
        .with("SelfSubjectAccessReview", "kind")
        .with("authorization.k8s.io/v1", "apiVersion")
        .with(may, "status", "allowed")
        .with(may ? "RBAC: allowed by the practice cluster" : "", "status", "reason");
  }
}
