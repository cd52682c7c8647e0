package dev.mooring.stack.render;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A writer as the AuthorizationPolicy that makes it one. The policy's rules are the truth; nothing
/// else is stored.
///
/// "cluster.local" stands for the mesh's own trust domain, whatever that is (Istio replaces it).
public final class WriterPolicy {
  /// Marks a writer's policy, with its name.
  public static final String LABEL = "mooring.dev/writer";

  private static final Pattern PRINCIPAL = Pattern.compile("[^/]+/ns/([^/]+)/sa/([^/]+)");
  private static final String PREFIX = "/v2/";
  private static final String ALL = "/v2/*";
  private static final List<String> WRITES = List.of("POST", "PUT", "PATCH", "DELETE");

  /// What belongs to one repository. A star here is one part of a path and no more, so that
  /// "ana/app" opens neither "ana/app/more" nor "ana/app/blobs/more".
  private static final List<String> OF_REPOSITORY =
      List.of("/blobs/uploads/", "/blobs/uploads/{*}", "/blobs/{*}", "/manifests/{*}");

  private static final String MANIFESTS = "/manifests/{*}";

  /// As versions before 0.2 wrote it.
  private static final String OLD_MANIFESTS = "/manifests/*";

  private WriterPolicy() {}

  public static String name(String namespace, String name) {
    return "writer." + namespace + "." + name;
  }

  public static String principal(String namespace, String account) {
    return "cluster.local/ns/" + namespace + "/sa/" + account;
  }

  public static KubeObject of(StackOptions options, Writer writer) {
    return of(options, name(writer.namespace(), writer.name()), LABEL, writer);
  }

  /// The same under another name and label.
  static KubeObject of(StackOptions options, String name, String label, Writer writer) {
    List<Map<String, Object>> to = new ArrayList<>();
    writer.repositories().forEach(each -> to.add(Map.of("operation", operation(each))));
    return new Istio(new Meta(options, options.namespace()))
        .policy(
            name,
            RegistryComponent.NAME,
            "ALLOW",
            Map.of(label, writer.name()),
            List.of(
                Meta.map(
                    "from",
                    List.of(Istio.from(principal(writer.namespace(), writer.account()))),
                    "to",
                    to)));
  }

  private static Map<String, Object> operation(String repositories) {
    if (repositories.equals("*")) {
      return Meta.map("methods", WRITES, "paths", List.of(ALL));
    }
    if (repositories.endsWith("/*")) {
      String prefix = PREFIX + repositories.substring(0, repositories.length() - 1);
      // The prefix alone would also match the repository that is called like it.
      return Meta.map(
          "methods",
          WRITES,
          "paths",
          List.of(prefix + "*"),
          "notPaths",
          List.of(prefix + "blobs/*", prefix + "manifests/*"));
    }
    return Meta.map(
        "methods",
        WRITES,
        "paths",
        OF_REPOSITORY.stream().map(each -> PREFIX + repositories + each).toList());
  }

  /// Nothing for a policy that names no workload, which Mooring never writes.
  public static Optional<Writer> read(KubeObject policy) {
    Document rule = first(policy.at("spec", "rules"));
    String principal =
        first(rule.at("from")).at("source", "principals").texts().stream().findFirst().orElse("");
    Matcher parts = PRINCIPAL.matcher(principal);
    if (!parts.matches()) {
      return Optional.empty();
    }
    List<String> repositories =
        rule.at("to").stream()
            .flatMap(each -> each.at("operation", "paths").texts().stream())
            .flatMap(path -> repositories(path).stream())
            .distinct()
            .toList();
    String name = policy.labels().getOrDefault(LABEL, policy.name());
    return Optional.of(new Writer(name, parts.group(1), parts.group(2), repositories));
  }

  private static Optional<String> repositories(String path) {
    if (!path.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String rest = path.substring(PREFIX.length());
    for (String end : List.of(MANIFESTS, OLD_MANIFESTS)) {
      if (rest.endsWith(end)) {
        return Optional.of(rest.substring(0, rest.length() - end.length()));
      }
    }
    boolean prefix = rest.equals("*") || (rest.endsWith("/*") && !rest.endsWith("/blobs/*"));
    return prefix ? Optional.of(rest) : Optional.empty();
  }

  private static Document first(Document list) {
    return list.stream().findFirst().orElse(Document.nothing());
  }
}
