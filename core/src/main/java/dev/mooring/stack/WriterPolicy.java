package dev.mooring.stack;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A writer as the AuthorizationPolicy that makes it one. The policy's rules are the truth; nothing
/// else is stored.
///
/// "cluster.local" stands for the mesh's own trust domain, whatever that is (Istio replaces it).
final class WriterPolicy {
  private static final Pattern PRINCIPAL = Pattern.compile("[^/]+/ns/([^/]+)/sa/([^/]+)");
  private static final String PREFIX = "/v2/";
  private static final String BLOBS = "/blobs/*";
  private static final String MANIFESTS = "/manifests/*";

  private WriterPolicy() {}

  static String name(String namespace, String name) {
    return "writer." + namespace + "." + name;
  }

  static String principal(String namespace, String account) {
    return "cluster.local/ns/" + namespace + "/sa/" + account;
  }

  static KubeObject of(StackOptions options, Writer writer) {
    Map<String, String> labels = new TreeMap<>(Rendering.labels(options));
    labels.put(Rendering.WRITER, writer.name());
    List<String> paths = new ArrayList<>();
    writer.repositories().forEach(each -> paths.addAll(paths(each)));
    Map<String, Object> rule =
        Map.of(
            "from",
            List.of(
                Map.of(
                    "source",
                    Map.of(
                        "principals", List.of(principal(writer.namespace(), writer.account()))))),
            "to",
            List.of(
                Map.of(
                    "operation",
                    Map.of("methods", List.of("POST", "PUT", "PATCH", "DELETE"), "paths", paths))));
    return new KubeObject(
        Document.of(
            Map.of(
                "apiVersion",
                Kind.AUTHORIZATION_POLICY.apiVersion(),
                "kind",
                Kind.AUTHORIZATION_POLICY.kind(),
                "metadata",
                Map.of(
                    "name",
                    name(writer.namespace(), writer.name()),
                    "namespace",
                    options.namespace(),
                    "labels",
                    labels),
                "spec",
                Map.of(
                    "selector",
                    Map.of("matchLabels", Map.of("app", Rendering.REGISTRY)),
                    "action",
                    "ALLOW",
                    "rules",
                    List.of(rule)))));
  }

  /// A single repository is named by what belongs to it, so that "ana/app" opens no "ana/app/more".
  private static List<String> paths(String repositories) {
    return repositories.endsWith("*")
        ? List.of(PREFIX + repositories)
        : List.of(PREFIX + repositories + BLOBS, PREFIX + repositories + MANIFESTS);
  }

  /// Nothing for a policy that names no workload, which Mooring never writes.
  static Optional<Writer> read(KubeObject policy) {
    Document rule = policy.at("spec", "rules").stream().findFirst().orElse(Document.nothing());
    String principal =
        first(rule.at("from")).at("source", "principals").texts().stream().findFirst().orElse("");
    Matcher parts = PRINCIPAL.matcher(principal);
    if (!parts.matches()) {
      return Optional.empty();
    }
    List<String> repositories =
        first(rule.at("to")).at("operation", "paths").texts().stream()
            .filter(path -> path.startsWith(PREFIX) && !path.endsWith(BLOBS))
            .map(path -> path.substring(PREFIX.length()))
            .map(path -> path.endsWith(MANIFESTS) ? cut(path, MANIFESTS) : path)
            .toList();
    String name = policy.labels().getOrDefault(Rendering.WRITER, policy.name());
    return Optional.of(new Writer(name, parts.group(1), parts.group(2), repositories));
  }

  private static Document first(Document list) {
    return list.stream().findFirst().orElse(Document.nothing());
  }

  private static String cut(String text, String end) {
    return text.substring(0, text.length() - end.length());
  }
}
