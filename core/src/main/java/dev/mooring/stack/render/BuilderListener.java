package dev.mooring.stack.render;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The registry on the loopback of a builder's pods: one listener more in the Sidecar object that
/// decides about them, plain bytes in and mutual TLS under the pod's own identity out.
///
/// What was added stands in an annotation, so that exactly that can be taken away again. It is TCP:
/// by HTTP, Envoy would look for a service called localhost.
public final class BuilderListener {
  /// The Sidecar object that is made where none decides about a builder's pods.
  public static final String SIDECAR = "mooring-builders";

  /// What that one selects.
  public static final Map<String, String> PODS = Map.of(BuilderPolicy.LABEL, "true");

  /// What was added, for which registries.
  static final String ADDED = "mooring.dev/builder-listeners";

  private static final String LISTENERS = "listeners";

  /// In the annotation: the registries whose builders go out by their proxy only, and what held
  /// before.
  private static final String CLOSED = "closed";

  private static final String OPEN = "open";
  private static final String POLICY = "outboundTrafficPolicy";
  private static final Map<String, String> ONLY_KNOWN = Map.of("mode", "REGISTRY_ONLY");
  private static final String EVERYTHING = "everything";
  private static final String LOOPBACK = "127.0.0.1";

  /// What a Sidecar without an egress means.
  private static final Document EVERY_HOST = Document.of(Map.of("hosts", List.of("*/*")));

  private final StackOptions options;
  private final Document spec;

  public BuilderListener(StackOptions options) {
    this.options = options;
    Document made =
        Document.of(
            new Listener.Egress(
                    options.nodePort(),
                    "tcp-" + options.registry(),
                    "TCP",
                    LOOPBACK,
                    List.of(options.namespace() + "/" + BuilderService.host(options)))
                .spec());
    // As it comes back from the cluster, to the types of its numbers.
    this.spec = Documents.json(Documents.json(made), SIDECAR);
  }

  /// A Sidecar for the pods with the label, that leaves all else as it is.
  ///
  /// @param otherwise the spec of the Sidecar that decides about pods that no other does; nothing
  /// where there is none
  public KubeObject sidecar(String namespace, Document otherwise) {
    Map<String, Object> spec = Meta.map("workloadSelector", Map.of("labels", PODS));
    for (String each : List.of("egress", "outboundTrafficPolicy")) {
      if (!otherwise.at(each).isNothing()) {
        spec.put(each, otherwise.at(each));
      }
    }
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("apiVersion", Kind.SIDECAR.apiVersion());
    whole.put("kind", Kind.SIDECAR.kind());
    whole.put(
        "metadata",
        Meta.map(
            "name",
            SIDECAR,
            "namespace",
            namespace,
            // Not one registry's: those of a namespace share it.
            "labels",
            Map.of(Ownership.MANAGED_BY, Ownership.MOORING)));
    whole.put("spec", spec);
    return addedTo(new KubeObject(Document.of(whole)));
  }

  /// Whether the Sidecar leads the pods that it decides about to the registry.
  public boolean in(KubeObject sidecar) {
    return egress(sidecar).contains(spec);
  }

  /// A listener of the Sidecar that holds the port already, by name; Istio allows one a port.
  public Optional<String> takenBy(KubeObject sidecar) {
    return List.of("egress", "ingress").stream()
        .flatMap(each -> sidecar.at("spec", each).stream())
        .filter(each -> each.at("port", "number").integer().orElse(0L) == options.nodePort())
        .filter(each -> !each.equals(spec))
        .map(each -> each.at("port", "name").text().orElse(each.at("port").textOrEmpty()))
        .findFirst();
  }

  /// Mooring's own Sidecar as this registry wants it: its pods reach what the mesh knows
  /// and nothing else, or, where no registry wants that, what they reached before.
  public KubeObject settled(KubeObject sidecar) {
    return settled(sidecar, options.hasEgress());
  }

  private KubeObject settled(KubeObject sidecar, boolean closed) {
    Document record = record(sidecar);
    boolean was = record.at(CLOSED, options.registry()).isTrue();
    if (closed == was || record.isNothing()) {
      return sidecar;
    }
    Document policy = sidecar.at("spec", POLICY);
    Document next = sidecar.document();
    if (closed) {
      if (record.at(CLOSED).entries().isEmpty()) {
        record = record.with(policy.isNothing() ? Map.of() : policy, OPEN);
      }
      record = record.with(true, CLOSED, options.registry());
      next = next.with(ONLY_KNOWN, "spec", POLICY);
    } else {
      record = record.without(CLOSED, options.registry());
      if (record.at(CLOSED).entries().isEmpty()) {
        Document open = record.at(OPEN);
        next =
            open.entries().isEmpty()
                ? next.without("spec", POLICY)
                : next.with(open, "spec", POLICY);
        record = record.without(CLOSED).without(OPEN);
      }
    }
    return new KubeObject(next.with(Documents.json(record), "metadata", "annotations", ADDED));
  }

  /// Whether its pods reach what the mesh knows and nothing else.
  public static boolean closed(KubeObject sidecar) {
    return sidecar.at("spec", POLICY, "mode").textOrEmpty().equals("REGISTRY_ONLY");
  }

  /// The Sidecar with the listener; the same where it has it.
  public KubeObject addedTo(KubeObject sidecar) {
    if (in(sidecar)) {
      return sidecar;
    }
    List<Document> egress = new ArrayList<>(egress(sidecar));
    Document record = record(sidecar);
    if (egress.isEmpty()) {
      egress.add(EVERY_HOST);
      record = record.with(true, EVERYTHING);
    }
    // Istio wants the one without a port last.
    egress.addFirst(spec);
    return with(sidecar, egress, record.with(spec, LISTENERS, options.registry()));
  }

  /// The Sidecar without what was added for this registry.
  public KubeObject takenFrom(KubeObject led) {
    KubeObject sidecar = settled(led, false);
    Document record = record(sidecar);
    Document added = record.at(LISTENERS, options.registry());
    if (added.isNothing()) {
      return sidecar;
    }
    List<Document> egress = new ArrayList<>(egress(sidecar));
    egress.remove(added);
    Document rest = record.without(LISTENERS, options.registry());
    if (rest.at(LISTENERS).entries().isEmpty()) {
      if (rest.at(EVERYTHING).isTrue() && egress.equals(List.of(EVERY_HOST))) {
        egress.clear();
      }
      rest = Document.nothing();
    }
    return with(sidecar, egress, rest);
  }

  /// Whether Mooring made it and nothing is left in it for any registry.
  public static boolean spent(KubeObject sidecar) {
    return sidecar.name().equals(SIDECAR)
        && Ownership.mooring(sidecar)
        && record(sidecar).at(LISTENERS).entries().isEmpty();
  }

  /// What turns one state of a Sidecar into another, as a merge patch that the server refuses where
  /// somebody changed the Sidecar meanwhile.
  public static Document patch(KubeObject before, KubeObject after) {
    return Document.of(
        Meta.map(
            "metadata",
            Meta.map(
                "resourceVersion",
                before.resourceVersion(),
                "annotations",
                Meta.map(ADDED, after.at("metadata", "annotations", ADDED))),
            "spec",
            Meta.map("egress", after.at("spec", "egress"), POLICY, after.at("spec", POLICY))));
  }

  private static List<Document> egress(KubeObject sidecar) {
    return sidecar.at("spec", "egress").items();
  }

  private static Document record(KubeObject sidecar) {
    String text = sidecar.annotations().getOrDefault(ADDED, "");
    return text.isEmpty() ? Document.of(Map.of()) : Documents.json(text, sidecar.words());
  }

  private static KubeObject with(KubeObject sidecar, List<Document> egress, Document record) {
    Document next =
        egress.isEmpty()
            ? sidecar.document().without("spec", "egress")
            : sidecar.document().with(egress, "spec", "egress");
    return new KubeObject(
        record.isNothing()
            ? next.without("metadata", "annotations", ADDED)
            : next.with(Documents.json(record), "metadata", "annotations", ADDED));
  }
}
