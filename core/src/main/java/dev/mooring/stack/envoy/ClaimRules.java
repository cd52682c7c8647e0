package dev.mooring.stack.envoy;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.stack.options.TokenRule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the claims of a token open at the ingress: nothing that no rule says. The rules are the
/// truth; nothing else is stored.
public final class ClaimRules {
  /// As the ingress's filter asks for it.
  static final String NAME = "claims";

  private static final String RULE = "token.";

  private ClaimRules() {}

  /// The whole file that the ingress watches.
  public static String file(Collection<TokenRule> rules) {
    Map<String, Object> policies = new TreeMap<>();
    for (TokenRule each : rules) {
      policies.put(RULE + each.condition(), policy(each));
    }
    return Tree.resource(
        Tree.typed(
            "config.core.v3.TypedExtensionConfig",
            "name",
            NAME,
            "typed_config",
            Walls.rules("ALLOW", policies)));
  }

  private static Map<String, Object> policy(TokenRule rule) {
    List<Object> permissions = new ArrayList<>();
    for (String each : rule.repositories()) {
      permissions.add(RepositoryPaths.reading(each));
      if (!rule.readOnly()) {
        permissions.add(RepositoryPaths.writing(each));
      }
    }
    permissions.add(RepositoryPaths.asking());
    return Walls.policy(permissions, Tokens.claim(rule.claim(), rule.value()));
  }

  /// The rules of such a file, by claim and value.
  ///
  /// @throws dev.mooring.problem.MooringException when it is no YAML
  public static List<TokenRule> read(String file) {
    List<TokenRule> rules = new ArrayList<>();
    for (Document whole : Documents.yaml(file, Files.RULES_FILE)) {
      for (Document each : whole.at("resources").items()) {
        each.at("typed_config", "rules", "policies")
            .entries()
            .forEach((name, policy) -> rule(name, policy).ifPresent(rules::add));
      }
    }
    rules.sort(Comparator.comparing(TokenRule::claim).thenComparing(TokenRule::value));
    return List.copyOf(rules);
  }

  private static Optional<TokenRule> rule(String name, Document policy) {
    Document principal = policy.at("principals").stream().findFirst().orElse(Document.nothing());
    String claim = Tokens.claim(principal);
    if (!name.startsWith(RULE) || claim.isEmpty()) {
      return Optional.empty();
    }
    List<Document> permissions = policy.at("permissions").items();
    return Optional.of(
        new TokenRule(
            claim,
            Tokens.value(principal),
            permissions.stream()
                .flatMap(each -> RepositoryPaths.of(each).stream())
                .distinct()
                .toList(),
            permissions.stream().noneMatch(RepositoryPaths::writes)));
  }
}
