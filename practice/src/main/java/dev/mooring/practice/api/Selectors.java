package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Label and field selectors.
public final class Selectors {
  private static final Pattern SET =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");

  private Selectors() {}

  /// A selector as in a query: `a=b,c!=d,e,!f,g in (h,i)`.
  static Predicate<Document> labels(String text) {
    Predicate<Document> all = _ -> true;
    for (String part : text.split(",(?![^(]*\\))", -1)) {
      if (!part.isBlank()) {
        Predicate<Map<String, String>> one = label(part.strip());
        all = all.and(object -> one.test(Meta.labels(object)));
      }
    }
    return all;
  }

  private static Predicate<Map<String, String>> label(String part) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      List<String> values = Arrays.stream(set.group(3).split(",", -1)).map(String::strip).toList();
      boolean in = set.group(2).equals("in");
      return labels -> values.contains(labels.getOrDefault(set.group(1), "\0")) == in;
    }
    if (part.startsWith("!")) {
      return labels -> !labels.containsKey(part.substring(1).strip());
    }
    String[] pair = part.split("!=|==|=", 2);
    String key = pair[0].strip();
    if (pair.length == 1) {
      if (key.contains(" ")) {
        throw ApiFailure.badRequest("unable to parse requirement: " + part);
      }
      return labels -> labels.containsKey(key);
    }
    String value = pair[1].strip();
    return part.contains("!=")
        ? labels -> !value.equals(labels.get(key))
        : labels -> value.equals(labels.get(key));
  }

  static Predicate<Document> fields(String text) {
    Predicate<Document> all = _ -> true;
    for (String part : text.split(",", -1)) {
      if (part.isBlank()) {
        continue;
      }
      String[] pair = part.split("!=|==|=", 2);
      if (pair.length != 2) {
        throw ApiFailure.badRequest("invalid field selector: " + part);
      }
      String[] path = pair[0].strip().split("\\.", -1);
      String value = pair[1].strip();
      boolean equal = !part.contains("!=");
      all = all.and(object -> object.at(path).textOrEmpty().equals(value) == equal);
    }
    return all;
  }

  /// `matchLabels` and `matchExpressions` of an object.
  public static boolean matches(Document selector, Map<String, String> labels) {
    return selector.at("matchLabels").strings().entrySet().stream()
            .allMatch(each -> each.getValue().equals(labels.get(each.getKey())))
        && selector.at("matchExpressions").stream().allMatch(each -> expression(each, labels));
  }

  private static boolean expression(Document expression, Map<String, String> labels) {
    String key = expression.at("key").textOrEmpty();
    String value = labels.get(key);
    List<String> values = expression.at("values").texts();
    return switch (expression.at("operator").textOrEmpty()) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
