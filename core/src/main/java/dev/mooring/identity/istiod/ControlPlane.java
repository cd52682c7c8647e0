package dev.mooring.identity.istiod;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Istio's control plane as a cluster has it: the one that injects pods which ask by label.
///
/// An injector's webhook is the cluster administrators' own, so what it names as istiod's Service
/// is believed before anything that is only labelled `app=istiod`, which anybody can make.
///
/// @param label what a pod names in `istio.io/rev` to be injected; empty for the default injector
/// @param revision of istiod, as its own objects are labelled: "default", "1-31"
/// @param namespace where istiod runs
/// @param service istiod's Service there
/// @param injects whether an injector was seen
public record ControlPlane(
    String label, String revision, String namespace, String service, boolean injects) {
  /// Where Istio puts itself unless it is told otherwise.
  public static final String USUAL_NAMESPACE = "istio-system";

  /// The label of istiod's own objects.
  public static final String LABEL = "app=istiod";

  private static final String REVISION = "istio.io/rev";
  private static final String TAG = "istio.io/tag";
  private static final String DEFAULT = "default";
  private static final String INJECTOR = "sidecar-injector.istio.io";
  private static final String DEFAULT_INJECTOR = "object." + INJECTOR;

  /// What Istio's defaults make.
  public static ControlPlane usual() {
    return new ControlPlane("", DEFAULT, USUAL_NAMESPACE, "istiod", false);
  }

  /// Looks for it. Who may not look gets what Istio does by default.
  public static ControlPlane find(Cluster cluster) throws InterruptedException {
    return of(cluster, webhooks(cluster));
  }

  /// The same from the cluster's webhooks that the caller has read.
  public static ControlPlane of(Cluster cluster, List<KubeObject> webhooks)
      throws InterruptedException {
    Optional<KubeObject> injector = injector(webhooks);
    boolean usual = injector.isEmpty() || injects(injector.get(), DEFAULT_INJECTOR);
    String revision =
        injector.map(each -> each.labels().getOrDefault(REVISION, DEFAULT)).orElse(DEFAULT);
    String label = usual ? "" : injector.get().labels().getOrDefault(TAG, revision);
    Document named = injector.map(ControlPlane::service).orElse(Document.nothing());
    if (!named.isNothing()) {
      return new ControlPlane(
          label,
          revision,
          named.at("namespace").textOrEmpty(),
          named.at("name").textOrEmpty(),
          true);
    }
    return labelled(cluster, revision)
        .map(
            each ->
                new ControlPlane(
                    label, revision, each.namespace(), each.name(), injector.isPresent()))
        .orElse(new ControlPlane(label, revision, USUAL_NAMESPACE, "istiod", injector.isPresent()));
  }

  /// The revisions and tags that pods can name, without the default injector's.
  public static List<String> labels(List<KubeObject> webhooks) {
    return webhooks.stream()
        .filter(each -> injects(each, INJECTOR) && !injects(each, DEFAULT_INJECTOR))
        .map(each -> each.labels().getOrDefault(TAG, each.labels().getOrDefault(REVISION, "")))
        .filter(each -> !each.isEmpty())
        .sorted()
        .distinct()
        .toList();
  }

  /// The name in istiod's certificate that every revision has, whatever its Service is called.
  public String serverName() {
    return serverName(namespace);
  }

  /// The same of an istiod in a namespace.
  public static String serverName(String namespace) {
    return "istiod." + namespace + ".svc";
  }

  /// The end of its ConfigMaps' names: empty for the default revision, else "-1-31".
  public String suffix() {
    return revision.equals(DEFAULT) ? "" : "-" + revision;
  }

  /// The default injector; else one by a tag, which stays when revisions go; else the first.
  private static Optional<KubeObject> injector(List<KubeObject> webhooks) {
    return webhooks.stream()
        .filter(each -> injects(each, INJECTOR))
        .filter(each -> injects(each, DEFAULT_INJECTOR) || each.labels().containsKey(REVISION))
        .min(
            Comparator.comparing((KubeObject each) -> !injects(each, DEFAULT_INJECTOR))
                .thenComparing(each -> !each.labels().containsKey(TAG))
                .thenComparing(each -> each.labels().getOrDefault(TAG, ""))
                .thenComparing(each -> each.labels().getOrDefault(REVISION, "")));
  }

  private static boolean injects(KubeObject webhook, String end) {
    return hooks(webhook)
        .map(each -> each.at("name").textOrEmpty())
        .anyMatch(each -> end.equals(DEFAULT_INJECTOR) ? each.equals(end) : each.endsWith(end));
  }

  /// Nothing where the injector is outside the cluster.
  private static Document service(KubeObject webhook) {
    return hooks(webhook)
        .filter(each -> each.at("name").textOrEmpty().endsWith(INJECTOR))
        .map(each -> each.at("clientConfig", "service"))
        .filter(each -> !each.at("namespace").textOrEmpty().isEmpty())
        .findFirst()
        .orElse(Document.nothing());
  }

  private static Stream<Document> hooks(KubeObject webhook) {
    return webhook.at("webhooks").stream();
  }

  private static List<KubeObject> webhooks(Cluster cluster) throws InterruptedException {
    try {
      return cluster.list(Kind.WEBHOOK, null, "");
    } catch (MooringException e) {
      return List.of();
    }
  }

  /// Istiod's Service, of the revision where several are there.
  private static Optional<KubeObject> labelled(Cluster cluster, String revision)
      throws InterruptedException {
    try {
      return cluster.list(Kind.SERVICE, null, LABEL).stream()
          .min(
              Comparator.comparing(
                      (KubeObject each) ->
                          !revision.equals(each.labels().getOrDefault(REVISION, DEFAULT)))
                  .thenComparing(each -> !each.namespace().equals(USUAL_NAMESPACE))
                  .thenComparing(each -> !each.name().equals("istiod"))
                  .thenComparing(KubeObject::words));
    } catch (MooringException e) {
      return Optional.empty();
    }
  }
}
