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
  private static final String ROOT = "/v2/";
  private static final String WRITES = "POST|PUT|PATCH|DELETE";

  private static final String UPLOADS = "/blobs/uploads/";

  /// What else belongs to one repository and to none that is called like a part of it: "ana/app"
  /// opens neither "ana/app/more" nor "ana/app/blobs/more".
  private static final List<String> OF_REPOSITORY =
      List.of(UPLOADS + "*", "/blobs/*", "/manifests/*");

  private AccountRules() {}

  /// The whole file that the door watches.
  public static String file(Collection<Writer> writers) {
    return file(Walls.rules("ALLOW", policies(writers)));
  }

  /// The same, with rules that it only rehearses.
  public static String file(Collection<Writer> writers, Collection<Writer> rehearsed) {
    Map<String, Object> rules = Walls.rules("ALLOW", policies(writers));
    rules.put("shadow_rules", Walls.policies("ALLOW", policies(rehearsed)));
    rules.put("shadow_rules_stat_prefix", SHADOW);
    return file(rules);
  }

  private static String file(Map<String, Object> rules) {
    return Tree.resource(
        Tree.typed("config.core.v3.TypedExtensionConfig", "name", NAME, "typed_config", rules));
  }

  private static Map<String, Object> policies(Collection<Writer> writers) {
    Map<String, Object> policies = new TreeMap<>();
    policies.put(READERS, Walls.policy(List.of(Walls.reading()), Walls.anybody()));
    for (Writer each : writers) {
      policies.put(
          name(each),
          Walls.policy(
              each.repositories().stream().map(AccountRules::permission).toList(),
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
        policy.at("permissions").stream().flatMap(each -> repositories(each).stream()).toList();
    return Optional.of(
        new Writer(
            parts[2], account.substring(0, colon), account.substring(colon + 1), repositories));
  }

  private static Map<String, Object> permission(String repositories) {
    List<Object> all = new ArrayList<>();
    all.add(Walls.method(WRITES));
    if (repositories.equals("*")) {
      all.add(Walls.pathUnder(ROOT));
    } else if (repositories.endsWith("/*")) {
      String prefix = ROOT + repositories.substring(0, repositories.length() - 1);
      all.add(Walls.pathUnder(prefix));
      // The prefix alone would also match the repository that is called like it.
      all.add(Walls.not(Walls.pathUnder(prefix + "blobs/")));
      all.add(Walls.not(Walls.pathUnder(prefix + "manifests/")));
    } else {
      String path = ROOT + repositories;
      List<Object> any = new ArrayList<>();
      any.add(Walls.path(Map.of("exact", path + UPLOADS)));
      OF_REPOSITORY.forEach(each -> any.add(Walls.pathLike(path + each)));
      all.add(Walls.any(any));
    }
    return Walls.all(all);
  }

  private static Optional<String> repositories(Document permission) {
    for (Document each : permission.at("and_rules", "rules").items()) {
      String prefix = each.at("url_path", "path", "prefix").textOrEmpty();
      if (prefix.startsWith(ROOT)) {
        return Optional.of(prefix.substring(ROOT.length()) + "*");
      }
      for (Document one : each.at("or_rules", "rules").items()) {
        String exact = one.at("url_path", "path", "exact").textOrEmpty();
        if (exact.startsWith(ROOT) && exact.endsWith(UPLOADS)) {
          return Optional.of(exact.substring(ROOT.length(), exact.length() - UPLOADS.length()));
        }
      }
    }
    return Optional.empty();
  }
}
