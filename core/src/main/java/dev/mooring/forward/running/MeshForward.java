package dev.mooring.forward.running;

import dev.mooring.cluster.Cluster;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.http.PagelessStream;
import dev.mooring.forward.listener.Guard;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.forward.reach.Reach;
import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.forward.reach.Standing;
import dev.mooring.job.Subscription;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ReachabilityEvent;
import dev.mooring.tunnel.StreamException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The mesh's part of a running forward: the way, what stands behind it, and what only connections
/// through it can tell. Thread-safe.
final class MeshForward implements AutoCloseable {
  private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
  private static final Duration LONGEST_RETRY = Duration.ofMinutes(1);

  private final MeshWay way;
  private final @Nullable Reach behind;
  private final Object state = new Object();
  private @Nullable Problem trouble;
  private boolean proved;
  private long retryAt = System.nanoTime();
  private Duration pause = FIRST_RETRY;
  private volatile Runnable changed = () -> {};

  private MeshForward(MeshWay way, @Nullable Reach behind) {
    this.way = way;
    this.behind = behind;
  }

  /// @return null where the forward shows no identity
  /// @throws MooringException when there is no way, or not with these options
  static @Nullable MeshForward of(ForwardSpec spec, MeshWays ways, Cluster cluster)
      throws InterruptedException {
    AccountName account = spec.as();
    if (account == null) {
      return null;
    }
    MeshWay way = ways.find(spec.target(), account);
    if (way.elsewhere() && spec.pick().way() == PodSelection.Way.PINNED) {
      throw new Problem(
              Code.INVALID_VALUE,
              Messages.of("cannot-forward-to-in", spec.target().words(), spec.target().namespace()),
              Messages.of("the-entrance-selects-the-pod"),
              new Remedy.Advice(Messages.of("leave-the-pod-selection-out")))
          .raise();
    }
    return new MeshForward(way, way.behind().map(each -> new Reach(cluster, each)).orElse(null));
  }

  MeshWay way() {
    return way;
  }

  /// The port lends an identity: it serves its owner, and no web page.
  ///
  /// @param told of each user who was refused
  Guard guard(LocalUsers users, String alias, Consumer<Problem> told) {
    return way.http() ? Guard.registry(users, alias, told) : Guard.users(users, told);
  }

  ByteStream open(ReadyPod pod) throws InterruptedException {
    ByteStream stream;
    try {
      stream = way.open(pod);
    } catch (MooringException e) {
      troubled(e.problem());
      throw e;
    }
    return way.http() ? stream : new PagelessStream(stream);
  }

  /// A connection failed after it was made.
  void failed(MooringException why) {
    if (why.getCause() instanceof StreamException stream
        && stream.kind() == StreamException.Kind.UNTRUSTED) {
      troubled(why.problem());
    }
  }

  private void troubled(Problem why) {
    synchronized (state) {
      trouble = why;
    }
    changed.run();
  }

  private void served() {
    synchronized (state) {
      proved = true;
      trouble = null;
      pause = FIRST_RETRY;
    }
    changed.run();
  }

  /// Told when [#standing] may have changed.
  Subscription follow(Runnable then) {
    changed = then;
    return behind == null ? () -> {} : behind.subscribe(ignored -> then.run());
  }

  /// Who serves, by what is dialled, what stands behind it and what connections met.
  Standing standing(Standing dialled) {
    if (!dialled.why().isEmpty()) {
      return dialled;
    }
    List<ReadyPod> pods = dialled.pods();
    if (behind != null) {
      Standing own = behind.standing();
      if (!own.why().isEmpty() && !own.equals(Standing.UNKNOWN)) {
        return own;
      }
      pods = own.pods();
    } else if (way.elsewhere()) {
      // The pods of an entrance are not the service's.
      pods = List.of();
    }
    Problem why = trouble();
    return new Standing(pods, why == null ? "" : why.why(), dialled.answering());
  }

  private @Nullable Problem trouble() {
    synchronized (state) {
      return trouble;
    }
  }

  void hear(ReachabilityEvent event) {
    if (behind != null) {
      behind.hear(event);
    }
    if (event instanceof ReachabilityEvent.Woke || event instanceof ReachabilityEvent.ServerHeard) {
      synchronized (state) {
        retryAt = System.nanoTime();
      }
    }
  }

  /// Whether it waits for something that nobody announces.
  boolean restless() {
    synchronized (state) {
      return trouble != null || !proved;
    }
  }

  /// Whether [#check] has work now.
  boolean due() {
    synchronized (state) {
      boolean probe = (trouble != null || !proved) && System.nanoTime() - retryAt >= 0;
      return probe || !Instant.now().isBefore(way.lent().until());
    }
  }

  /// Renews the certificate and proves the way where that is due. Blocks.
  void check(Reach dialled) throws InterruptedException {
    synchronized (state) {
      retryAt = System.nanoTime() + pause.toNanos();
      Duration next = pause.multipliedBy(2);
      pause = next.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : next;
    }
    try {
      way.refresh();
      dialled.reach(
          pod -> {
            way.prove(pod);
            return true;
          });
      served();
    } catch (MooringException e) {
      troubled(e.problem());
    }
  }

  @Override
  public void close() {
    changed = () -> {};
    if (behind != null) {
      behind.close();
    }
  }
}
