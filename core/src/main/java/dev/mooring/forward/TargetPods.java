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
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The ready pods behind a target at the moment, and the way to one of them.
///
/// Pods and the target's own object are watched, so a replacement is found as soon as the API
/// server announces it. Thread-safe.
public final class TargetPods implements AutoCloseable {
  static final Duration PARKED = Duration.ofSeconds(30);

  /// How long pods that are ready may fail a caller before that is believed: a pod that is going
  /// stays in the list for a moment, and its port opens a moment after it is ready.
  private static final Duration DOUBT = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(250);

  /// One that may be reached now.
  ///
  /// @param uid tells a pod from its successor of the same name
  /// @param serviceAccount whom it runs as
  public record ReadyPod(PodPort port, String uid, String serviceAccount) {}

  /// Who may be reached now.
  ///
  /// @param pods by name
  /// @param why what is missing, in the user's words; empty when nothing is
  /// @param answering whether the API server was heard lately
  public record Standing(List<ReadyPod> pods, String why, boolean answering) {}

  /// Makes a connection to one pod.
  @FunctionalInterface
  public interface Opener<T> {
    /// @throws MooringException when there is none to be had, saying why
    T open(ReadyPod pod) throws InterruptedException;
  }

  private static final Standing UNKNOWN =
      new Standing(List.of(), "the list of pods is not here yet", true);

  private final Target target;
  private final Duration parked;
  private final Observed<Standing> standing = new Observed<>(UNKNOWN);
  private final List<Subscription> watches = new ArrayList<>();
  private @Nullable Watched podList;
  private @Nullable Watched owners;
  private @Nullable ReadyPod last;
  private boolean closed;

  public TargetPods(Cluster cluster, Target target) {
    this(cluster, target, PARKED);
  }

  TargetPods(Cluster cluster, Target target, Duration parked) {
    this.target = target;
    this.parked = parked;
    Kind owner = target.owner().orElse(null);
    if (owner != null) {
      watches.add(cluster.watch(owner, target.namespace(), "", this::ownersChanged));
    }
    String labels = target instanceof Target.Selector s ? s.name() : "";
    watches.add(cluster.watch(Kind.POD, target.namespace(), labels, this::podsChanged));
  }

  /// The newest news. Subscribers are called on the watch's thread.
  public Observed<Standing> standing() {
    return standing;
  }

  /// Opens a connection to a ready pod: the last good one while it is ready, else the next.
  ///
  /// When none is ready the caller waits for one, up to 30 s. A pod that fails is left out until
  /// the others were tried; when all fail they are tried again for 5 s, or for the 30 s where the
  /// API server itself does not answer. A user who has not the right is told so at once.
  ///
  /// @throws MooringException the last failure, or that there is no ready pod
  public <T> T reach(Opener<T> opener) throws InterruptedException {
    long end = System.nanoTime() + parked.toNanos();
    long doubtful = 0;
    Set<ReadyPod> failed = new HashSet<>();
    while (true) {
      ReadyPod pod = next(failed, end);
      try {
        T opened = opener.open(pod);
        synchronized (this) {
          last = pod;
        }
        return opened;
      } catch (MooringException e) {
        if (e.getCause() instanceof RefusedException refused && refused.aboutTheUser()) {
          throw e;
        }
        failed.add(pod);
        long now = System.nanoTime();
        doubtful = doubtful == 0 ? now + DOUBT.toNanos() : doubtful;
        long limit = standing.get().answering() ? Math.min(doubtful, end) : end;
        if (allFailed(failed)) {
          if (limit - now <= PAUSE.toNanos()) {
            throw e;
          }
          awaitChange();
          failed.clear();
        }
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

  /// A pod that did not fail this caller yet, else any; waits for one where there is none.
  private synchronized ReadyPod next(Set<ReadyPod> failed, long end) throws InterruptedException {
    while (!closed) {
      List<ReadyPod> present = standing.get().pods();
      List<ReadyPod> untried = present.stream().filter(each -> !failed.contains(each)).toList();
      List<ReadyPod> choice = untried.isEmpty() ? present : untried;
      if (!choice.isEmpty()) {
        return last != null && choice.contains(last) ? last : choice.getFirst();
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw nobody(", after " + parked.toSeconds() + " s");
      }
      wait(left);
    }
    throw nobody("; it is not looked for any more");
  }

  private synchronized boolean allFailed(Set<ReadyPod> failed) {
    List<ReadyPod> present = standing.get().pods();
    return !present.isEmpty() && failed.containsAll(present);
  }

  private synchronized void awaitChange() throws InterruptedException {
    Standing before = standing.get();
    long end = System.nanoTime() + PAUSE.toNanos();
    for (long left = PAUSE.toMillis();
        left > 0 && !closed && standing.get().equals(before);
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }

  private MooringException nobody(String since) {
    return new Problem(
            "Cannot connect to " + target.words() + " in " + target.namespace(),
            standing.get().why() + since,
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
    standing.set(chosen());
    notifyAll();
  }

  private Standing chosen() {
    if (podList == null || (owners == null && target.owner().isPresent())) {
      return UNKNOWN;
    }
    Watched silent = owners != null && owners.stale() ? owners : podList;
    boolean answering = !silent.stale();
    Problem trouble = silent.why();
    String silence = trouble == null ? "the API server does not answer" : trouble.why();
    KubeObject owner = null;
    if (owners != null) {
      owner =
          owners.objects().stream()
              .filter(each -> each.name().equals(target.name()))
              .findFirst()
              .orElse(null);
      if (owner == null) {
        String why = answering ? "there is no " + target.words() : silence;
        return new Standing(List.of(), why, answering);
      }
    }
    KubeObject found = owner;
    List<KubeObject> behind =
        podList.objects().stream()
            .filter(pod -> belongs(pod, found) && pod.ready() && !pod.deleting())
            .toList();
    List<ReadyPod> ready =
        behind.stream()
            .flatMap(pod -> port(pod, found).map(number -> readyPod(pod, number)).stream())
            .sorted(Comparator.comparing(each -> each.port().pod()))
            .toList();
    if (!ready.isEmpty()) {
      return new Standing(ready, answering ? "" : silence, answering);
    }
    String why =
        behind.isEmpty()
            ? "no ready pod behind " + target.words()
            : "no port '" + target.port() + "' behind " + target.words();
    return new Standing(List.of(), answering ? why : silence, answering);
  }

  private static ReadyPod readyPod(KubeObject pod, int port) {
    return new ReadyPod(
        new PodPort(pod.namespace(), pod.name(), port),
        pod.uid(),
        pod.at("spec", "serviceAccountName").text().orElse("default"));
  }

  private boolean belongs(KubeObject pod, @Nullable KubeObject owner) {
    return switch (target) {
      case Target.Pod p -> pod.name().equals(p.name());
      case Target.Selector ignored -> true;
      case Target.Service ignored -> owner != null && Selectors.select(owner, pod);
      case Target.Workload ignored -> owner != null && Selectors.select(owner, pod);
    };
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
}
