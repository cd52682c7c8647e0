package dev.mooring.debug;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Finds out, by questions only, what stands in the way of attaching to a container.
final class Preflight {
  private static final long MEBI = 1 << 20;

  /// Delve's own need beside a small program, measured.
  private static final long DELVE_MEMORY = 256 * MEBI;

  private final Cluster cluster;

  Preflight(Cluster cluster) {
    this.cluster = cluster;
  }

  /// @param security of the namespace
  record Judged(TargetContainer target, PodSecurity security, Verdict verdict) {}

  Judged judge(DebugTarget wanted) throws InterruptedException {
    TargetContainer target = new PodChoice(cluster).choose(wanted);
    Findings findings = new Findings();
    PodSecurity security;
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<PodSecurity> level = together.submit(() -> security(target.pod().namespace()));
      Future<Map<String, String>> node =
          together.submit(() -> nodeLabels(target.pod().at("spec", "nodeName").textOrEmpty()));
      Future<List<String>> missing = together.submit(() -> missingRights(target, together));
      try {
        missingRights(missing.get(), target, findings);
        security = level.get();
        node(node.get(), target, findings);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof MooringException known) {
          throw known;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        together.shutdownNow();
        throw e;
      }
    }
    podAndUser(target, security, findings);
    resources(target, findings);
    return new Judged(
        target,
        security,
        new Verdict(
            target.pod().namespace(),
            target.pod().name(),
            target.name(),
            findings.blockers.isEmpty(),
            findings.reasons(),
            List.copyOf(findings.facts)));
  }

  private PodSecurity security(String namespace) throws InterruptedException {
    try {
      Optional<KubeObject> found = cluster.get(Kind.NAMESPACE, null, namespace);
      return PodSecurity.of(found.map(KubeObject::labels).orElse(Map.of()));
    } catch (MooringException e) {
      // Not readable: the server still says so when the container is added.
      return PodSecurity.PRIVILEGED;
    }
  }

  private Map<String, String> nodeLabels(String node) throws InterruptedException {
    try {
      return node.isEmpty()
          ? Map.of()
          : cluster.get(Kind.NODE, null, node).map(KubeObject::labels).orElse(Map.of());
    } catch (MooringException e) {
      return Map.of(); // many users may not look at nodes
    }
  }

  private List<String> missingRights(TargetContainer target, ExecutorService together)
      throws InterruptedException, ExecutionException {
    String namespace = target.pod().namespace();
    Map<AccessRequest, Future<Boolean>> answers = new LinkedHashMap<>();
    for (AccessRequest each :
        List.of(
            AccessRequest.to("patch", Kind.POD, "ephemeralcontainers", namespace),
            AccessRequest.to("create", Kind.POD, "attach", namespace),
            AccessRequest.to("get", Kind.POD, "attach", namespace),
            AccessRequest.to("create", Kind.POD, "portforward", namespace),
            AccessRequest.to("get", Kind.POD, "portforward", namespace))) {
      Callable<Boolean> question = () -> cluster.allowed(each);
      answers.put(each, together.submit(question));
    }
    List<String> missing = new ArrayList<>();
    for (Map.Entry<AccessRequest, Future<Boolean>> each : answers.entrySet()) {
      if (!each.getValue().get()) {
        missing.add(each.getKey().verb() + " " + each.getKey().resource());
      }
    }
    return missing;
  }

  private static void missingRights(
      List<String> missing, TargetContainer target, Findings findings) {
    if (missing.isEmpty()) {
      findings.fact("rights", "all there");
    } else {
      findings.fact("rights", "missing: " + String.join(", ", missing));
      findings.blocker(
          "You lack the right to " + String.join(", ", missing),
          "ask for a Role with these in namespace " + target.pod().namespace());
    }
  }

  private static void node(Map<String, String> labels, TargetContainer target, Findings findings) {
    String system =
        labels.getOrDefault(
            "kubernetes.io/os", target.pod().at("spec", "os", "name").textOrEmpty());
    String architecture = labels.getOrDefault("kubernetes.io/arch", "unknown");
    String name = target.pod().at("spec", "nodeName").textOrEmpty();
    findings.fact("node", name + " (" + architecture + ")");
    if (system.equals("windows")) {
      findings.blocker(
          "The pod runs on a Windows node",
          "debug a pod on a Linux node; Delve attaches only there");
    }
    if (!List.of("amd64", "arm64", "unknown").contains(architecture)) {
      findings.warning(
          "The node is " + architecture, "make sure the helper image has Delve for it");
    }
  }

  private static void podAndUser(TargetContainer target, PodSecurity security, Findings findings) {
    String phase = target.pod().at("status", "phase").textOrEmpty();
    if (target.pod().deleting()) {
      findings.blocker("The pod is being deleted", "wait for its replacement and try again");
    } else if (!phase.equals("Running")) {
      findings.blocker("The pod is " + phase, "wait until it runs");
    } else if (!target.running()) {
      findings.blocker(
          "Container " + target.name() + " is not running" + waiting(target),
          "see `kubectl describe pod " + target.pod().name() + "`");
    }
    if (target.pod().annotations().containsKey("kubernetes.io/config.mirror")) {
      findings.blocker(
          "It is a static pod of the kubelet", "debug another; such pods take no debug containers");
    }
    findings.fact("Pod Security", security.words());
    findings.fact("runs as", target.user().words());
    List<String> added = target.capabilities("add");
    List<String> dropped = target.capabilities("drop");
    findings.fact(
        "capabilities",
        target.privileged()
            ? "all (privileged)"
            : "default"
                + (added.isEmpty() ? "" : ", added " + String.join(" ", added))
                + (dropped.isEmpty() ? "" : ", dropped " + String.join(" ", dropped)));
    if (security.needsUser() && !target.user().known()) {
      findings.blocker(
          "Nothing says which user the container runs as, and Pod Security "
              + security.words()
              + " forbids the capability that would make that unimportant",
          "set runAsUser and runAsGroup in the pod's securityContext");
    }
    if (target.user().words().endsWith("(gid assumed)") && security.needsUser()) {
      findings.warning(
          "The group it runs as is not known; 0 is tried",
          "set runAsGroup if attaching is refused");
    }
    if (target.sharesProcesses()) {
      findings.fact("processes", "shared by the pod's containers; process 1 is the pause process");
    }
    List<String> attached = target.debugContainers();
    if (!attached.isEmpty()) {
      findings.blocker(
          "A debugger is attached already (" + String.join(", ", attached) + ")",
          "end that session; without its Mooring it ends by itself in about half a minute");
    }
  }

  private static void resources(TargetContainer target, Findings findings) {
    Document spec = target.spec();
    List<String> probes = new ArrayList<>();
    for (String kind : List.of("liveness", "readiness", "startup")) {
      if (!spec.at(kind + "Probe").isNothing()) {
        probes.add(kind);
      }
    }
    findings.fact("probes", probes.isEmpty() ? "none" : String.join(", ", probes));
    target
        .stopBudget()
        .ifPresent(
            seconds -> {
              findings.fact("stop budget", seconds + " s");
              findings.warning(
                  "The liveness probe restarts the container when it is stopped for about "
                      + seconds
                      + " s",
                  "continue in time, or raise failureThreshold while you debug");
            });
    if (!spec.at("readinessProbe").isNothing()) {
      findings.warning(
          "While stopped, the readiness probe takes the pod out of its Services",
          "expect no traffic from them until you continue");
    }
    target
        .memoryLimit()
        .ifPresent(
            limit -> {
              findings.fact("memory limit", limit / MEBI + " MiB");
              if (podLimited(target)) {
                findings.warning(
                    "Memory is limited for the whole pod, and Delve's counts in",
                    "leave 128 to 256 MiB free; a Delve that is killed for memory can end the program");
              }
            });
  }

  /// Ephemeral containers have no limit of their own: only a limit of the pod can meet Delve.
  private static boolean podLimited(TargetContainer target) {
    Optional<Long> pod =
        Quantity.bytes(target.pod().at("spec", "resources", "limits", "memory").textOrEmpty());
    if (pod.isPresent()) {
      return true;
    }
    List<Document> all = target.pod().at("spec", "containers").items();
    long sum = 0;
    for (Document each : all) {
      Optional<Long> limit = Quantity.bytes(each.at("resources", "limits", "memory").textOrEmpty());
      if (limit.isEmpty()) {
        return false;
      }
      sum += limit.get();
    }
    return sum < 2 * DELVE_MEMORY;
  }

  private static String waiting(TargetContainer target) {
    String reason = target.status().at("state", "waiting", "reason").textOrEmpty();
    return reason.isEmpty() ? "" : " (" + reason.toLowerCase(Locale.ROOT) + ")";
  }

  private static final class Findings {
    final List<String> blockers = new ArrayList<>();
    final List<String> warnings = new ArrayList<>();
    final List<Verdict.Fact> facts = new ArrayList<>();

    void blocker(String what, String whatToDo) {
      blockers.add(what + ": " + whatToDo);
    }

    void warning(String what, String whatToDo) {
      warnings.add(what + ": " + whatToDo);
    }

    void fact(String name, String value) {
      facts.add(new Verdict.Fact(name, value));
    }

    List<String> reasons() {
      List<String> all = new ArrayList<>(blockers);
      all.addAll(warnings);
      return List.copyOf(all);
    }
  }
}
