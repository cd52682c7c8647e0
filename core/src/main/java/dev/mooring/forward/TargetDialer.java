package dev.mooring.forward;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.document.Document;
import dev.mooring.job.Observed;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Dials whichever ready pod stands behind a target at the moment: the last good one while it is
/// ready, else the next.
///
/// When none is ready the caller waits up to 30 s for one. Pods and the target's own object are
/// watched, so a replacement is found as soon as the API server announces it. Thread-safe.
public final class TargetDialer implements Dialer, AutoCloseable {
  static final Duration PARKED = Duration.ofSeconds(30);

  /// Who may be dialled now.
  ///
  /// @param ready the ports to dial, one a pod
  /// @param why what is missing, in the user's words; empty when nothing is
  record Pods(List<PodPort> ready, String why) {}

  private final Target target;
  private final Tunnels tunnels;
  private final Duration parked;
  private final Observed<Pods> pods =
      new Observed<>(new Pods(List.of(), "the list of pods is not here yet"));
  private final List<Subscription> watches = new ArrayList<>();
  private @Nullable Watched podList;
  private @Nullable Watched owners;
  private @Nullable PodPort last;
  private boolean closed;

  public TargetDialer(Cluster cluster, Tunnels tunnels, Target target) {
    this(cluster, tunnels, target, PARKED);
  }

  TargetDialer(Cluster cluster, Tunnels tunnels, Target target, Duration parked) {
    this.target = target;
    this.tunnels = tunnels;
    this.parked = parked;
    Kind owner = ownerKind(target);
    if (owner != null) {
      watches.add(cluster.watch(owner, target.namespace(), "", this::ownersChanged));
    }
    String labels = target instanceof Target.Selector s ? s.name() : "";
    watches.add(cluster.watch(Kind.POD, target.namespace(), labels, this::podsChanged));
  }

  /// The pods that the next connection may go to, newest news first.
  Observed<Pods> pods() {
    return pods;
  }

  @Override
  public ByteStream dial() throws InterruptedException {
    long deadline = System.nanoTime() + parked.toNanos();
    Set<PodPort> failed = new HashSet<>();
    MooringException latest = null;
    while (true) {
      PodPort port = next(failed, deadline);
      if (port == null) {
        throw latest == null ? nobody() : latest;
      }
      try {
        ByteStream stream = tunnels.open(port);
        synchronized (this) {
          last = port;
        }
        return stream;
      } catch (MooringException e) {
        latest = e;
        failed.add(port);
      }
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    watches.forEach(Subscription::close);
  }

  /// A pod that did not fail this caller yet; waits for one where there is none.
  private synchronized @Nullable PodPort next(Set<PodPort> failed, long deadline)
      throws InterruptedException {
    while (!closed) {
      List<PodPort> choice =
          pods.get().ready().stream().filter(each -> !failed.contains(each)).toList();
      if (!choice.isEmpty()) {
        return last != null && choice.contains(last) ? last : choice.getFirst();
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return null;
      }
      wait(left);
      // A pod that is announced again may have come back.
      failed.retainAll(pods.get().ready());
    }
    return null;
  }

  private MooringException nobody() {
    return new Problem(
            "Cannot connect to " + target.words() + " in " + target.namespace(),
            pods.get().why() + ", after " + parked.toSeconds() + " s",
            "See kubectl get pods -n " + target.namespace())
        .raise();
  }

  private synchronized void podsChanged(Watched next) {
    podList = next;
    choose();
  }

  private synchronized void ownersChanged(Watched next) {
    owners = next;
    choose();
  }

  private void choose() {
    pods.set(chosen());
    notifyAll();
  }

  private Pods chosen() {
    if (podList == null || (owners == null && ownerKind(target) != null)) {
      return new Pods(List.of(), "the list of pods is not here yet");
    }
    KubeObject owner = null;
    if (owners != null) {
      owner =
          owners.objects().stream()
              .filter(each -> each.name().equals(target.name()))
              .findFirst()
              .orElse(null);
      if (owner == null) {
        return new Pods(List.of(), "there is no " + target.words());
      }
    }
    KubeObject found = owner;
    List<KubeObject> behind =
        podList.objects().stream().filter(pod -> belongs(pod, found)).filter(Ready::is).toList();
    List<PodPort> ports =
        behind.stream()
            .flatMap(
                pod ->
                    port(pod, found).stream()
                        .map(number -> new PodPort(pod.namespace(), pod.name(), number)))
            .sorted(java.util.Comparator.comparing(PodPort::pod))
            .toList();
    if (!ports.isEmpty()) {
      return new Pods(ports, podList.stale() ? "the API server does not answer" : "");
    }
    return new Pods(
        List.of(),
        behind.isEmpty()
            ? "no ready pod behind " + target.words()
            : "no port '" + target.port() + "' behind " + target.words());
  }

  private boolean belongs(KubeObject pod, @Nullable KubeObject owner) {
    return switch (target) {
      case Target.Pod p -> pod.name().equals(p.name());
      case Target.Selector ignored -> true;
      case Target.Service ignored -> owner != null && matches(pod, owner.at("spec", "selector"));
      case Target.Workload ignored ->
          owner != null && Selectors.match(owner.at("spec", "selector"), pod.labels());
    };
  }

  private static boolean matches(KubeObject pod, Document selector) {
    Map<String, String> wanted = selector.strings();
    return !wanted.isEmpty() && pod.labels().entrySet().containsAll(wanted.entrySet());
  }

  private Optional<Integer> port(KubeObject pod, @Nullable KubeObject owner) {
    String wanted = target.port();
    if (target instanceof Target.Service && owner != null) {
      Optional<Document> served =
          owner.at("spec", "ports").stream()
              .filter(
                  each ->
                      each.at("port").textOrEmpty().equals(target.port())
                          || each.at("name").textOrEmpty().equals(target.port()))
              .findFirst();
      if (served.isEmpty()) {
        return Optional.empty();
      }
      String inside = served.get().at("targetPort").textOrEmpty();
      wanted = inside.isEmpty() ? served.get().at("port").textOrEmpty() : inside;
    }
    return wanted.matches("[0-9]{1,5}") ? Optional.of(Integer.valueOf(wanted)) : named(pod, wanted);
  }

  /// A container's port by name; native sidecars are init containers that are restarted always.
  private static Optional<Integer> named(KubeObject pod, String name) {
    Stream<Document> sidecars =
        pod.at("spec", "initContainers").stream()
            .filter(each -> each.at("restartPolicy").textOrEmpty().equals("Always"));
    return Stream.concat(pod.at("spec", "containers").stream(), sidecars)
        .flatMap(container -> container.at("ports").stream())
        .filter(port -> port.at("name").textOrEmpty().equals(name))
        .flatMap(port -> port.at("containerPort").integer().stream())
        .map(Long::intValue)
        .findFirst();
  }

  private static @Nullable Kind ownerKind(Target target) {
    return switch (target) {
      case Target.Service ignored -> Kind.SERVICE;
      case Target.Workload workload ->
          switch (workload.kind()) {
            case "StatefulSet" -> Kind.STATEFUL_SET;
            case "DaemonSet" -> Kind.DAEMON_SET;
            case "ReplicaSet" -> Kind.REPLICA_SET;
            default -> Kind.DEPLOYMENT;
          };
      case Target.Pod ignored -> null;
      case Target.Selector ignored -> null;
    };
  }

  /// Names for status lines.
  List<String> podNames() {
    return pods.get().ready().stream().map(PodPort::pod).collect(Collectors.toList());
  }
}
