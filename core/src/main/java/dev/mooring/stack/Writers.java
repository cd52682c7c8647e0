package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Problem;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who may push.
final class Writers {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int MOST_PREFIXES = 50;

  private final Cluster cluster;
  private final StackOptions options;

  Writers(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  List<Writer> list() throws InterruptedException {
    return cluster
        .list(
            Kind.AUTHORIZATION_POLICY,
            options.namespace(),
            Rendering.selector(options) + "," + Rendering.WRITER)
        .stream()
        .flatMap(policy -> WriterPolicy.read(policy).stream())
        .sorted(Comparator.comparing(Writer::namespace).thenComparing(Writer::name))
        .toList();
  }

  String add(Writer writer) throws InterruptedException {
    check(writer);
    installed();
    cluster.apply(WriterPolicy.of(options, writer));
    return rights(writer);
  }

  void remove(String name, String namespace) throws InterruptedException {
    Names.label("writer", name);
    Names.label("namespace", namespace);
    String policy = WriterPolicy.name(namespace, name);
    Optional<KubeObject> present =
        cluster
            .get(Kind.AUTHORIZATION_POLICY, options.namespace(), policy)
            .filter(each -> Rendering.belongs(each, options));
    if (present.isEmpty()
        || !cluster.delete(Kind.AUTHORIZATION_POLICY, options.namespace(), policy, LIMIT)) {
      throw new Problem(
              "Cannot remove the writer " + namespace + "/" + name,
              "the registry in " + options.namespace() + " has no such writer",
              "See who there is with `mooring writer list`")
          .raise();
    }
  }

  private void check(Writer writer) {
    Names.label("writer", writer.name());
    Names.label("namespace", writer.namespace());
    Names.label("account", writer.account());
    if (writer.repositories().isEmpty() || writer.repositories().size() > MOST_PREFIXES) {
      throw Names.refused(
          "list of repositories",
          writer.repositories().size() + " entries",
          "a writer has 1 to " + MOST_PREFIXES + " repositories or prefixes");
    }
    writer.repositories().forEach(Names::repositories);
    if (writer.namespace().equals(options.nodeNamespace())) {
      throw new Problem(
              "Cannot make " + writer.namespace() + "/" + writer.name() + " a writer",
              "every node reads by an account of that namespace, and none may ever write",
              "Use an account of another namespace")
          .raise();
    }
  }

  private void installed() throws InterruptedException {
    if (cluster
        .get(Kind.DEPLOYMENT, options.namespace(), Rendering.REGISTRY)
        .filter(each -> Rendering.belongs(each, options))
        .isEmpty()) {
      throw new Problem(
              "Cannot add a writer",
              "there is no registry of Mooring's in namespace " + options.namespace(),
              "Install it first: mooring install")
          .raise();
    }
  }

  /// What a person needs beside the policy, to be applied by whoever may grant it.
  String rights(Writer writer) {
    String push = "mooring-push-" + writer.account();
    String connect = "mooring-connect-" + writer.namespace() + "-" + writer.name();
    StringBuilder yaml =
        new StringBuilder(
            "# Replace the user \""
                + writer.name()
                + "\" by the name that your cluster knows the person by, then: kubectl apply -f\n");
    List<Document> objects =
        List.of(
            Document.of(
                Map.of(
                    "apiVersion",
                    "v1",
                    "kind",
                    "ServiceAccount",
                    "metadata",
                    Map.of("name", writer.account(), "namespace", writer.namespace()))),
            role(
                push,
                writer.namespace(),
                List.of(
                    rule("serviceaccounts/token", List.of("create"), writer.account()),
                    rule("configmaps", List.of("get"), "istio-ca-root-cert"))),
            binding(push, writer.namespace(), push, writer.name()),
            binding(connect, options.namespace(), "mooring-connect", writer.name()),
            role(
                connect,
                "istio-system",
                List.of(
                    rule("pods", List.of("get", "list"), ""),
                    rule("pods/portforward", List.of("create", "get"), ""))),
            binding(connect, "istio-system", connect, writer.name()));
    for (Document each : objects) {
      yaml.append("---\n").append(Documents.yaml(each));
    }
    return yaml.toString();
  }

  private static Map<String, Object> rule(String resource, List<String> verbs, String name) {
    Map<String, Object> rule =
        Map.of("apiGroups", List.of(""), "resources", List.of(resource), "verbs", verbs);
    return name.isEmpty() ? rule : Document.of(rule).with(List.of(name), "resourceNames").map();
  }

  private static Document role(String name, String namespace, List<Map<String, Object>> rules) {
    return Document.of(
        Map.of(
            "apiVersion",
            "rbac.authorization.k8s.io/v1",
            "kind",
            "Role",
            "metadata",
            Map.of("name", name, "namespace", namespace),
            "rules",
            rules));
  }

  private static Document binding(String name, String namespace, String role, String user) {
    return Document.of(
        Map.of(
            "apiVersion",
            "rbac.authorization.k8s.io/v1",
            "kind",
            "RoleBinding",
            "metadata",
            Map.of("name", name, "namespace", namespace),
            "roleRef",
            Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "Role", "name", role),
            "subjects",
            List.of(
                Map.of("apiGroup", "rbac.authorization.k8s.io", "kind", "User", "name", user))));
  }
}
