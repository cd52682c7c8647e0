package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The objects of the stack for some options: the default overlay with its values replaced, in the
/// order in which they can be applied.
///
/// With default options it changes nothing, so `kubectl apply -k` gives the same objects.
final class Rendering {
  static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  static final String PART_OF = "app.kubernetes.io/part-of";
  static final String WRITER = "mooring.dev/writer";
  static final String MOORING = "mooring";
  static final String REGISTRY = "kube-registry";
  static final String GATEWAY = "node-gateway";
  static final String HOSTING = "local-registry-hosting";
  static final String HOSTING_NAMESPACE = "kube-public";
  static final String SERVICE_HOST = ".svc.cluster.local";

  private static final StackOptions DEFAULTS = StackOptions.defaults();

  /// Policies before what they protect, traffic rules before what they steer.
  private static final List<String> ORDER =
      List.of(
          "Namespace",
          "ServiceAccount",
          "Role",
          "PersistentVolumeClaim",
          "ConfigMap",
          "NetworkPolicy",
          "PeerAuthentication",
          "AuthorizationPolicy",
          "Sidecar",
          "DestinationRule",
          "Gateway",
          "VirtualService",
          "Service",
          "Deployment",
          "DaemonSet");

  private final StackOptions options;
  private final String revision;

  /// @param revision of Istio, for pods that only a named revision injects; empty for the default
  private Rendering(StackOptions options, String revision) {
    this.options = options;
    this.revision = revision;
  }

  static List<KubeObject> of(StackOptions options, String revision) {
    Rendering rendering = new Rendering(options, revision);
    return Manifests.overlay("default").stream()
        .map(rendering::object)
        .sorted(Comparator.comparingInt(Rendering::rank))
        .toList();
  }

  static int rank(KubeObject object) {
    int rank = ORDER.indexOf(object.kind());
    return rank < 0 ? ORDER.size() : rank;
  }

  static Map<String, String> labels(StackOptions options) {
    return Map.of(MANAGED_BY, MOORING, PART_OF, options.namespace());
  }

  static String selector(StackOptions options) {
    return MANAGED_BY + "=" + MOORING + "," + PART_OF + "=" + options.namespace();
  }

  static boolean belongs(KubeObject object, StackOptions options) {
    Map<String, String> labels = object.labels();
    return MOORING.equals(labels.get(MANAGED_BY))
        && options.namespace().equals(labels.get(PART_OF));
  }

  static String serviceHost(StackOptions options) {
    return REGISTRY + "." + options.namespace() + SERVICE_HOST;
  }

  private KubeObject object(KubeObject raw) {
    Document document =
        Document.of(Optional.ofNullable(changed("", raw.document().plain())).orElseThrow())
            .with(name(raw), "metadata", "name");
    if (raw.kind().equals("PersistentVolumeClaim") && !options.storageClass().isEmpty()) {
      document = document.with(options.storageClass(), "spec", "storageClassName");
    }
    if (!revision.isEmpty() && !raw.at("spec", "template").isNothing()) {
      document = document.with(revision, "spec", "template", "metadata", "labels", "istio.io/rev");
    }
    return new KubeObject(document);
  }

  private String name(KubeObject raw) {
    String name = raw.name();
    return switch (raw.kind()) {
      case "Namespace" -> namespace(name);
      case "ServiceAccount" -> name.equals(DEFAULTS.account()) ? options.account() : name;
      case "AuthorizationPolicy" ->
          raw.labels().containsKey(WRITER)
              ? WriterPolicy.name(options.namespace(), options.account())
              : name;
      default -> name;
    };
  }

  private String namespace(String name) {
    return name.equals(DEFAULTS.namespace())
        ? options.namespace()
        : name.equals(DEFAULTS.nodeNamespace()) ? options.nodeNamespace() : name;
  }

  private @Nullable Object changed(String key, @Nullable Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((k, v) -> copy.put((String) k, changed((String) k, v)));
        yield copy;
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new ArrayList<>();
        list.forEach(each -> copy.add(changed(key, each)));
        yield copy;
      }
      case String text -> text(key, text);
      case Number number when key.equals("hostPort") -> options.nodePort();
      case null -> null;
      default -> value;
    };
  }

  private String text(String key, String text) {
    return switch (key) {
      case "namespace", PART_OF -> namespace(text);
      case "host" -> text.equals(serviceHost(DEFAULTS)) ? serviceHost(options) : text;
      case "principals" -> principal(text);
      case "image" -> text.equals(DEFAULTS.registryImage()) ? options.registryImage() : text;
      case "storage" -> options.storageSize();
      case "regex" -> text.replace(":5000", ":" + options.nodePort());
      case "resourceNames", WRITER -> text.equals(DEFAULTS.account()) ? options.account() : text;
      case "localRegistryHosting.v1" ->
          text.replace("localhost:5000", "localhost:" + options.nodePort())
              .replace(serviceHost(DEFAULTS), serviceHost(options));
      default -> text;
    };
  }

  private String principal(String text) {
    if (text.equals(WriterPolicy.principal(DEFAULTS.namespace(), DEFAULTS.account()))) {
      return WriterPolicy.principal(options.namespace(), options.account());
    }
    return text.equals(WriterPolicy.principal(DEFAULTS.nodeNamespace(), GATEWAY))
        ? WriterPolicy.principal(options.nodeNamespace(), GATEWAY)
        : text;
  }
}
