package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.remote.PullLogin;
import dev.mooring.stack.render.Ownership;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Lets the pods of a namespace pull from a registry that asks for a login.
public final class PullSecrets {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /// A node tries again by itself; after this it is an answer.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final Duration GOES = Duration.ofMinutes(1);

  private final Cluster cluster;
  private final String namespace;
  private final Duration patience;

  public PullSecrets(Cluster cluster, String namespace) {
    this(cluster, namespace, PATIENCE);
  }

  PullSecrets(Cluster cluster, String namespace, Duration patience) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.patience = patience;
  }

  /// Writes the Secret, or a new login into it.
  ///
  /// @return its name: "pull-registry.example"
  /// @throws dev.mooring.problem.MooringException when there is one of that name that is not
  /// Mooring's
  public String make(PullLogin login) throws InterruptedException {
    String name = "pull-" + login.host().replaceAll("[^a-z0-9.-]", "-");
    Optional<KubeObject> there = cluster.get(Kind.SECRET, namespace, name);
    if (there.isPresent() && !Ownership.mooring(there.get())) {
      throw new Problem(
              Code.OBJECT_OF_OTHERS,
              Messages.of("cannot-make-the-pull-secret", namespace, name),
              Messages.of("a-secret-of-that-name-isnt-moorings"),
              new Remedy.Advice(Messages.of("delete-or-rename-it")))
          .raise();
    }
    Map<String, Object> metadata =
        Map.of(
            "name",
            name,
            "namespace",
            namespace,
            "labels",
            Map.of(Ownership.MANAGED_BY, Ownership.MOORING));
    cluster.apply(
        object(
            "Secret",
            metadata,
            Map.of(
                "type",
                "kubernetes.io/dockerconfigjson",
                "data",
                Map.of(
                    ".dockerconfigjson",
                    Base64.getEncoder()
                        .encodeToString(login.document().getBytes(StandardCharsets.UTF_8))))));
    return name;
  }

  /// Gives it to all new pods of a ServiceAccount, beside those that it has.
  public void tie(String secret, String account) throws InterruptedException {
    if (cluster.get(Kind.SERVICE_ACCOUNT, namespace, account).isEmpty()) {
      throw new Problem(
              Code.NOT_FOUND,
              Messages.of("cannot-give-the-pull-secret-to", namespace, account),
              Messages.of("there-is-no-such-serviceaccount"),
              new Remedy.Command(
                  Messages.of("create-it-first"),
                  "kubectl create serviceaccount " + account + " -n " + namespace))
          .raise();
    }
    cluster.strategicPatch(
        Kind.SERVICE_ACCOUNT,
        namespace,
        account,
        "",
        Document.of(Map.of("imagePullSecrets", List.of(Map.of("name", secret)))));
  }

  /// Pulls an image in a pod that does nothing else and is removed.
  ///
  /// @param account whose pods have the secret; empty to name the secret in the pod itself
  /// @return how long it took
  /// @throws dev.mooring.problem.MooringException with what the kubelet says, when it cannot be
  /// pulled
  public Duration prove(String image, String secret, String account) throws InterruptedException {
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
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("restartPolicy", "Never");
    spec.put("automountServiceAccountToken", false);
    spec.put("terminationGracePeriodSeconds", 0);
    if (account.isEmpty()) {
      spec.put("imagePullSecrets", List.of(Map.of("name", secret)));
    } else {
      spec.put("serviceAccountName", account);
    }
    spec.put(
        "securityContext",
        Map.of(
            "runAsNonRoot",
            true,
            "runAsUser",
            65534,
            "seccompProfile",
            Map.of("type", "RuntimeDefault")));
    spec.put(
        "containers",
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
                Map.of("requests", Map.of("cpu", "1m", "memory", "1Mi")),
                "securityContext",
                Map.of(
                    "allowPrivilegeEscalation",
                    false,
                    "capabilities",
                    Map.of("drop", List.of("ALL"))))));
    Map<String, Object> labels =
        Map.of(Ownership.MANAGED_BY, Ownership.MOORING, "sidecar.istio.io/inject", "false");
    return object(
        "Pod",
        Map.of("name", name, "namespace", namespace, "labels", labels),
        Map.of("spec", spec));
  }

  private static KubeObject object(String kind, Map<String, Object> metadata, Map<String, ?> rest) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", "v1");
    object.put("kind", kind);
    object.put("metadata", metadata);
    object.putAll(rest);
    return new KubeObject(Document.of(object));
  }
}
