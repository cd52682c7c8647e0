package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the doctor says of the mesh.
final class MeshChecks {
  private static final String SYSTEM = "istio-system";
  private static final String SIDECARS = "ENABLE_NATIVE_SIDECARS";

  private final Cluster cluster;

  MeshChecks(Cluster cluster) {
    this.cluster = cluster;
  }

  List<Finding> controlPlane() throws InterruptedException {
    List<KubeObject> planes = deployments();
    if (planes.isEmpty()) {
      return List.of(
          Doctor.blocker(
              "istio.control-plane",
              "Istio",
              Messages.of("no-istiod-in-this-cluster"),
              Messages.of("install-istio-first-https-istio-io")));
    }
    List<Finding> findings = new ArrayList<>();
    KubeObject plane = planes.getFirst();
    String words =
        Messages.of(
            "version-revision-namespace",
            version(plane),
            plane.labels().getOrDefault("istio.io/rev", "default"),
            plane.namespace());
    boolean ready = plane.at("status", "readyReplicas").integer().orElse(0L) > 0;
    findings.add(
        ready
            ? Doctor.ok("istio.control-plane", "Istio", words)
            : Finding.blocker(
                "istio.control-plane",
                "Istio",
                Messages.of("istiod-is-not-ready", words),
                new Remedy.Command(
                    Messages.of("check-istiod"),
                    "kubectl -n " + plane.namespace() + " describe deployment istiod")));
    if (!plane.namespace().equals(SYSTEM)) {
      findings.add(
          Doctor.warning(
              "istio.namespace",
              Messages.of("istio-namespace"),
              Messages.of("istiod-runs-in", plane.namespace()),
              Messages.of("change-the-namespace-in-the-role", SYSTEM)));
    }
    findings.add(sidecars(plane));
    return findings;
  }

  private List<KubeObject> deployments() throws InterruptedException {
    try {
      return cluster.list(Kind.DEPLOYMENT, null, "app=istiod");
    } catch (MooringException e) {
      return cluster.list(Kind.DEPLOYMENT, SYSTEM, "app=istiod");
    }
  }

  private static String version(KubeObject plane) {
    String image =
        plane.at("spec", "template", "spec", "containers").stream()
            .map(each -> each.at("image").textOrEmpty())
            .findFirst()
            .orElse("");
    String last = image.substring(image.lastIndexOf('/') + 1);
    int colon = last.indexOf(':');
    return colon < 0 ? "unknown" : last.substring(colon + 1);
  }

  private Finding sidecars(KubeObject plane) throws InterruptedException {
    String setting =
        plane.at("spec", "template", "spec", "containers").stream()
            .flatMap(each -> each.at("env").stream())
            .filter(each -> each.at("name").textOrEmpty().equals(SIDECARS))
            .map(each -> each.at("value").textOrEmpty())
            .findFirst()
            .orElse("");
    boolean possible = cluster.version().atLeast(1, 29) && !setting.equals("false");
    return possible
        ? Doctor.ok(
            "istio.native-sidecars",
            Messages.of("native-sidecars"),
            setting.isEmpty()
                ? Messages.of("the-default-of-the-istio-version")
                : SIDECARS + "=" + setting)
        : Doctor.warning(
            "istio.native-sidecars",
            Messages.of("native-sidecars"),
            Messages.of("off-a-build-job-with-a"),
            Messages.of("set-the-annotation-sidecar-istio-io"));
  }

  List<Finding> injector() throws InterruptedException {
    Optional<Injection> injection = Injection.among(cluster.list(Kind.WEBHOOK, null, ""));
    return List.of(
        injection
            .map(
                found ->
                    Doctor.ok(
                        "istio.injector",
                        Messages.of("istio-injector"),
                        found.revision().isEmpty()
                            ? Messages.of("injects-labeled-pods")
                            : Messages.of("injects-pods-of-revision", found.revision())))
            .orElseGet(
                () ->
                    Doctor.blocker(
                        "istio.injector",
                        Messages.of("istio-injector"),
                        Messages.of("no-sidecar-injector-is-registered-so"),
                        Messages.of("install-istio-with-sidecar-injection"))));
  }

  /// The registry is STRICT whatever the mesh says; this is for the rest of the cluster.
  List<Finding> mutualTls() throws InterruptedException {
    String mode =
        cluster.list(Kind.PEER_AUTHENTICATION, SYSTEM, "").stream()
            .filter(each -> each.at("spec", "selector").isNothing())
            .map(each -> each.at("spec", "mtls", "mode").textOrEmpty())
            .filter(each -> !each.isEmpty())
            .findFirst()
            .orElse("PERMISSIVE");
    return List.of(
        mode.equals("DISABLE")
            ? Doctor.warning(
                "istio.mtls",
                Messages.of("mesh-mutual-tls"),
                Messages.of("the-mesh-has-it-off-the"),
                Messages.of("expect-clients-without-a-sidecar-to"))
            : Doctor.ok(
                "istio.mtls",
                Messages.of("mesh-mutual-tls"),
                Messages.of("mesh-the-registry-always-strict", mode)));
  }
}
