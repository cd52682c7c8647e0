package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.identity.istiod.ControlPlane;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What the doctor says of the mesh.
final class MeshChecks {
  private static final String SIDECARS = "ENABLE_NATIVE_SIDECARS";
  private static final String REVISION = "istio.io/rev";

  private final Cluster cluster;
  private final ControlPlane mesh;
  private final StackOptions options;

  /// @param mesh as it was found, once for all looks
  MeshChecks(Cluster cluster, ControlPlane mesh, StackOptions options) {
    this.cluster = cluster;
    this.mesh = mesh;
    this.options = options;
  }

  List<Finding> controlPlane() throws InterruptedException {
    List<KubeObject> planes = deployments();
    if (planes.isEmpty()) {
      return List.of(
          Doctor.blocker(
              "istio.control-plane",
              "Istio",
              Messages.of("no-istiod-in-this-cluster"),
              new Remedy.Command(
                  Messages.of("install-istio-first-https-istio-io"),
                  "mooring install --protection tokens")));
    }
    List<Finding> findings = new ArrayList<>();
    KubeObject plane = planes.getFirst();
    String words =
        Messages.of(
            "version-revision-namespace",
            version(plane),
            plane.labels().getOrDefault(REVISION, "default"),
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
                    "kubectl -n " + plane.namespace() + " describe deployment " + plane.name())));
    findings.add(sidecars(plane));
    return findings;
  }

  /// Those of the control plane that injects come first.
  private List<KubeObject> deployments() throws InterruptedException {
    List<KubeObject> found;
    try {
      found = cluster.list(Kind.DEPLOYMENT, null, ControlPlane.LABEL);
    } catch (MooringException e) {
      found = cluster.list(Kind.DEPLOYMENT, mesh.namespace(), ControlPlane.LABEL);
    }
    return found.stream()
        .sorted(
            Comparator.comparing((KubeObject each) -> !each.namespace().equals(mesh.namespace()))
                .thenComparing(
                    each ->
                        !each.labels().getOrDefault(REVISION, "default").equals(mesh.revision())))
        .toList();
  }

  /// What names and identities end and begin with, and whose image the entrances run.
  List<Finding> settings() throws InterruptedException {
    MeshSettings settings = MeshSettings.read(cluster, mesh);
    String trust = settings.trustDomain().isEmpty() ? "cluster.local" : settings.trustDomain();
    String domain =
        settings.clusterDomain().isEmpty() ? options.domain() : settings.clusterDomain();
    return List.of(
        Finding.ok(
            "istio.domains",
            Messages.of("mesh-domains"),
            Messages.of("trust-domain-and-cluster-domain", trust, domain)),
        proxies(settings.proxyImage()));
  }

  private Finding proxies(String image) {
    String subject = Messages.of("entrances-image");
    String words =
        image.isEmpty()
            ? Messages.of("the-injector-chooses-it")
            : Messages.of("the-injector-chooses", image);
    boolean elsewhere =
        !options.imageRegistry().isEmpty()
            && !image.isEmpty()
            && !image.startsWith(options.imageRegistry() + "/");
    return elsewhere
        ? Finding.warning(
            "istio.proxy-image",
            subject,
            Messages.of("which-is-not-at", words, options.imageRegistry()),
            new Remedy.Advice(Messages.of("set-istios-hub", options.pulled(image))))
        : Finding.ok("istio.proxy-image", subject, words);
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
    List<KubeObject> webhooks = cluster.list(Kind.WEBHOOK, null, "");
    ControlPlane found = ControlPlane.of(cluster, webhooks);
    if (!found.injects()) {
      return List.of(
          Doctor.blocker(
              "istio.injector",
              Messages.of("istio-injector"),
              Messages.of("no-sidecar-injector-is-registered-so"),
              Messages.of("install-istio-with-sidecar-injection")));
    }
    List<String> others = new ArrayList<>(ControlPlane.labels(webhooks));
    others.remove(found.label());
    String words =
        found.label().isEmpty()
            ? Messages.of("injects-labeled-pods")
            : Messages.of("injects-pods-of-revision", found.label());
    return List.of(
        Doctor.ok(
            "istio.injector",
            Messages.of("istio-injector"),
            others.isEmpty() || found.label().isEmpty()
                ? words
                : Messages.of("others-are-registered", words, String.join(", ", others))));
  }

  /// Nothing where the mesh has no ztunnel.
  List<Finding> ambient() throws InterruptedException {
    Optional<Ambient> found = Ambient.find(cluster);
    if (found.isEmpty()) {
      return List.of();
    }
    boolean through = found.get().namespaces().contains(options.namespace());
    return List.of(
        Finding.ok(
            "istio.ambient",
            Messages.of("ambient-mode"),
            through
                ? Messages.of("ztunnel-runs-and-the-namespace", options.namespace())
                : Messages.of("ztunnel-runs", found.get().ready())));
  }

  /// The registry is STRICT whatever the mesh says; this is for the rest of the cluster.
  List<Finding> mutualTls() throws InterruptedException {
    String root = MeshSettings.read(cluster, mesh).rootNamespace();
    String mode =
        cluster
            .list(Kind.PEER_AUTHENTICATION, root.isEmpty() ? mesh.namespace() : root, "")
            .stream()
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
