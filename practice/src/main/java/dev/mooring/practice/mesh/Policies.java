package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import dev.mooring.practice.api.Resources;
import dev.mooring.practice.api.Selectors;
import dev.mooring.practice.api.Store;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/// Evaluates the AuthorizationPolicies that select a workload: deny first, then at least one allow
/// where there are any.
public final class Policies {
  private static final String ROOT_NAMESPACE = "istio-system";
  private final Store store;

  public Policies(Store store) {
    this.store = store;
  }

  /// @param principal without `spiffe://`
  public record Call(String principal, String method, String path, int port) {}

  public boolean allowed(String namespace, Map<String, String> labels, Call call) {
    boolean allows = false;
    boolean allowed = false;
    for (String from : List.of(namespace, ROOT_NAMESPACE)) {
      for (Document policy : store.list(Resources.AUTHORIZATION_POLICY, from)) {
        Document spec = policy.at("spec");
        if (!Selectors.matches(spec.at("selector"), labels)) {
          continue;
        }
        boolean matches = spec.at("rules").stream().anyMatch(rule -> rule(rule, call));
        switch (spec.at("action").text().orElse("ALLOW")) {
          case "DENY" -> {
            if (matches) {
              return false;
            }
          }
          case "ALLOW" -> {
            allows = true;
            allowed |= matches;
          }
          default -> {}
        }
      }
    }
    return !allows || allowed;
  }

  private static boolean rule(Document rule, Call call) {
    return any(rule.at("from"), each -> source(each.at("source"), call))
        && any(rule.at("to"), each -> operation(each.at("operation"), call))
        && rule.at("when").items().isEmpty();
  }

  private static boolean any(Document list, java.util.function.Predicate<Document> matches) {
    return list.items().isEmpty() || list.stream().anyMatch(matches);
  }

  private static boolean source(Document source, Call call) {
    String[] parts = call.principal().split("/", -1);
    String namespace = parts.length > 2 ? parts[2] : "";
    return in(source, "principals", call.principal(), Policies::pattern)
        && in(source, "namespaces", namespace, Policies::pattern);
  }

  private static boolean operation(Document operation, Call call) {
    return in(operation, "methods", call.method(), Policies::pattern)
        && in(operation, "paths", call.path(), Policies::pattern)
        && in(operation, "ports", Integer.toString(call.port()), Policies::pattern);
  }

  /// A list and its `not` twin.
  private static boolean in(
      Document where, String list, String value, BiPredicate<String, String> matches) {
    String not = "not" + Character.toUpperCase(list.charAt(0)) + list.substring(1);
    List<String> wanted = where.at(list).texts();
    return (wanted.isEmpty() || wanted.stream().anyMatch(each -> matches.test(each, value)))
        && where.at(not).texts().stream().noneMatch(each -> matches.test(each, value));
  }

  /// Exact, prefix `x*`, suffix `*x`, any `*`, or a path template with `{*}` and `{**}`.
  static boolean pattern(String pattern, String value) {
    if (pattern.equals("*")) {
      return !value.isEmpty();
    }
    if (pattern.contains("{*")) {
      return template(List.of(pattern.split("/", -1)), List.of(value.split("/", -1)));
    }
    if (pattern.endsWith("*")) {
      return value.startsWith(pattern.substring(0, pattern.length() - 1));
    }
    return pattern.startsWith("*") ? value.endsWith(pattern.substring(1)) : value.equals(pattern);
  }

  private static boolean template(List<String> pattern, List<String> value) {
    if (pattern.isEmpty()) {
      return value.isEmpty();
    }
    List<String> rest = pattern.subList(1, pattern.size());
    if (pattern.getFirst().equals("{**}")) {
      for (int skip = 0; skip <= value.size(); skip++) {
        if (template(rest, value.subList(skip, value.size()))) {
          return true;
        }
      }
      return false;
    }
    return !value.isEmpty()
        && (pattern.getFirst().equals("{*}") || pattern.getFirst().equals(value.getFirst()))
        && template(rest, value.subList(1, value.size()));
  }
}
