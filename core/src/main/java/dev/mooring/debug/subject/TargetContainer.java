package dev.mooring.debug.subject;

import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Quantity;
import dev.mooring.document.Document;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One container of one pod, as the API server described both at one moment: nothing here asks the
/// cluster again, so what is true of a run stops being true with it ([#sameRun]).
///
/// @param pod the whole object, its status included
/// @param name of a container in `spec.containers`; where there is none of that name, [#spec] and
/// [#status] are nothing and everything else says what an empty one would
public record TargetContainer(KubeObject pod, String name) {

  /// What names of debug containers begin with; five random letters follow.
  public static final String EPHEMERAL_PREFIX = "mooring-debug-";

  /// Of a pod that Mooring made as a copy of another.
  public static final String COPY_LABEL = "mooring.dev/debug-copy";

  /// What the runtime or the manifest says about the user the container runs as.
  ///
  /// @param known false when nothing says who it is
  /// @param gidKnown false when nothing says its group
  /// @param words "uid 1000, gid 0 (gid assumed)"
  public record User(boolean known, long uid, long gid, boolean gidKnown, String words) {}

  /// Its entry in `spec.containers`.
  public Document spec() {
    return named(pod.at("spec", "containers"));
  }

  /// Its entry in `status.containerStatuses`; nothing before the kubelet wrote one.
  public Document status() {
    return named(pod.at("status", "containerStatuses"));
  }

  /// How often the kubelet has started it anew in this pod; 0 before the first start.
  public long restarts() {
    return status().at("restartCount").integer().orElse(0L);
  }

  /// Whether the kubelet said last that its process runs. One that waits to be restarted does
  /// not.
  public boolean running() {
    return !status().at("state", "running").isNothing();
  }

  /// Whether its readiness probe says so, or it has none.
  public boolean ready() {
    return status().at("ready").isTrue();
  }

  /// The runtime's id without its scheme; empty when there is none yet.
  public String containerId() {
    String id = status().at("containerID").textOrEmpty();
    return id.substring(id.lastIndexOf('/') + 1);
  }

  /// Its image as the node has it, by digest; as the manifest names it where the node says nothing.
  public String image() {
    String real = status().at("imageID").textOrEmpty();
    return real.isEmpty() ? spec().at("image").textOrEmpty() : real;
  }

  /// Whether all containers of the pod see each other's processes, so that a number alone
  /// does not
  /// say whose a process is.
  public boolean sharesProcesses() {
    return pod.at("spec", "shareProcessNamespace").isTrue();
  }

  /// Whether it sees every process of its node, those of other pods included.
  public boolean sharesNodesProcesses() {
    return pod.at("spec", "hostPID").isTrue();
  }

  /// The kubelet's word first: an image's user says nothing of the group that it really got.
  public User user() {
    Document real = status().at("user", "linux");
    Optional<Long> uid = real.at("uid").integer();
    Optional<Long> gid = real.at("gid").integer();
    if (uid.isPresent() && gid.isPresent()) {
      return new User(
          true, uid.get(), gid.get(), true, Messages.of("uid-gid", uid.get(), gid.get()));
    }
    uid = wanted("runAsUser");
    gid = wanted("runAsGroup");
    if (uid.isEmpty()) {
      return new User(false, 0, 0, false, Messages.of("unknown-neither-the-node-nor-the"));
    }
    return new User(
        true,
        uid.get(),
        gid.orElse(0L),
        gid.isPresent(),
        gid.isEmpty()
            ? Messages.of("uid-gid-assumed", uid.get(), 0)
            : Messages.of("uid-gid", uid.get(), gid.get()));
  }

  /// The capabilities that the manifest adds or drops, as it writes them.
  ///
  /// @param list "add" or "drop"
  public List<String> capabilities(String list) {
    return spec().at("securityContext", "capabilities", list).texts();
  }

  /// Whether its process has every capability of the node, which a debugger has to have, too.
  public boolean privileged() {
    return spec().at("securityContext", "privileged").isTrue();
  }

  /// Seconds a stopped program has before the kubelet restarts it: by its startup probe until that
  /// has passed, then by its liveness probe. Empty where no probe does.
  public Optional<Long> stopBudget() {
    boolean starting = !spec().at("startupProbe").isNothing() && isNotStarted();
    return Probe.of(this, starting ? "startup" : "liveness")
        .filter(probe -> !probe.answered())
        .map(Probe::seconds);
  }

  private boolean isNotStarted() {
    Document started = status().at("started");
    return !started.isNothing() && !started.isTrue();
  }

  /// Seconds a stopped program has before its Services send it nothing more; empty where its
  /// readiness probe passes all the same, or it has none.
  public Optional<Long> trafficBudget() {
    return Probe.of(this, "readiness").filter(probe -> !probe.answered()).map(Probe::seconds);
  }

  /// The memory limit in bytes; empty without one or when it cannot be read.
  public Optional<Long> memoryLimit() {
    return Quantity.bytes(spec().at("resources", "limits", "memory").textOrEmpty());
  }

  /// Whether something replaces the pod when it goes.
  boolean owned() {
    return pod.at("metadata", "ownerReferences").stream()
        .anyMatch(owner -> owner.at("controller").isTrue());
  }

  /// Whether it is the run of the container that the other is: no restart, no other pod, between.
  public boolean sameRun(TargetContainer other) {
    return pod.uid().equals(other.pod.uid()) && restarts() == other.restarts();
  }

  /// What stays the same when the pod is replaced: "Deployment/hello/app".
  public String workload() {
    for (Document owner : pod.at("metadata", "ownerReferences").items()) {
      if (owner.at("controller").isTrue()) {
        String kind = owner.at("kind").textOrEmpty();
        String called = owner.at("name").textOrEmpty();
        String hash = pod.labels().getOrDefault("pod-template-hash", "");
        boolean deployment = kind.equals("ReplicaSet") && !hash.isEmpty();
        return deployment && called.endsWith("-" + hash)
            ? "Deployment/" + called.substring(0, called.length() - hash.length() - 1) + "/" + name
            : kind + "/" + called + "/" + name;
      }
    }
    return "Pod/" + pod.name() + "/" + name;
  }

  /// Name of what made the pod, as people know it: "hello".
  public String owner() {
    return workload().split("/", -1)[1];
  }

  /// Debug containers of Mooring's that still run in this pod.
  public List<String> debugContainers() {
    return pod.at("status", "ephemeralContainerStatuses").items().stream()
        .filter(s -> !s.at("state", "running").isNothing())
        .map(s -> s.at("name").textOrEmpty())
        .filter(s -> s.startsWith(EPHEMERAL_PREFIX))
        .filter(s -> name.equals(targetOf(s)))
        .toList();
  }

  private String targetOf(String ephemeral) {
    return pod.at("spec", "ephemeralContainers").items().stream()
        .filter(c -> c.at("name").textOrEmpty().equals(ephemeral))
        .map(c -> c.at("targetContainerName").textOrEmpty())
        .findFirst()
        .orElse("");
  }

  private Optional<Long> wanted(String field) {
    return Stream.of(spec().at("securityContext", field), pod.at("spec", "securityContext", field))
        .flatMap(d -> d.integer().stream())
        .findFirst();
  }

  private Document named(Document list) {
    return list.items().stream()
        .filter(c -> c.at("name").textOrEmpty().equals(name))
        .findFirst()
        .orElse(Document.nothing());
  }
}
