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
            : report.complete()
                ? Messages.of("all-granted")
                : Messages.of("missing", report.words()));
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
          Messages.of("the-pod-runs-on-windows-where"),
          Messages.of("debug-a-pod-on-a-linux"));
    }
    if (!List.of("amd64", "arm64", "unknown").contains(architecture)) {
      findings.warning(
          "architecture",
          "Node",
          Messages.of("its-architecture-is", architecture),
          Messages.of("make-sure-that-the-helper-image"));
    }
  }

  private static void podAndUser(TargetContainer target, PodSecurity security, Findings findings) {
    String phase = target.pod().at("status", "phase").textOrEmpty();
    if (target.pod().deleting()) {
      findings.add(
          Finding.blocker(
              "debug.pod",
              "Pod",
              Messages.of("it-is-being-deleted"),
              new Remedy.Wait(Messages.of("wait-for-its-replacement-then-try"), Duration.ZERO)));
    } else if (!phase.equals("Running")) {
      findings.add(
          Finding.blocker(
              "debug.pod",
              "Pod",
              Messages.of("it-is", phase),
              new Remedy.Wait(Messages.of("wait-until-it-runs"), Duration.ZERO)));
    } else if (!target.running()) {
      findings.add(
          Finding.blocker(
              "debug.container",
              Messages.of("container", target.name()),
              Messages.of("it-is-not-running", waiting(target)),
              new Remedy.Command(
                  Messages.of("see-what-the-pod-reports"),
                  "kubectl describe pod "
                      + target.pod().name()
                      + " -n "
                      + target.pod().namespace())));
    }
    if (target.pod().annotations().containsKey("kubernetes.io/config.mirror")) {
      findings.blocker(
          "static-pod",
          "Pod",
          Messages.of("it-is-a-static-pod-of"),
          Messages.of("debug-another-pod"));
    }
    findings.fact(Messages.of("pod-security"), security.words());
    findings.fact(Messages.of("runs-as"), target.user().words());
    List<String> added = target.capabilities("add");
    List<String> dropped = target.capabilities("drop");
    String capabilities = Messages.of("default");
    if (!added.isEmpty()) {
      capabilities = Messages.of("added", capabilities, String.join(" ", added));
    }
    if (!dropped.isEmpty()) {
      capabilities = Messages.of("dropped", capabilities, String.join(" ", dropped));
    }
    findings.fact(
        "capabilities", target.privileged() ? Messages.of("all-privileged") : capabilities);
    if (security.needsUser() && !target.user().known()) {
      findings.blocker(
          "user",
          "User",
          Messages.of("nothing-says-which-user-the-container", security.words()),
          Messages.of("set-runasuser-and-runasgroup-in-the"));
    }
    TargetContainer.User user = target.user();
    if (user.known() && !user.gidKnown() && security.needsUser()) {
      findings.warning(
          "group",
          "User",
          Messages.of("the-group-it-runs-as-is"),
          Messages.of("set-runasgroup-if-attaching-is-refused"));
    }
    if (target.sharesProcesses()) {
      findings.fact("processes", Messages.of("shared-by-the-pods-containers-process"));
    }
    List<String> attached = target.debugContainers();
    if (!attached.isEmpty()) {
      findings.add(
          Finding.blocker(
              "debug.attached",
              "Debugger",
              Messages.of("one-is-attached-already", String.join(", ", attached)),
              new Remedy.Wait(
                  Messages.of("end-that-session-if-its-mooring"), Duration.ofSeconds(30))));
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
              findings.fact(Messages.of("time-to-restart"), seconds + " s");
              findings.warning(
                  "liveness",
                  Messages.of("liveness-probe"),
                  Messages.of("it-restarts-the-container-once-that", seconds),
                  Messages.of("continue-in-time-or-raise-failurethreshold"));
            });
    if (!spec.at("readinessProbe").isNothing()) {
      findings.warning(
          "readiness",
          Messages.of("readiness-probe"),
          Messages.of("while-the-app-is-stopped-it"),
          Messages.of("expect-no-traffic-from-them-until"));
    }
    target
        .memoryLimit()
        .ifPresent(
            limit -> {
              findings.fact(Messages.of("memory-limit"), limit / MEBI + " MiB");
              if (podLimited(target)) {
                findings.warning(
                    "memory",
                    "Memory",
                    Messages.of("the-limit-is-the-whole-pods"),
                    Messages.of("leave-128-to-256-mib-free"));
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
