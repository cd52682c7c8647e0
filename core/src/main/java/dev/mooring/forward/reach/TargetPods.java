package dev.mooring.forward.reach;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.Watched;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.job.Observed;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.RefusedException;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The ready pods behind a target at the moment, and the way to one of them.
///
/// Pods and the target's own object are watched, so a replacement is found as soon as the API
/// server announces it. A pod that cannot be reached although the API server calls it ready is
/// doubted: others are preferred, and when there is no other the standing says why. Thread-safe.
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

  /// A caller who tries a pod. Trying one that is gone can take ten seconds to fail, so the caller
  /// is called off once the pod is no longer the one to try.
  private static final class Attempt {
    private final Thread caller = Thread.currentThread();
    private final ReadyPod pod;
    private boolean calledOff;

    Attempt(ReadyPod pod) {
      this.pod = pod;
    }
  }

  /// How it begins.
  public static final Standing UNKNOWN =
      new Standing(List.of(), Messages.of("the-pods-are-not-listed-yet"), true);

  private final Target target;
  private final PodSelection pick;
  private final PodsBehind behind;
  private final Duration parked;
  private final Observed<Standing> standing = new Observed<>(UNKNOWN);
  private final List<Subscription> watches = new ArrayList<>();
  private final SuspectPods suspects = new SuspectPods();
  private final Set<Attempt> attempts = new HashSet<>();
  private @Nullable Watched podList;
  private @Nullable Watched owners;
  private @Nullable Problem silence;
  private @Nullable ReadyPod last;
  private boolean closed;

  /// Keeps to the pod that served last, while it is ready.
  public TargetPods(Cluster cluster, Target target) {
    this(cluster, target, PodSelection.STICKY);
  }

  public TargetPods(Cluster cluster, Target target, PodSelection pick) {
    this(cluster, target, pick, PARKED);
  }

  /// @param parked how long a caller waits for a ready pod
  public TargetPods(Cluster cluster, Target target, PodSelection pick, Duration parked) {
    this.target = target;
    this.pick = pick;
    this.behind = new PodsBehind(target, pick);
    this.parked = parked;
    Kind owner = target.owner().orElse(null);
    if (owner != null) {
      watches.add(cluster.watch(owner, target.namespace(), "", this::ownersChanged));
    }
    String labels = target instanceof Target.Selector s ? s.name() : "";
    watches.add(cluster.watch(Kind.POD, target.namespace(), labels, this::podsChanged));
  }

  /// The newest state. Subscribers are called on the thread that brought it.
  public Observed<Standing> standing() {
    return standing;
  }

  /// Waits until the first list is here, or until the limit is over.
  public synchronized void awaitFirst(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (long left = limit.toMillis();
        left > 0 && !closed && standing.get().equals(UNKNOWN);
        left = (end - System.nanoTime()) / 1_000_000) {
      wait(left);
    }
  }

  /// Opens a connection to a ready pod, chosen as the [PodSelection] says.
  ///
  /// When none is ready the caller waits for one, up to 30 s. A pod that fails is left out until
  /// the others were tried; when all fail they are tried again for 5 s, or for the 30 s where it is
  /// the way to them that fails. A user who has not the right is told so at once, and so is one
  /// whom every pod refuses by its certificate.
  ///
  /// @throws MooringException the last failure, or that there is no ready pod
  public <T> T reach(Opener<T> opener) throws InterruptedException {
    long end = System.nanoTime() + parked.toNanos();
    long doubtful = 0;
    Set<ReadyPod> failed = new HashSet<>();
    while (true) {
      ReadyPod pod = next(failed, end);
      Attempt attempt = begin(pod);
      try {
        T opened = opener.open(pod);
        end(attempt);
        reached(pod);
        return opened;
      } catch (InterruptedException e) {
        if (!end(attempt)) {
          throw e;
        }
        failed.add(pod);
      } catch (MooringException e) {
        if (end(attempt)) {
          failed.add(pod);
          continue;
        }
        if (e.getCause() instanceof RefusedException refused && refused.status() == 403) {
          throw e;
        }
        boolean lost = !isAboutTrust(e) && isAboutTheWay(e);
        if (lost) {
          doubt(pod, e.problem().why());
        }
        failed.add(pod);
        long now = System.nanoTime();
        doubtful = doubtful == 0 ? now + DOUBT.toNanos() : doubtful;
        boolean patient = lost || !standing.get().answering();
        long limit = patient ? end : Math.min(doubtful, end);
        if (allFailed(failed)) {
          if (isAboutTrust(e) || limit - now <= PAUSE.toNanos()) {
            throw e;
          }
          awaitChange();
          failed.clear();
        }
      } finally {
        end(attempt);
      }
    }
  }

  private static boolean isAboutTrust(MooringException e) {
    return e.getCause() instanceof StreamException stream
        && stream.kind() == StreamException.Kind.UNTRUSTED;
  }

  /// Whether a failure tells of the way to the pod, rather than of the program in it.
  private static boolean isAboutTheWay(MooringException e) {
    return switch (e.getCause()) {
      case RefusedException refused -> refused.status() >= 500 || refused.status() == 401;
      case StreamException stream -> stream.kind() == StreamException.Kind.LOST;
      case IOException ignored -> true;
      case null, default -> false;
    };
  }

  /// Takes in what the tunnels noticed.
  public void hear(ReachabilityEvent event) {
    switch (event) {
      case ReachabilityEvent.ServerSilent silent -> silent(silent.why());
      case ReachabilityEvent.ServerHeard ignored -> silent(null);
      case ReachabilityEvent.PodSilent silent -> {
        if (silent.namespace().equals(target.namespace())) {
          doubt(silent.pod(), silent.why());
        }
      }
      case ReachabilityEvent.PodHeard heard -> {
        if (heard.namespace().equals(target.namespace())) {
          trust(heard.pod());
        }
      }
      case ReachabilityEvent.Woke ignored -> {
        // The watches begin anew and tell what has changed.
      }
    }
  }

  /// Asks after the pods in doubt. Blocks; called now and then.
  public void check(Tunnels tunnels) throws InterruptedException {
    for (String pod : doubted()) {
      try {
        tunnels.check(target.namespace(), pod);
        trust(pod);
      } catch (MooringException e) {
        doubt(pod, e.problem().why());
      }
    }
  }

  /// A pod turned out to be out of reach although it is called ready.
  void doubt(String pod, String why) {
    for (ReadyPod each : standing.get().pods()) {
      if (each.port().pod().equals(pod)) {
        doubt(each, why);
      }
    }
  }

  /// A pod was reached.
  void trust(String pod) {
    for (ReadyPod each : standing.get().pods()) {
      if (each.port().pod().equals(pod)) {
        trust(each);
      }
    }
  }

  /// False once a pod is gone or is being deleted: the next request had better go to another one.
  /// One that is not ready at the moment stays.
  public boolean stays(ReadyPod pod) {
    return known(pod.uid()).filter(each -> !each.deleting()).isPresent();
  }

  /// What the watch last said of a pod.
  public synchronized Optional<KubeObject> known(String uid) {
    Watched pods = podList;
    return pods == null
        ? Optional.empty()
        : pods.objects().stream().filter(each -> each.uid().equals(uid)).findFirst();
  }

  /// The names of those in doubt.
  public synchronized List<String> doubted() {
    return standing.get().pods().stream()
        .filter(suspects::about)
        .map(each -> each.port().pod())
        .toList();
  }

  /// Whether the API server is heard, by those who ask it more often than the watches do.
  ///
  /// @param why null when it is
  synchronized void silent(@Nullable Problem why) {
    silence = why;
    choose();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    watches.forEach(Subscription::close);
  }

  private synchronized void reached(ReadyPod pod) {
    last = pod;
    trust(pod);
  }

  private synchronized void trust(ReadyPod pod) {
    if (suspects.end(pod)) {
      choose();
    }
  }

  private synchronized void doubt(ReadyPod pod, String why) {
    suspects.add(pod, known(pod.uid()).orElse(null), why);
    choose();
  }

  private synchronized Attempt begin(ReadyPod pod) {
    Attempt attempt = new Attempt(pod);
    attempts.add(attempt);
    return attempt;
  }

  /// Whether it was called off; the caller's thread is then free of that interrupt.
  private synchronized boolean end(Attempt attempt) {
    if (attempts.remove(attempt) && attempt.calledOff) {
      Thread.interrupted();
    }
    return attempt.calledOff;
  }

  private void callOff(List<ReadyPod> present) {
    boolean others = present.stream().anyMatch(each -> !suspects.about(each));
    for (Attempt each : attempts) {
      boolean worse = !present.contains(each.pod) || (others && suspects.about(each.pod));
      if (worse && !each.calledOff) {
        each.calledOff = true;
        each.caller.interrupt();
      }
    }
  }

  /// A pod that did not fail this caller yet, else any; waits for one where there is none.
  private synchronized ReadyPod next(Set<ReadyPod> failed, long end) throws InterruptedException {
    while (!closed) {
      List<ReadyPod> present = standing.get().pods();
      List<ReadyPod> untried = present.stream().filter(each -> !failed.contains(each)).toList();
      List<ReadyPod> trusted = untried.stream().filter(each -> !suspects.about(each)).toList();
      List<ReadyPod> choice = trusted.isEmpty() ? untried.isEmpty() ? present : untried : trusted;
      if (!choice.isEmpty()) {
        return picked(choice);
      }
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw nobody(Messages.of("after-s", standing.get().why(), parked.toSeconds()));
      }
      wait(left);
    }
    throw nobody(Messages.of("it-is-not-looked-for-any", standing.get().why()));
  }

  /// @param choice by name, so that a turn goes on after the last one
  private ReadyPod picked(List<ReadyPod> choice) {
    ReadyPod before = last;
    if (before == null) {
      return taken(choice.getFirst());
    }
    if (pick.way() != PodSelection.Way.ROUND_ROBIN) {
      return choice.contains(before) ? before : choice.getFirst();
    }
    String name = before.port().pod();
    return taken(
        choice.stream()
            .filter(each -> each.port().pod().compareTo(name) > 0)
            .findFirst()
            .orElse(choice.getFirst()));
  }

  /// Callers at the same time take turns too.
  private ReadyPod taken(ReadyPod pod) {
    if (pick.way() == PodSelection.Way.ROUND_ROBIN) {
      last = pod;
    }
    return pod;
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

  private MooringException nobody(String why) {
    return new Problem(
            Code.POD_UNREACHABLE,
            Messages.of("cannot-connect-to-in", target.words(), target.namespace()),
            why,
            new Remedy.Command(
                Messages.of("look-at-the-pods"), "kubectl get pods -n " + target.namespace()))
        .raise();
  }

  private synchronized void podsChanged(Watched next) {
    podList = next;
    suspects.hear(next.objects());
    choose();
  }

  private synchronized void ownersChanged(Watched next) {
    owners = next;
    choose();
  }

  private void choose() {
    Standing now = chosen();
    standing.set(now);
    callOff(now.pods());
    notifyAll();
  }

  private Standing chosen() {
    Watched pods = podList;
    if (pods == null || (owners == null && target.owner().isPresent())) {
      Problem unheard = silence;
      return unheard == null ? UNKNOWN : new Standing(List.of(), unheard.why(), false);
    }
    Standing found = behind.standing(pods, owners, silence);
    boolean allDoubted = found.pods().stream().allMatch(suspects::about);
    return found.why().isEmpty() && allDoubted
        ? new Standing(found.pods(), suspects.why(found.pods().getFirst()), true)
        : found;
  }
}
