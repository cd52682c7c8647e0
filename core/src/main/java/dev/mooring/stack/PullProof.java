package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.ShortPod;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/// Whether the pods of a namespace can pull an image with a pull secret: one tries.
///
/// @param patience with a kubelet that fails: it tries again by itself
record PullProof(Cluster cluster, String namespace, Duration patience) {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration GOES = Duration.ofMinutes(1);

  /// Pulls an image in a pod that does nothing else and is removed.
  ///
  /// @param account whose pods have the secret; empty to name the secret in the pod itself
  /// @return how long it took
  /// @throws dev.mooring.problem.MooringException with what the kubelet says, when it cannot be
  /// pulled
  Duration prove(String image, String secret, String account) throws InterruptedException {
    String name =
        "mooring-pull-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    long start = System.nanoTime();
    cluster.apply(pod(name, image, secret, account));
    try {
      long failing = 0;
      while (true) {
        PulledImage pulled = PulledImage.of(cluster.get(Kind.POD, namespace, name));
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        if (pulled.there()) {
          return took;
        }
        if (pulled.failing() && failing == 0) {
          failing = System.nanoTime();
        }
        boolean refused = failing != 0 && System.nanoTime() - failing > patience.toNanos();
        if (refused || took.compareTo(LIMIT) > 0) {
          throw new Problem(
                  Code.IMAGE_NOT_PULLED,
                  Messages.of("a-pod-cannot-pull", namespace, image),
                  pulled.message().isEmpty()
                      ? Messages.of("the-kubelet-says-nothing-within", took.toSeconds())
                      : Pods.clip(pulled.message()),
                  new Remedy.Advice(Messages.of("check-the-login-and-the-nodes-way")))
              .raise();
        }
        Thread.sleep(200);
      }
    } finally {
      remove(name);
    }
  }

  /// Also after a cancel, whose mark the deletion must not trip over.
  private void remove(String pod) throws InterruptedException {
    boolean cancelled = Thread.interrupted();
    try {
      cluster.delete(Kind.POD, namespace, pod, GOES);
    } finally {
      if (cancelled) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private KubeObject pod(String name, String image, String secret, String account) {
    Map<String, ?> spec =
        account.isEmpty()
            ? Map.of("imagePullSecrets", List.of(Map.of("name", secret)))
            : Map.of("serviceAccountName", account);
    return new ShortPod(
            namespace,
            name,
            Map.of(Ownership.MANAGED_BY, Ownership.MOORING),
            ShortPod.NOBODY,
            Map.of(),
            spec,
            List.of(
                Map.of(
                    "name",
                    "pull",
                    "image",
                    image,
                    "imagePullPolicy",
                    "Always",
                    // Nothing of the image is run.
                    "command",
                    List.of("/mooring-only-pulls"),
                    "resources",
                    ShortPod.LEAST)))
        .object();
  }
}
