package dev.mooring.practice.mesh;

import dev.mooring.document.Document;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/// Whether one rule of an AuthorizationPolicy matches a request.
final class Rules {
  private static final String HEADER = "request.headers[";

  private Rules() {}

  static boolean matches(Document rule, Call call) {
    return any(rule.at("from"), each -> source(each.at("source"), call))
        && any(rule.at("to"), each -> operation(each.at("operation"), call))
        && rule.at("when").stream().allMatch(each -> condition(each, call));
  }

  private static boolean any(Document list, Predicate<Document> matches) {
    return list.items().isEmpty() || list.stream().anyMatch(matches);
  }

  private static boolean source(Document source, Call call) {
    // Nobody here shows a token of an end user.
    return source.at("requestPrincipals").texts().isEmpty()
        && in(source, "principals", call.principal(), Patterns::text)
        && in(source, "namespaces", call.namespace(), Patterns::text)
        && in(source, "ipBlocks", call.source(), Patterns::address);
  }

  private static boolean operation(Document operation, Call call) {
    return in(operation, "hosts", call.host(), Rules::host)
        && in(operation, "methods", call.method(), Patterns::text)
        && in(operation, "paths", call.path(), Patterns::path)
        && in(operation, "ports", Integer.toString(call.port()), Patterns::text);
  }

  private static boolean host(String pattern, String host) {
    return Patterns.text(pattern.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT));
  }

  private static boolean condition(Document condition, Call call) {
    String key = condition.at("key").textOrEmpty();
    if (key.startsWith(HEADER) && key.endsWith("]")) {
      List<String> values =
          call.headers().getOrDefault(key.substring(HEADER.length(), key.length() - 1), List.of());
      return in(condition, "values", String.join(",", values), Patterns::text);
    }
    return switch (key) {
      case "source.principal" -> in(condition, "values", call.principal(), Patterns::text);
      case "source.namespace" -> in(condition, "values", call.namespace(), Patterns::text);
      case "source.ip" -> in(condition, "values", call.source(), Patterns::address);
      case "destination.port" ->
          in(condition, "values", Integer.toString(call.port()), Patterns::text);
      default -> false;
    };
  }

  /// A list and its `not` twin.
  private static boolean in(
      Document where, String list, String value, BiPredicate<String, String> matches) {
    String not = "not" + Character.toUpperCase(list.charAt(0)) + list.substring(1);
    List<String> wanted = where.at(list).texts();
    return (wanted.isEmpty() || wanted.stream().anyMatch(each -> matches.test(each, value)))
        && where.at(not).texts().stream().noneMatch(each -> matches.test(each, value));
  }
}
