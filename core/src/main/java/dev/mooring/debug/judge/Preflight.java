package dev.mooring.debug.judge;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.Candidates;
import dev.mooring.debug.DebugTarget;
import dev.mooring.debug.Verdict;
import dev.mooring.debug.program.Programs;
import dev.mooring.debug.program.TargetProgram;
import dev.mooring.debug.running.Launch;
import dev.mooring.debug.running.RunningDebugger;
import dev.mooring.debug.session.Callers;
import dev.mooring.debug.subject.Attempts;
import dev.mooring.debug.subject.ContainerChoice;
import dev.mooring.debug.subject.PodChoice;
import dev.mooring.debug.subject.PodSecurity;
import dev.mooring.debug.subject.SavedTemplate;
import dev.mooring.debug.subject.TargetContainer;
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
///
/// It reads the pod, its node, the namespace's labels, and reviews of the user's own rights,
/// and looks at the program where that needs no debug container. What it finds is a verdict
/// with reasons, not a failure. Each call blocks on the cluster.
public final class Preflight {
  /// Containers of one pod that are judged.
  private static final int MOST = 50;

  /// Nodes of the practice cluster and of kwok: pods are said to run there, and don't.
  private static final List<String> SIMULATED =
      List.of("mooring.dev/simulated", "kwok.x-k8s.io/node");

  private final Cluster cluster;
  private final Attempts attempts;
  private final Programs programs;

  /// @param attempts what earlier attempts at an image showed
  /// @param programs how to learn what a container runs
  public Preflight(Cluster cluster, Attempts attempts, Programs programs) {
    this.cluster = cluster;
    this.attempts = attempts;
    this.programs = programs;
  }

  /// @param security of the namespace
  /// @param running a debugger that the container runs already
  /// @param wakes whether its debugger is opened by a signal
  /// @param callers of the pod
  public record Judged(
      TargetContainer target,
      PodSecurity security,
      Optional<RunningDebugger> running,
      boolean wakes,
      Callers callers,
      Verdict verdict) {}

  /// What is the same for all containers of a pod.
  private record Around(
      PodSecurity security, Optional<KubeObject> node, Report rights, Callers callers) {}

  /// Judges one container, and what of it decides how a debugger would get in.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no such container, several
  /// could be meant, or the cluster cannot be asked
  public Judged judge(DebugTarget wanted) throws InterruptedException {
    TargetContainer target = new PodChoice(cluster, attempts).choose(wanted);
    Around around = around(target.pod());
    return judge(wanted, target, around, programs.look(target, architecture(around)));
  }

  /// Every container of the pod, as far as it is known without a look at its program.
  public Candidates candidates(DebugTarget wanted) throws InterruptedException {
    return candidates(wanted, programs::glance);
  }

  /// The same with a look at each program.
  public Candidates looked(DebugTarget wanted) throws InterruptedException {
    return candidates(wanted, programs::look);
  }

  private interface Question {
    Optional<TargetProgram> ask(TargetContainer target, String architecture)
        throws InterruptedException;
  }

  private Candidates candidates(DebugTarget wanted, Question question) throws InterruptedException {
    ContainerChoice choice = new PodChoice(cluster, attempts).all(wanted);
    Around around = around(choice.all().getFirst().pod());
    List<Verdict> verdicts = new ArrayList<>();
    for (TargetContainer each : choice.all().subList(0, Math.min(choice.all().size(), MOST))) {
      Optional<TargetProgram> program = question.ask(each, architecture(around));
      verdicts.add(judge(wanted, each, around, program).verdict());
    }
    return new Candidates(verdicts, Math.min(choice.likely().size(), verdicts.size()));
  }

  private Judged judge(
      DebugTarget wanted, TargetContainer target, Around around, Optional<TargetProgram> program)
      throws InterruptedException {
    Findings findings = new Findings();
    Launch manifest = Launch.of(target.spec());
    Optional<RunningDebugger> running =
        RunningDebugger.of(
            target, program.map(each -> manifest.and(each.launch())).orElse(manifest));
    boolean wakes = program.filter(TargetProgram::wakes).isPresent();
    boolean nothingAdded = running.isPresent() || wakes;
    rights(nothingAdded ? forwarding(target) : around.rights(), findings);
    node(around.node(), target, findings);
    program.ifPresent(each -> ProgramVerdict.architecture(each, architecture(around), findings));
    pod(target, findings);
    relaunched(target, findings);
    if (running.isPresent()) {
      findings.add(Finding.ok("debug.running", "Debugger", running.get().words()));
    } else {
      if (!wakes) {
        user(target, around.security(), findings);
      }
      Optional<Finding> attempt = attempts.blocker(target);
      attempt.ifPresent(findings::add);
      if (attempt.isEmpty()) {
        ProgramVerdict.judge(program, findings);
      }
    }
    Stops.judge(target, around.callers(), findings);
    boolean copies = running.isEmpty() && copyHelps(target, findings);
    if (copies) {
      findings.add(CopyOffer.finding(wanted, target.name()));
    }
    Verdict.Way works = running.isPresent() ? Verdict.Way.FORWARD : Verdict.Way.ATTACH;
    Verdict.Way instead = copies ? Verdict.Way.COPY : Verdict.Way.NONE;
    return new Judged(
        target,
        around.security(),
        running,
        wakes,
        around.callers(),
        new Verdict(
            target.pod().namespace(),
            target.pod().name(),
            target.name(),
            findings.all.stream()
                .sorted(Comparator.comparing(Finding::level, Comparator.reverseOrder()))
                .toList(),
            List.copyOf(findings.facts),
            program.map(TargetProgram::brief).orElse(""),
            findings.blocked() ? instead : works));
  }

  /// Its workload starts it under a debugger already.
  private static void relaunched(TargetContainer target, Findings findings) {
    if (target.pod().annotations().containsKey(SavedTemplate.KEY)) {
      findings.add(
          Finding.blocker(
              "debug.relaunched",
              "Debugger",
              Messages.of("a-session-relaunched-it"),
              new Remedy.Command(
                  Messages.of("restore-it"),
                  "mooring debug restore "
                      + target.workload().toLowerCase(Locale.ROOT).replaceFirst("/[^/]*$", "")
                      + " -n "
                      + target.pod().namespace())));
    }
  }

  /// Of the node, in Go's words; "unknown" where the user can't see nodes.
  private static String architecture(Around around) {
    return around
        .node()
        .map(KubeObject::labels)
        .orElse(Map.of())
        .getOrDefault("kubernetes.io/arch", "unknown");
  }

  /// Where attaching isn't possible, a copy may be.
  private boolean copyHelps(TargetContainer target, Findings findings) throws InterruptedException {
    return findings.blocked()
        && findings.all.stream().noneMatch(CopyOffer::forbids)
        && Review.of(cluster, Needs.debugCopy(target.pod().namespace())).complete();
  }

  private Around around(KubeObject pod) throws InterruptedException {
    try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<PodSecurity> level = together.submit(() -> security(pod.namespace()));
      Future<Optional<KubeObject>> node =
          together.submit(() -> node(pod.at("spec", "nodeName").textOrEmpty()));
      Future<Report> rights =
          together.submit(() -> Review.of(cluster, Needs.debug(pod.namespace())));
      Future<Callers> callers = together.submit(() -> Callers.of(cluster, pod));
      try {
        return new Around(level.get(), node.get(), rights.get(), callers.get());
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
  }

  private Report forwarding(TargetContainer target) throws InterruptedException {
    return Review.of(cluster, Needs.forward(target.pod().namespace(), List.of()));
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

  private Optional<KubeObject> node(String node) throws InterruptedException {
    try {
      return node.isEmpty() ? Optional.empty() : cluster.get(Kind.NODE, null, node);
    } catch (MooringException e) {
      return Optional.empty(); // many users may not look at nodes
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

  private static void node(Optional<KubeObject> node, TargetContainer target, Findings findings) {
    Map<String, String> labels = node.map(KubeObject::labels).orElse(Map.of());
    String system =
        labels.getOrDefault(
            "kubernetes.io/os", target.pod().at("spec", "os", "name").textOrEmpty());
    String architecture = labels.getOrDefault("kubernetes.io/arch", "unknown");
    String name = target.pod().at("spec", "nodeName").textOrEmpty();
    findings.fact("node", name + " (" + architecture + ")");
    if (node.filter(each -> SIMULATED.stream().anyMatch(each.annotations()::containsKey))
        .isPresent()) {
      findings.blocker(
          "simulated",
          "Pod",
          Messages.of("its-node-runs-no-processes"),
          Messages.of("debug-on-another-cluster"));
    }
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

  private static void pod(TargetContainer target, Findings findings) {
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
  }

  private static void user(TargetContainer target, PodSecurity security, Findings findings) {
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
    if (target.sharesNodesProcesses()) {
      findings.fact("processes", Messages.of("shared-with-the-node"));
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

  private static String waiting(TargetContainer target) {
    String reason = target.status().at("state", "waiting", "reason").textOrEmpty();
    return reason.isEmpty() ? "" : " (" + reason.toLowerCase(Locale.ROOT) + ")";
  }
}
