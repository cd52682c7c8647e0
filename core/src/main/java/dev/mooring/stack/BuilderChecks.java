package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.Builder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What would keep a builder's pods from pushing, or its Jobs from ending, though it may push.
final class BuilderChecks {
  /// From here on kubelets run native sidecars by themselves, and Istio makes use of it.
  private static final int NATIVE_SIDECARS = 33;

  private final Cluster cluster;

  BuilderChecks(Cluster cluster) {
    this.cluster = cluster;
  }

  /// Where Istio gives its pods their sidecars.
  List<Finding> inMesh(Builder builder) throws InterruptedException {
    List<Finding> remarks = new ArrayList<>();
    injection(builder.account().namespace()).ifPresent(remarks::add);
    remarks.addAll(atDoor(builder));
    return remarks;
  }

  private Optional<Finding> injection(String namespace) throws InterruptedException {
    try {
      return cluster
          .get(Kind.NAMESPACE, null, namespace)
          .filter(each -> !injected(each.labels()))
          .map(
              each ->
                  Finding.warning(
                      "builder.injection",
                      each.words(),
                      Messages.of("its-pods-get-no-sidecar"),
                      new Remedy.Command(
                          Messages.of("have-istio-inject-them"),
                          "kubectl label namespace " + namespace + " istio-injection=enabled")));
    } catch (MooringException e) {
      // Who may not look there is told nothing about it.
      return Optional.empty();
    }
  }

  /// Where its pods bring their sidecars along.
  List<Finding> atDoor(Builder builder) throws InterruptedException {
    String namespace = builder.account().namespace();
    List<Finding> remarks = new ArrayList<>();
    try {
      if (cluster.get(Kind.SERVICE_ACCOUNT, namespace, builder.account().name()).isEmpty()) {
        remarks.add(
            Finding.warning(
                "builder.account",
                "ServiceAccount " + builder.account(),
                Messages.of("it-doesnt-exist-so-no-pod"),
                new Remedy.Command(
                    Messages.of("create-it"),
                    "kubectl create serviceaccount -n "
                        + namespace
                        + " "
                        + builder.account().name())));
      }
    } catch (MooringException e) {
      // Who may not look there is told nothing about it.
      remarks.clear();
    }
    ServerVersion version = cluster.version();
    if (!version.atLeast(1, NATIVE_SIDECARS)) {
      remarks.add(
          Finding.warning(
              "builder.jobs",
              "Kubernetes " + version.gitVersion(),
              Messages.of("its-jobs-may-not-end"),
              new Remedy.Advice(Messages.of("annotate-the-pods-as-native"))));
    }
    return remarks;
  }

  private static boolean injected(Map<String, String> labels) {
    return "enabled".equals(labels.get("istio-injection"))
        || !labels.getOrDefault("istio.io/rev", "").isEmpty();
  }
}
