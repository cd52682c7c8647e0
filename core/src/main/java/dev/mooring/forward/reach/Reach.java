package dev.mooring.forward.reach;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.Target;
import dev.mooring.forward.reach.Attempts.Attempt;
import dev.mooring.job.Observed;
import dev.mooring.job.Subscription;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The way to one of the ready pods behind a target.
///
/// Pods and the target's own object are watched, so a replacement is found as soon as the API
/// server announces it. A pod that cannot be reached although the API server calls it ready is
/// doubted: others are preferred, and when there is no other the standing says why. Interrupting a
/// caller gives up what it waits for; closing gives up all. Thread-safe.
public final class Reach implements AutoCloseable {
  static final Duration PARKED = Duration.ofSeconds(30);

  /// Makes a connection to one pod.
  @FunctionalInterface
  public interface Opener<T> {
    /// @throws MooringException when there is none to be had, saying why
    T open(ReadyPod pod) throws InterruptedException;
  }

  private final Target target;
  private final Duration parked;
  private final Observed<Standing> told = new Observed<>(Standing.UNKNOWN);
  private final List<Subscription> watches = new ArrayList<>();
  private final Attempts attempts = new Attempts();
  private final Object change = new Object();
  private volatile PodSet present;
  private @Nullable ReadyPod last;
  private boolean closed;

  /// Keeps to the pod that served last, while it is ready. Watches begin at once, and are
  /// shared with other forwards of the namespace.
  public Reach(Cluster cluster, Target target) {
    this(cluster, target, PodSelection.STICKY);
  }

  public Reach(Cluster cluster, Target target, PodSelection pick) {
    this(cluster, target, pick, PARKED);
  }

  /// @param parked how long a caller waits for a ready pod
  public Reach(Cluster cluster, Target target, PodSelection pick, Duration parked) {
    this.target = target;
    this.present = PodSet.of(target, pick);
    this.parked = parked;
    Kind owner = target.owner().orElse(null);
    if (owner != null) {
      watches.add(
          cluster.watch(
              owner, target.namespace(), "", next -> heard(set -> set.ownersHeard(next))));
    }
    // Without labels, whatever the target: all forwards of a namespace share its one watch.
    watches.add(
        cluster.watch(Kind.POD, target.namespace(), "", next -> heard(set -> set.podsHeard(next))));
  }

  /// Who may be reached now.
  public Standing standing() {
    return present.standing();
  }

  /// Tells the present standing and later ones, as [Observed] does: in order, and on a thread that
  /// holds no lock of this class. Of some that follow each other at once it may tell the last.
  public Subscription subscribe(Consumer<? super Standing> subscriber) {
    return told.subscribe(subscriber);
  }

  /// Waits until the first list is here, or until the limit is over.
  public void awaitFirst(Duration limit) throws InterruptedException {
    await(limit, () -> !standing().equals(Standing.UNKNOWN));
  }

  /// Opens a connection to a ready pod, chosen as the [PodSelection] says.
  ///
  /// When none is ready the caller waits for one, up to 30 s. A pod that fails is left out until
  /// the others were tried; when all fail they are tried again for 5 s, or for the 30 s where it is
  /// the way to them that fails. A user who has not the right is told so at once, and so is one
  /// whom every pod refuses by its certificate.
  ///
  /// @throws MooringException the last failure, or that there is no ready pod
  /// @throws InterruptedException when the caller was interrupted, whatever it waited for
  public <T> T reach(Opener<T> opener) throws InterruptedException {
    Patience patience = new Patience(System.nanoTime(), parked);
    Set<ReadyPod> failed = new HashSet<>();
    while (true) {
      Attempt attempt = begin(failed, patience);
      ReadyPod pod = attempt.pod();
      try {
        T opened = opener.open(pod);
        attempts.end(attempt);
        reached(pod);
        return opened;
      } catch (InterruptedException e) {
        if (!attempts.end(attempt)) {
          throw e;
        }
        failed.add(pod);
      } catch (MooringException e) {
        failed.add(pod);
        if (attempts.end(attempt)) {
          continue;
        }
        Failure failure = Failure.of(e);
        if (failure == Failure.NOT_ALLOWED) {
          throw e;
        }
        if (failure == Failure.WAY) {
          heard(set -> set.doubt(pod, e.problem().why()));
        }
        boolean again = patience.goesOn(failure, standing().answering(), System.nanoTime());
        if (present.allOf(failed)) {
          if (!again) {
            throw e;
          }
          Standing before = standing();
          await(Patience.PAUSE, () -> !standing().equals(before));
          failed.clear();
        }
      } finally {
        attempts.end(attempt);
      }
    }
  }

  /// Takes in what the tunnels noticed.
  public void hear(ReachabilityEvent event) {
    heard(set -> set.hear(event));
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

  /// False once a pod is gone or is being deleted: the next request had better go to another one.
  /// One that is not ready at the moment stays.
  public boolean stays(ReadyPod pod) {
    return present.stays(pod);
  }

  /// Whether no pod is ready because one is being deleted whose successor is not ready yet.
  public boolean replaced() {
    return present.replaced();
  }

  /// What the watch last said of a pod.
  public Optional<KubeObject> known(String uid) {
    return present.known(uid);
  }

  /// The names of those in doubt.
  public List<String> doubted() {
    return present.doubted();
  }

  /// Gives up the watches and whatever callers wait for.
  @Override
  public void close() {
    synchronized (change) {
      closed = true;
      attempts.callOff(every -> true);
      change.notifyAll();
    }
    watches.forEach(Subscription::close);
  }

  void doubt(String pod, String why) {
    heard(set -> set.doubt(pod, why));
  }

  void trust(String pod) {
    heard(set -> set.trust(pod));
  }

  private void heard(UnaryOperator<PodSet> news) {
    synchronized (change) {
      PodSet next = news.apply(present);
      if (next.equals(present)) {
        return;
      }
      present = next;
      attempts.callOff(next::outdone);
      change.notifyAll();
    }
    told.update(ignored -> standing());
  }

  private void reached(ReadyPod pod) {
    synchronized (change) {
      last = pod;
    }
    heard(set -> set.trust(pod));
  }

  /// Begins with a pod that did not fail this caller yet, else with any; waits for one where there
  /// is none.
  private Attempt begin(Set<ReadyPod> failed, Patience patience) throws InterruptedException {
    synchronized (change) {
      await(patience.left(System.nanoTime()), () -> !standing().pods().isEmpty());
      if (closed) {
        throw present.unreachable(Messages.of("it-is-not-looked-for-any", standing().why()));
      }
      ReadyPod next =
          present
              .next(failed, last)
              .orElseThrow(
                  () ->
                      present.unreachable(
                          Messages.of("after-s", standing().why(), parked.toSeconds())));
      if (present.turns()) {
        // Callers at the same time take turns too.
        last = next;
      }
      return attempts.begin(next);
    }
  }

  /// Returns when it is so, when the limit is over, and when this is closed.
  private void await(Duration limit, BooleanSupplier so) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (change) {
      for (long left = limit.toMillis();
          left > 0 && !closed && !so.getAsBoolean();
          left = (end - System.nanoTime()) / 1_000_000) {
        change.wait(left);
      }
    }
  }
}
