package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
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

  List<Finding> remarks(Builder builder) throws InterruptedException {
    String namespace = builder.account().namespace();
    List<Finding> remarks = new ArrayList<>();
    try {
      Optional<KubeObject> there = cluster.get(Kind.NAMESPACE, null, namespace);
      if (there.isPresent() && !injected(there.get().labels())) {
        remarks.add(
            Finding.warning(
                "builder.injection",
                there.get().words(),
                Messages.of("its-pods-get-no-sidecar"),
                new Remedy.Command(
                    Messages.of("have-istio-inject-them"),
                    "kubectl label namespace " + namespace + " istio-injection=enabled")));
      }
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
