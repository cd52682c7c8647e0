package dev.mooring.forward.reach;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a pod's labels must be, as Kubernetes' `labels.Selector` reads it: every requirement holds.
///
/// @param requirements none selects everything
record LabelSelector(List<Requirement> requirements) {
  private static final String KEY = "([A-Za-z0-9._/-]+)";

  /// The clauses up to a comma outside parentheses.
  private static final Pattern CLAUSE = Pattern.compile("\\s*((?:[^,(]|\\([^)]*\\))+)\\s*(?:,|$)");

  private static final Pattern SET = Pattern.compile(KEY + "\\s+(in|notin)\\s*\\(([^()]*)\\)");
  private static final Pattern EQUAL = Pattern.compile(KEY + "\\s*(==|=|!=)\\s*([A-Za-z0-9._-]*)");
  private static final Pattern EXISTS = Pattern.compile("(!?)\\s*" + KEY);

  /// How a label's value is compared.
  enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST
  }

  /// @param values for [Operator#IN] and [Operator#NOT_IN]
  record Requirement(String key, Operator operator, List<String> values) {
    boolean holds(@Nullable String value) {
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
      };
    }
  }

  boolean selects(KubeObject object) {
    Map<String, String> labels = object.labels();
    return requirements.stream().allMatch(each -> each.holds(labels.get(each.key())));
  }

  /// One of kubectl's command line, such as "app=api,tier in (web, db),!canary"; empty where the
  /// text is none.
  static Optional<LabelSelector> parse(String text) {
    List<Requirement> requirements = new ArrayList<>();
    Matcher clauses = CLAUSE.matcher(text);
    int end = 0;
    while (end < text.length() && clauses.find(end) && clauses.start() == end) {
      Requirement next = requirement(clauses.group(1).strip());
      if (next == null) {
        return Optional.empty();
      }
      requirements.add(next);
      end = clauses.end();
    }
    return end == text.length() && !requirements.isEmpty() && !text.endsWith(",")
        ? Optional.of(new LabelSelector(List.copyOf(requirements)))
        : Optional.empty();
  }

  private static @Nullable Requirement requirement(String clause) {
    Matcher set = SET.matcher(clause);
    if (set.matches()) {
      List<String> values = Arrays.stream(set.group(3).split(",", -1)).map(String::strip).toList();
      Operator in = set.group(2).equals("in") ? Operator.IN : Operator.NOT_IN;
      return new Requirement(set.group(1), in, values);
    }
    Matcher equal = EQUAL.matcher(clause);
    if (equal.matches()) {
      Operator in = equal.group(2).equals("!=") ? Operator.NOT_IN : Operator.IN;
      return new Requirement(equal.group(1), in, List.of(equal.group(3)));
    }
    Matcher exists = EXISTS.matcher(clause);
    return exists.matches()
        ? new Requirement(
            exists.group(2),
            exists.group(1).isEmpty() ? Operator.EXISTS : Operator.DOES_NOT_EXIST,
            List.of())
        : null;
  }

  /// That of a Service, which is a map of labels, or of a workload, which has `matchLabels` and
  /// `matchExpressions`; empty where the owner has none, so that it selects nothing.
  static Optional<LabelSelector> of(KubeObject owner) {
    Document selector = owner.at("spec", "selector");
    Document labels = selector.at("matchLabels");
    List<Document> expressions = selector.at("matchExpressions").items();
    boolean plain = labels.isNothing() && expressions.isEmpty();
    List<Requirement> requirements = new ArrayList<>();
    (plain ? selector : labels)
        .strings()
        .forEach(
            (key, value) -> requirements.add(new Requirement(key, Operator.IN, List.of(value))));
    for (Document each : expressions) {
      requirements.add(
          new Requirement(
              each.at("key").textOrEmpty(),
              operator(each.at("operator").textOrEmpty()),
              each.at("values").texts()));
    }
    return requirements.isEmpty()
        ? Optional.empty()
        : Optional.of(new LabelSelector(List.copyOf(requirements)));
  }

  /// One that is not known selects nothing: `In` without values.
  private static Operator operator(String name) {
    return switch (name) {
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
      default -> Operator.IN;
    };
  }

  /// As on kubectl's command line.
  String words() {
    return String.join(",", requirements.stream().map(LabelSelector::words).toList());
  }

  private static String words(Requirement each) {
    String values = String.join(", ", each.values());
    return switch (each.operator()) {
      case IN ->
          each.values().size() == 1
              ? each.key() + "=" + values
              : each.key() + " in (" + values + ")";
      case NOT_IN ->
          each.values().size() == 1
              ? each.key() + "!=" + values
              : each.key() + " notin (" + values + ")";
      case EXISTS -> each.key();
      case DOES_NOT_EXIST -> "!" + each.key();
    };
  }
}
