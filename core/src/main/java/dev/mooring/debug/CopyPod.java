package dev.mooring.debug;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Pods beside another that run its program again: one in which it is only looked at
/// ([#looking]), one in which it runs under a debugger ([#debugging]).
///
/// Neither belongs to a workload. Both stand on the node of the original, whose images are there,
/// without probes and hooks; files that outlive a pod are mounted read-only.
///
/// @param target the original
/// @param nonce known to the Mooring that made it only; by it, it knows its own again
/// @param keepsLabels whether Services select it as they select the original
record CopyPod(
    TargetContainer target,
    PodTemplate template,
    String name,
    String nonce,
    boolean keepsLabels,
    DebugImage image,
    Privileges privileges) {
  static final String LABEL = "mooring.dev/debug-copy";
  static final String NONCE = "mooring.dev/debug-copy-nonce";
  static final String OF = "mooring.dev/debug-copy-of";

  /// The container, or init container, that runs the supervisor.
  static final String HELPER = "mooring-debug";

  /// Where the container finds its debugger.
  static final String PLACE = "/mooring-debug";

  /// Not more than Delve needs beside a small program, measured.
  private static final long DEBUGGER_MEMORY = 256L << 20;

  /// A program takes some milliseconds of processor time to its end if it fails at once: this
  /// makes a tenth of a second of one.
  private static final String SLOW = "20m";

  private static final long LOOKING_SECONDS = 180;
  private static final long DEBUGGING_SECONDS = 8 * 3600L;
  private static final long TRAFFIC_SECONDS = 3600;

  /// Whether meshes and others add something to the pod.
  private static final List<String> INJECTION =
      List.of("istio.io/", "linkerd.io/", "vault.hashicorp.com/", "dapr.io/");

  /// By these, controllers know their pods: one that took the copy for its own would delete it, or
  /// another in its place.
  private static final List<String> OF_CONTROLLERS =
      List.of(
          "pod-template-hash",
          "controller-revision-hash",
          "pod-template-generation",
          "statefulset.kubernetes.io/",
          "apps.kubernetes.io/",
          "batch.kubernetes.io/",
          "controller-uid",
          "job-name",
          "rollouts-pod-template-hash");

  /// Of the node's choice, of what the original alone can have, or of Mooring's choice.
  private static final List<String> LEFT_OUT =
      List.of(
          "affinity",
          "nodeSelector",
          "topologySpreadConstraints",
          "schedulerName",
          "schedulingGates",
          "readinessGates",
          "hostname",
          "subdomain",
          "hostNetwork",
          "ephemeralContainers",
          "initContainers",
          "containers",
          "restartPolicy");

  /// Volumes that begin empty or that nobody writes.
  private static final Set<String> OWN_VOLUMES =
      Set.of("emptyDir", "configMap", "secret", "projected", "downwardAPI", "ephemeral", "image");

  /// One in which the program begins slowly and is stopped at once by the supervisor, which sees
  /// its processes.
  KubeObject looking(Timing timing) {
    Document app = slow(plain(ofTemplate(), false));
    Document spec =
        spec(LOOKING_SECONDS, 0)
            .with(true, "shareProcessNamespace")
            .with(List.of(helper(timing, true), app), "containers");
    return pod(spec, Map.of("sidecar.istio.io/inject", "false"));
  }

  /// @param timing of the supervisor
  KubeObject debugging(Runtime runtime, HeldProgram program, int port, Timing timing) {
    Document app = runtime.start(plain(ofTemplate(), keepsLabels), program, port);
    app = withMemory(app);
    List<Document> init = new ArrayList<>();
    if (runtime.brings()) {
      app = mounting(app, true);
      init.add(mounting(helper(timing, false), false));
    }
    template.spec().at("initContainers").stream()
        .map(each -> plain(each, false))
        .forEach(init::add);
    List<Document> containers = new ArrayList<>();
    for (Document each : template.spec().at("containers").items()) {
      boolean debugged = each.at("name").textOrEmpty().equals(target.name());
      containers.add(debugged ? app : plain(each, keepsLabels));
    }
    Document spec =
        spec(keepsLabels ? TRAFFIC_SECONDS : DEBUGGING_SECONDS, 2).with(containers, "containers");
    if (!init.isEmpty()) {
      spec = spec.with(init, "initContainers");
    }
    if (runtime.brings()) {
      List<Object> volumes = new ArrayList<>(template.spec().at("volumes").items());
      volumes.add(Map.of("name", HELPER, "emptyDir", Map.of("sizeLimit", "256Mi")));
      spec = spec.with(volumes, "volumes");
    }
    Document pods = spec.at("resources", "limits", "memory");
    if (!pods.isNothing()) {
      spec = spec.with(raised(pods.textOrEmpty()), "resources", "limits", "memory");
    }
    return pod(spec, Map.of());
  }

  /// Names of the volumes that are mounted read-only, though the original may write there.
  List<String> readOnly() {
    Set<String> outliving = outliving();
    return ofTemplate().at("volumeMounts").stream()
        .filter(each -> !each.at("readOnly").isTrue())
        .map(each -> each.at("name").textOrEmpty())
        .filter(outliving::contains)
        .distinct()
        .toList();
  }

  /// Names of containers that run before the program, as they did for the original.
  List<String> before() {
    return template.spec().at("initContainers").stream()
        .map(each -> each.at("name").textOrEmpty())
        .toList();
  }

  private Document ofTemplate() {
    return template.spec().at("containers").stream()
        .filter(each -> each.at("name").textOrEmpty().equals(target.name()))
        .findFirst()
        .orElseGet(target::spec);
  }

  private KubeObject pod(Document spec, Map<String, String> more) {
    Map<String, String> labels = new TreeMap<>();
    Map<String, String> annotations = new TreeMap<>();
    template.labels().forEach((key, value) -> keep(labels, key, value));
    template.annotations().forEach((key, value) -> keep(annotations, key, value));
    if (keepsLabels) {
      template.labels().entrySet().stream()
          .filter(each -> OF_CONTROLLERS.stream().noneMatch(each.getKey()::startsWith))
          .forEach(each -> labels.put(each.getKey(), each.getValue()));
    }
    labels.putAll(more);
    annotations.remove("sidecar.istio.io/status");
    labels.put("app.kubernetes.io/managed-by", "mooring");
    labels.put(LABEL, "true");
    annotations.put(NONCE, nonce);
    annotations.put(OF, target.pod().name());
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    metadata.put("namespace", target.pod().namespace());
    metadata.put("labels", labels);
    metadata.put("annotations", annotations);
    Map<String, Object> pod = new LinkedHashMap<>();
    pod.put("apiVersion", "v1");
    pod.put("kind", "Pod");
    pod.put("metadata", metadata);
    pod.put("spec", spec);
    return new KubeObject(Document.of(pod));
  }

  private static void keep(Map<String, String> kept, String key, String value) {
    if (INJECTION.stream().anyMatch(key::contains)) {
      kept.put(key, value);
    }
  }

  private Document spec(long seconds, int grace) {
    Document spec = template.spec();
    for (String each : LEFT_OUT) {
      spec = spec.without(each);
    }
    return spec.with(target.pod().at("spec", "nodeName").textOrEmpty(), "nodeName")
        .with("Never", "restartPolicy")
        .with(seconds, "activeDeadlineSeconds")
        .with(grace, "terminationGracePeriodSeconds");
  }

  /// A container without what makes the kubelet restart, hold up or disturb it.
  ///
  /// @param readiness whether Services learn when it stands still
  private Document plain(Document container, boolean readiness) {
    Document plain = container;
    for (String each : List.of("livenessProbe", "startupProbe", "lifecycle", "stdin", "tty")) {
      plain = plain.without(each);
    }
    if (!readiness) {
      plain = plain.without("readinessProbe");
    }
    if (!plain.at("ports").isNothing()) {
      plain =
          plain.with(
              plain.at("ports").stream().map(each -> each.without("hostPort")).toList(), "ports");
    }
    Set<String> outliving = outliving();
    if (!plain.at("volumeMounts").isNothing()) {
      plain =
          plain.with(
              plain.at("volumeMounts").stream()
                  .map(
                      each ->
                          outliving.contains(each.at("name").textOrEmpty())
                              ? each.with(true, "readOnly")
                              : each)
                  .toList(),
              "volumeMounts");
    }
    return plain.with("IfNotPresent", "imagePullPolicy");
  }

  private Set<String> outliving() {
    Set<String> names = new LinkedHashSet<>();
    for (Document each : template.spec().at("volumes").items()) {
      if (each.entries().keySet().stream().noneMatch(OWN_VOLUMES::contains)) {
        names.add(each.at("name").textOrEmpty());
      }
    }
    return names;
  }

  private static Document slow(Document container) {
    Document memory = container.at("resources", "limits", "memory");
    Map<String, Object> limits = new LinkedHashMap<>();
    limits.put("cpu", SLOW);
    if (!memory.isNothing()) {
      limits.put("memory", memory);
    }
    return container.with(
        Map.of("requests", Map.of("cpu", "1m", "memory", "1Mi"), "limits", limits), "resources");
  }

  private static Document withMemory(Document container) {
    Document limit = container.at("resources", "limits", "memory");
    if (limit.isNothing()) {
      return container;
    }
    Document with = container.with(raised(limit.textOrEmpty()), "resources", "limits", "memory");
    // Else Kubernetes asks the node for as much as the limit is.
    return with.at("resources", "requests", "memory").isNothing()
        ? with.with(limit, "resources", "requests", "memory")
        : with;
  }

  private static String raised(String limit) {
    return Quantity.bytes(limit)
        .map(bytes -> String.valueOf(Math.min(bytes, Long.MAX_VALUE / 2) + DEBUGGER_MEMORY))
        .orElse(limit);
  }

  private static Document mounting(Document container, boolean readOnly) {
    List<Object> mounts = new ArrayList<>(container.at("volumeMounts").items());
    mounts.add(Map.of("name", HELPER, "mountPath", PLACE, "readOnly", readOnly));
    return container.with(mounts, "volumeMounts");
  }

  private Document helper(Timing timing, boolean holds) {
    Map<String, Object> helper = new LinkedHashMap<>();
    helper.put("name", HELPER);
    helper.put("image", image.image());
    helper.put("imagePullPolicy", image.pullPolicy());
    helper.put("stdin", true);
    helper.put(
        "command",
        Stream.concat(
                DebugContainer.command(timing.silence(), timing.patience()).stream(),
                holds ? Stream.of("hold") : Stream.empty())
            .toList());
    helper.put("env", List.of(Map.of("name", "TMPDIR", "value", holds ? "/tmp" : PLACE)));
    helper.put("securityContext", privileges.context());
    helper.put(
        "resources",
        Map.of(
            "requests", Map.of("cpu", "10m", "memory", "16Mi"),
            "limits", Map.of("cpu", "1", "memory", "256Mi")));
    return Document.of(helper);
  }
}
