package dev.mooring.desktop.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.deploy.ContainerPlace;
import dev.mooring.desktop.pod.PodName;
import dev.mooring.forward.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that runs pods.
///
/// @param kind "Deployment"
/// @param reference as on the command line: "deploy/hello"
/// @param containers all of its template, the application's first
/// @param images of its application's containers, in their order
public record Workload(
    String kind,
    String namespace,
    String name,
    String reference,
    List<Part> containers,
    List<String> images,
    int ready,
    int wanted) {

  /// A container of its template.
  record Part(ContainerPlace place, String image) {
    /// "seed (init container)".
    @Override
    public String toString() {
      return place.isInit() ? Messages.of("init-container", place.name()) : place.name();
    }
  }

  private static final List<Kind> KINDS =
      List.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET);

  static Workload of(KubeObject object, Kind kind) {
    boolean daemons = kind.equals(Kind.DAEMON_SET);
    return new Workload(
        kind.kind(),
        object.namespace(),
        object.name(),
        word(kind) + "/" + object.name(),
        ContainerPlace.of(object).stream().map(each -> new Part(each, each.image(object))).toList(),
        images(object),
        number(object, daemons ? "numberReady" : "readyReplicas"),
        number(object, daemons ? "desiredNumberScheduled" : "replicas"));
  }

  /// Those of a namespace, or of all, by name.
  ///
  /// @param in the namespace; null for all
  public static List<Workload> all(Cluster cluster, @Nullable String in)
      throws InterruptedException {
    List<Workload> found = new ArrayList<>();
    for (Kind kind : KINDS) {
      cluster.list(kind, in, "").forEach(each -> found.add(of(each, kind)));
    }
    found.sort(Comparator.comparing(Workload::name).thenComparing(Workload::namespace));
    return List.copyOf(found);
  }

  private static List<String> images(KubeObject object) {
    return object.at("spec", "template", "spec", "containers").stream()
        .map(container -> container.at("image").textOrEmpty())
        .toList();
  }

  private static String word(Kind kind) {
    return kind.equals(Kind.DAEMON_SET) ? "ds" : kind.equals(Kind.STATEFUL_SET) ? "sts" : "deploy";
  }

  private static int number(KubeObject object, String field) {
    return object.at("status", field).integer().orElse(0L).intValue();
  }

  /// The image of its first container; empty for none.
  String image() {
    return images.isEmpty() ? "" : images.getFirst();
  }

  /// "1/2": ready of wanted.
  String readiness() {
    return ready + "/" + wanted;
  }

  /// As forwards, logs and terminals lead to it.
  Target target() {
    return new Target.Workload(kind, namespace, name, "");
  }

  /// Whether words of the command line lead to it, or to a pod of its.
  boolean isMeant(String words) {
    String name = words.substring(words.indexOf('/') + 1);
    boolean pod = !words.contains("/") || words.startsWith("po");
    return reference.equals(words) || (pod && PodName.isOf(name, this.name));
  }

  /// Whether it is this one, however it is at the moment.
  boolean is(Workload other) {
    return namespace.equals(other.namespace) && reference.equals(other.reference);
  }
}
