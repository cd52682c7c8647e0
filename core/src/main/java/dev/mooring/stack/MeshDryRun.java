package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.istiod.ControlPlane;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Rendering;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Whether a mesh only tries what is marked as a dry run, before this registry.
record MeshDryRun(Cluster cluster, StackOptions options) {
  /// The container of Istio's sidecar.
  static final String PROXY = "istio-proxy";

  /// Looked up in Istio's sources from here on.
  private static final int OLDEST = 24;

  private static final Pattern VERSION = Pattern.compile("v?1\\.(\\d{1,3})(?:[.-].*)?");
  private static final String AMBIENT = "istio.io/dataplane-mode";

  /// Where policies hold for the whole mesh.
  String rootNamespace() throws InterruptedException {
    ControlPlane plane = ControlPlane.find(cluster);
    String root = MeshSettings.read(cluster, plane).rootNamespace();
    return root.isEmpty() ? plane.namespace() : root;
  }

  /// @param what cannot be done otherwise
  void demand(String what) throws InterruptedException {
    List<KubeObject> pods =
        cluster.list(Kind.POD, options.namespace(), "app=" + Rendering.REGISTRY).stream()
            .filter(each -> !each.deleting())
            .toList();
    Optional<KubeObject> bare =
        pods.stream().filter(each -> Pods.image(each, PROXY).isEmpty()).findFirst();
    if (bare.isPresent() || throughTunnel()) {
      throw refused(
          what,
          Messages.of("its-policies-are-not-a-sidecars", options.namespace()),
          Messages.of("older-ztunnels-enforce-a-dry-run"));
    }
    for (KubeObject each : pods) {
      Optional<Integer> minor = version(Pods.image(each, PROXY).orElse(""));
      if (minor.isEmpty()) {
        throw refused(
            what, Messages.of("istios-version-is-unknown"), Messages.of("use-a-tagged-istio"));
      }
      if (minor.get() < OLDEST) {
        throw refused(
            what,
            Messages.of("istio-is-older-than", "1." + minor.get(), "1." + OLDEST),
            Messages.of("update-istio"));
      }
    }
  }

  private static MooringException refused(String what, String why, String advice) {
    return new Problem(Code.REHEARSAL_NOT_POSSIBLE, what, why, new Remedy.Advice(advice)).raise();
  }

  private boolean throughTunnel() throws InterruptedException {
    try {
      return cluster
          .get(Kind.NAMESPACE, null, options.namespace())
          .filter(each -> "ambient".equals(each.labels().get(AMBIENT)))
          .isPresent();
    } catch (MooringException e) {
      // A pod that has a sidecar is not ztunnel's.
      return false;
    }
  }

  /// The minor version, by the proxy's tag; by istiod's label where that says none.
  private Optional<Integer> version(String image) throws InterruptedException {
    String last = image.substring(image.lastIndexOf('/') + 1).replaceFirst("@.*", "");
    Optional<Integer> tagged = minor(last.substring(last.indexOf(':') + 1));
    return tagged.isPresent()
        ? tagged
        : labels().map(MeshDryRun::minor).flatMap(Optional::stream).findFirst();
  }

  private Stream<String> labels() throws InterruptedException {
    try {
      return cluster
          .list(Kind.DEPLOYMENT, ControlPlane.find(cluster).namespace(), ControlPlane.LABEL)
          .stream()
          .map(each -> each.labels().getOrDefault("app.kubernetes.io/version", ""));
    } catch (MooringException e) {
      return Stream.empty();
    }
  }

  private static Optional<Integer> minor(String version) {
    Matcher found = VERSION.matcher(version);
    return found.matches() ? Optional.of(Integer.valueOf(found.group(1))) : Optional.empty();
  }
}
