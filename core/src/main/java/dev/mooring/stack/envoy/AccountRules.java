package dev.mooring.stack.envoy;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.stack.options.Writer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What accounts may do at a registry's door: all read, writers push. The rules are the truth;
/// nothing else is stored.
public final class AccountRules {
  /// As the door's filter asks for it.
  static final String NAME = "accounts";

  /// Before what the filter says of rules in rehearsal.
  static final String SHADOW = "mooring_";

  private static final String READERS = "readers";
  private static final String WRITER = "writer.";
  private static final String INGRESS = "ingress";

  private AccountRules() {}

  /// The whole file that the door watches.
  public static String file(Collection<Writer> writers) {
    return file(writers, Optional.empty(), Optional.empty());
  }

  /// The same with rules that it only rehearses, and with the stack's own ingress, which decides
  /// itself who pushes what: it is no writer, and nobody can take it away but with the ingress.
  public static String file(
      Collection<Writer> writers,
      Optional<Collection<Writer>> rehearsed,
      Optional<ServiceAccount> ingress) {
    Map<String, Object> rules = Walls.rules("ALLOW", policies(writers, ingress));
    rehearsed.ifPresent(
        each -> {
          rules.put("shadow_rules", Walls.policies("ALLOW", policies(each, ingress)));
          rules.put("shadow_rules_stat_prefix", SHADOW);
        });
    return Tree.resource(
        Tree.typed("config.core.v3.TypedExtensionConfig", "name", NAME, "typed_config", rules));
  }

  private static Map<String, Object> policies(
      Collection<Writer> writers, Optional<ServiceAccount> ingress) {
    Map<String, Object> policies = new TreeMap<>();
    ingress.ifPresent(
        each ->
            policies.put(
                INGRESS,
                Walls.policy(
                    List.of(RepositoryPaths.writing("*")), List.of(Tokens.principal(each)))));
    policies.put(READERS, Walls.policy(List.of(Walls.reading()), Walls.anybody()));
    for (Writer each : writers) {
      policies.put(
          name(each),
          Walls.policy(
              each.repositories().stream().map(RepositoryPaths::writing).toList(),
              List.of(Tokens.principal(new ServiceAccount(each.namespace(), each.account())))));
    }
    return policies;
  }

  /// The writers of such a file, by namespace and name.
  ///
  /// @throws dev.mooring.problem.MooringException when it is no YAML
  public static List<Writer> read(String file) {
    List<Writer> writers = new ArrayList<>();
    for (Document whole : Documents.yaml(file, Files.RULES_FILE)) {
      for (Document each : whole.at("resources").items()) {
        each.at("typed_config", "rules", "policies")
            .entries()
            .forEach((name, policy) -> writer(name, policy).ifPresent(writers::add));
      }
    }
    writers.sort(Comparator.comparing(Writer::namespace).thenComparing(Writer::name));
    return List.copyOf(writers);
  }

  /// No name of a namespace or of a writer has a dot.
  private static String name(Writer writer) {
    return WRITER + writer.namespace() + "." + writer.name();
  }

  private static Optional<Writer> writer(String name, Document policy) {
    String[] parts = name.split("\\.", 3);
    String account = policy.at("principals").stream().findFirst().map(Tokens::account).orElse("");
    int colon = account.indexOf(':');
    if (!name.startsWith(WRITER) || parts.length < 3 || colon < 0) {
      return Optional.empty();
    }
    List<String> repositories =
        policy.at("permissions").stream()
            .flatMap(each -> RepositoryPaths.of(each).stream())
            .toList();
    return Optional.of(
        new Writer(
            parts[2], account.substring(0, colon), account.substring(colon + 1), repositories));
  }
}
