package dev.mooring.debug.container;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.subject.PodTrouble;
import dev.mooring.debug.subject.Privileges;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.document.Printable;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The ephemeral container of one session (KEP-277), in the process namespace of the container that
/// is debugged. It cannot be taken from the pod again: its entry stays, ended, as long as the pod
/// lives, so each session has a name of its own.
///
/// Its methods block on the cluster and throw [MooringException] when it cannot be asked. Who makes
/// one has to see to its end: by the supervisor's `quit`, or by silence, after which the script in
/// it ends by itself.
public final class DebugContainer {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration POLL = Duration.ofMillis(250);
  /// Reasons of a waiting container that waiting does not cure (the kubelet's own words).
  public static final Set<String> HOPELESS =
      Set.of(
          "ErrImagePull",
          "ImagePullBackOff",
          "InvalidImageName",
          "ErrImageNeverPull",
          "ErrImageVerification",
          "RegistryUnavailable",
          "CreateContainerConfigError",
          "CreateContainerError",
          "RunContainerError");

  /// The script needs a `read` that takes a limit, which Debian's `sh` has not.
  private static final String SHELL =
      "s=sh; ! command -v bash >/dev/null || s=bash; exec $s -c \"$@\"";

  private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

  private final Cluster cluster;
  private final TargetContainer target;
  private final DebugImage image;
  private final String name;

  /// Chooses a name; nothing is asked of the cluster before [#add].
  ///
  /// @param image one that has a shell, or a helper that brings Delve
  public DebugContainer(Cluster cluster, TargetContainer target, DebugImage image) {
    this.cluster = cluster;
    this.target = target;
    this.image = image;
    StringBuilder suffix = new StringBuilder();
    new SecureRandom().ints(5, 0, LETTERS.length()).forEach(i -> suffix.append(LETTERS.charAt(i)));
    this.name = TargetContainer.EPHEMERAL_PREFIX + suffix;
  }

  /// The name of its entry in the pod: `mooring-debug-` and five random letters.
  public String name() {
    return name;
  }

  /// Adds it to the pod.
  ///
  /// @throws MooringException with [Code#DEBUG_CONTAINER_REFUSED] when a policy forbids these
  /// privileges
  /// @param silence after which the script in it gives up
  /// @param patience the same before the first request
  public void add(Privileges privileges, Duration silence, Duration patience)
      throws InterruptedException {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", name);
    container.put("image", image.image());
    container.put("imagePullPolicy", image.pullPolicy());
    container.put("targetContainerName", target.name());
    container.put("stdin", true);
    container.put("command", command(silence, patience));
    container.put("securityContext", privileges.context());
    try {
      patch(Document.of(Map.of("spec", Map.of("ephemeralContainers", List.of(container)))));
    } catch (MooringException e) {
      if (!refusedByPolicy(e.problem())) {
        throw e;
      }
      throw new Problem(
              Code.DEBUG_CONTAINER_REFUSED,
              Messages.of("the-cluster-refused-the-debug-container", target.pod().name()),
              e.problem().why(),
              e.problem().remedy() instanceof Remedy.Grant grant
                  ? grant
                  : new Remedy.Advice(Messages.of("ask-whoever-sets-its-policies-to")),
              e.problem().detail())
          .raise(e);
    }
  }

  /// What runs the supervisor in whatever shell an image has.
  public static List<String> command(Duration silence, Duration patience) {
    return List.of(
        "sh",
        "-c",
        SHELL,
        "sh",
        Supervisor.script(),
        "mooring",
        String.valueOf(silence.toSeconds()),
        String.valueOf(patience.toSeconds()));
  }

  private void patch(Document patch) throws InterruptedException {
    cluster.strategicPatch(
        Kind.POD, target.pod().namespace(), target.pod().name(), "ephemeralcontainers", patch);
  }

  /// Whether admission refused it, rather than a missing right: with less it might be let in.
  /// The server has no code for that, so its words decide.
  public static boolean refusedByPolicy(Problem problem) {
    String text = problem.why() + " " + problem.detail();
    return Stream.of("PodSecurity", "admission", Messages.of("denied-the-request"))
        .anyMatch(text::contains);
  }

  /// Waits until it runs. The helper image may have to be pulled first.
  public void awaitRunning() throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    String last = "";
    while (System.nanoTime() < deadline) {
      Document state = state();
      if (!state.at("running").isNothing()) {
        return;
      }
      if (!state.at("terminated").isNothing()) {
        throw endedAtOnce(state.at("terminated"));
      }
      last = state.at("waiting", "reason").textOrEmpty();
      String message = state.at("waiting", "message").textOrEmpty();
      if (HOPELESS.contains(last)) {
        throw new Problem(
                last.contains("Image") ? Code.IMAGE_NOT_PULLED : Code.DEBUG_CONTAINER_FAILED,
                Messages.of("the-debug-container-cannot-start-in", target.pod().name()),
                last + (message.isEmpty() ? "" : ": " + limited(message)),
                last.contains("Image")
                    ? new Remedy.Setting(
                        Messages.of("check-that-the-nodes-can-pull", image.image()),
                        "debugImage",
                        "")
                    : new Remedy.Advice(Messages.of("your-app-wasnt-changed-check-the")),
                "")
            .raise();
      }
      Thread.sleep(POLL);
    }
    throw new Problem(
            Code.NOT_READY,
            Messages.of("the-debug-container-did-not-start", target.pod().name()),
            Messages.of(
                "it-was-not-running-after-s",
                START_LIMIT.toSeconds(),
                last.isEmpty() ? "" : " (" + last + ")"),
            new Remedy.Command(
                Messages.of("see-what-the-pod-reports-then"),
                "kubectl describe pod " + target.pod().name() + " -n " + target.pod().namespace()))
        .raise();
  }

  /// Waits until it ended.
  ///
  /// @return false when it still runs
  public boolean awaitEnded(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Optional<KubeObject> pod = pod();
      if (pod.isEmpty() || !state(pod.get()).at("terminated").isNothing()) {
        return true;
      }
      if (System.nanoTime() >= deadline) {
        return false;
      }
      Thread.sleep(POLL);
    }
  }

  /// Why the container can no longer be debugged, where Delve does not answer; empty while it can.
  public Optional<PodTrouble> trouble() throws InterruptedException {
    Optional<KubeObject> now = cluster.get(Kind.POD, target.pod().namespace(), target.pod().name());
    Optional<PodTrouble> trouble = PodTrouble.of(now, target);
    if (trouble.isPresent()) {
      return trouble;
    }
    if (now.filter(KubeObject::deleting).isPresent()) {
      return Optional.of(PodTrouble.deleted(target));
    }
    Document ended = now.map(this::state).orElse(Document.nothing()).at("terminated");
    // It ends with the target's container, which the status may tell a moment later.
    return ended.isNothing()
        ? Optional.empty()
        : Optional.of(
            new PodTrouble(
                Code.DEBUG_SESSION_ENDED,
                Messages.of("the-debug-container-exited", ended.at("reason").textOrEmpty()),
                true));
  }

  /// Whether the node is lost.
  public Optional<PodTrouble> nodeTrouble() throws InterruptedException {
    return PodTrouble.ofNode(cluster, target);
  }

  private Optional<KubeObject> pod() throws InterruptedException {
    return cluster
        .get(Kind.POD, target.pod().namespace(), target.pod().name())
        .filter(p -> p.uid().equals(target.pod().uid()));
  }

  private Document state() throws InterruptedException {
    return state(
        pod()
            .orElseThrow(
                () ->
                    new Problem(
                            Code.POD_GONE,
                            Messages.of("cannot-debug-pod", target.pod().name()),
                            Messages.of("it-has-been-deleted"),
                            new Remedy.Advice(Messages.of("try-again-with-its-replacement")))
                        .raise()));
  }

  private Document state(KubeObject pod) {
    return pod.at("status", "ephemeralContainerStatuses").items().stream()
        .filter(s -> s.at("name").textOrEmpty().equals(name))
        .map(s -> s.at("state"))
        .findFirst()
        .orElse(Document.nothing());
  }

  private MooringException endedAtOnce(Document ended) throws InterruptedException {
    String text = "";
    try {
      text = cluster.log(target.pod().namespace(), target.pod().name(), name, 20);
    } catch (MooringException e) {
      text = e.problem().why();
    }
    return new Problem(
            Code.DEBUG_CONTAINER_FAILED,
            Messages.of("the-debug-container-exited-immediately", target.pod().name()),
            Messages.of(
                "exit-code",
                ended.at("reason").textOrEmpty(),
                ended.at("exitCode").textOrEmpty(),
                limited(ended.at("message").textOrEmpty())),
            new Remedy.Setting(
                Messages.of("choose-a-helper-image-that-has", image.image()), "debugImage", ""),
            text)
        .raise();
  }

  private static String limited(String text) {
    return Printable.cut(text, 600);
  }
}
