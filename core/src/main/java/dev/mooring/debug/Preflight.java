package dev.mooring.debug;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Report;
import dev.mooring.rights.Review;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
      Future<Report> rights =
          together.submit(() -> Review.of(cluster, Needs.debug(target.pod().namespace())));
      try {
        rights(rights.get(), findings);
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
            findings.all.stream()
                .sorted(Comparator.comparing(Finding::level, Comparator.reverseOrder()))
                .toList(),
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

  private static void rights(Report report, Findings findings) {
    findings.fact(
        "rights",
        !report.answered()
            ? "unknown"
            : report.complete() ? "all there" : "missing: " + report.words());
    if (!report.missing().isEmpty()) {
      findings.add(report.finding("Rights", Finding.Level.BLOCKER));
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
          "node",
          "Node",
          "the pod runs on Windows, where Delve cannot attach",
          "Debug a pod on a Linux node");
    }
    if (!List.of("amd64", "arm64", "unknown").contains(architecture)) {
      findings.warning(
          "architecture",
          "Node",
          "its architecture is " + architecture,
          "Make sure that the helper image has Delve for it");
    }
  }

  private static void podAndUser(TargetContainer target, PodSecurity security, Findings findings) {
    String phase = target.pod().at("status", "phase").textOrEmpty();
    if (target.pod().deleting()) {
      findings.add(
          Finding.blocker(
              "debug.pod",
              "Pod",
              "it is being deleted",
              new Remedy.Wait("Wait for its replacement, then try again", Duration.ZERO)));
    } else if (!phase.equals("Running")) {
      findings.add(
          Finding.blocker(
              "debug.pod",
              "Pod",
              "it is " + phase,
              new Remedy.Wait("Wait until it runs", Duration.ZERO)));
    } else if (!target.running()) {
      findings.add(
          Finding.blocker(
              "debug.container",
              "Container " + target.name(),
              "it is not running" + waiting(target),
              new Remedy.Command(
                  "See what the pod reports",
                  "kubectl describe pod "
                      + target.pod().name()
                      + " -n "
                      + target.pod().namespace())));
    }
    if (target.pod().annotations().containsKey("kubernetes.io/config.mirror")) {
      findings.blocker(
          "static-pod",
          "Pod",
          "it is a static pod of the kubelet, which takes no debug containers",
          "Debug another pod");
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
          "user",
          "User",
          "nothing says which user the container runs as, and Pod Security "
              + security.words()
              + " forbids the capability that would make up for it",
          "Set runAsUser and runAsGroup in the pod's securityContext");
    }
    if (target.user().words().endsWith("(gid assumed)") && security.needsUser()) {
      findings.warning(
          "group",
          "User",
          "the group it runs as is not known; 0 is tried",
          "Set runAsGroup if attaching is refused");
    }
    if (target.sharesProcesses()) {
      findings.fact("processes", "shared by the pod's containers; process 1 is the pause process");
    }
    List<String> attached = target.debugContainers();
    if (!attached.isEmpty()) {
      findings.add(
          Finding.blocker(
              "debug.attached",
              "Debugger",
              "one is attached already (" + String.join(", ", attached) + ")",
              new Remedy.Wait(
                  "End that session; if its Mooring is gone, it ends by itself within about half a"
                      + " minute",
                  Duration.ofSeconds(30))));
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
                  "liveness",
                  "Liveness probe",
                  "it restarts the container once that is stopped for about " + seconds + " s",
                  "Continue in time, or raise failureThreshold while you debug");
            });
    if (!spec.at("readinessProbe").isNothing()) {
      findings.warning(
          "readiness",
          "Readiness probe",
          "while the app is stopped, it takes the pod out of its Services",
          "Expect no traffic from them until you continue");
    }
    target
        .memoryLimit()
        .ifPresent(
            limit -> {
              findings.fact("memory limit", limit / MEBI + " MiB");
              if (podLimited(target)) {
                findings.warning(
                    "memory",
                    "Memory",
                    "the limit is the whole pod's, and Delve's memory counts towards it",
                    "Leave 128 to 256 MiB free: if Delve is killed for lack of memory, the app can"
                        + " end with it");
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
    final List<Finding> all = new ArrayList<>();
    final List<Verdict.Fact> facts = new ArrayList<>();

    void add(Finding finding) {
      all.add(finding);
    }

    void blocker(String id, String subject, String sentence, String whatToDo) {
      add(Finding.blocker("debug." + id, subject, sentence, new Remedy.Advice(whatToDo)));
    }

    void warning(String id, String subject, String sentence, String whatToDo) {
      add(Finding.warning("debug." + id, subject, sentence, new Remedy.Advice(whatToDo)));
    }

    void fact(String name, String value) {
      facts.add(new Verdict.Fact(name, value));
    }
  }
}
