package dev.mooring.debug;

import dev.mooring.debug.snapshot.SnapshotStore;
import dev.mooring.debug.snapshot.SnapshotTaker;
import dev.mooring.job.Progress;
import java.util.List;
import java.util.Optional;

/// Attaches Delve to deployed Go containers by an ephemeral container, without a restart.
public interface Debugger extends AutoCloseable {

  /// Judges without changing anything. What an attempt showed of an image counts too.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no such workload, it has no running
  /// pod, or nobody can tell which of its containers is meant
  Verdict judge(DebugTarget target) throws InterruptedException;

  /// The same for each container of the pod, so that one can be chosen.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no such workload or it has no
  /// running pod
  Candidates candidates(DebugTarget target) throws InterruptedException;

  /// The same after what attempts showed of them is forgotten: the next attempt tells anew.
  ///
  /// @throws dev.mooring.problem.MooringException as [#candidates]
  Candidates candidatesAnew(DebugTarget target) throws InterruptedException;

  /// Brings a debugger to it as the options' mode says, and opens a local port.
  ///
  /// @throws dev.mooring.problem.MooringException with the reason when the container cannot be
  /// debugged
  DebugSession attach(DebugTarget target, DebugOptions options, Progress progress)
      throws InterruptedException;

  /// Deletes copies of pods that a Mooring of this user left in this cluster when it crashed.
  ///
  /// @return those that are gone, "shop/hello-debug-bcdfgh"
  default List<String> removeLeft(Progress progress) throws InterruptedException {
    return List.of();
  }

  /// What a session of that mode changes in the cluster that others notice: a sentence each; none
  /// for most.
  ///
  /// @throws dev.mooring.problem.MooringException when it is not possible
  default List<String> consequences(DebugTarget target, Mode mode) throws InterruptedException {
    return List.of();
  }

  /// What a session that crashed left of a workload; nothing where it is as its owner made it.
  ///
  /// @throws dev.mooring.problem.MooringException when there is no such workload, or a session has
  /// it
  default Optional<Relaunched> relaunched(DebugTarget workload) throws InterruptedException {
    return Optional.empty();
  }

  /// Restores it.
  ///
  /// @param seen what was shown: nothing else is restored
  /// @throws dev.mooring.problem.MooringException when it cannot be, or it changed meanwhile
  default void restore(DebugTarget workload, Relaunched seen) throws InterruptedException {
    throw new UnsupportedOperationException();
  }

  /// Workloads that crashed sessions of this computer left changed in this cluster:
  /// "deployments/shop/hello". Asks nobody.
  default List<String> leftRelaunched() {
    return List.of();
  }

  /// Looks at the program of a session, for a snapshot of its memory. The caller closes what it
  /// gets.
  ///
  /// @param store where the snapshot is kept
  /// @throws dev.mooring.problem.MooringException when none can be taken: a right is missing,
  /// or the session's Delve isn't Mooring's
  SnapshotTaker snapshot(DebugSession session, SnapshotStore store) throws InterruptedException;

  /// Sessions of this process that nobody closed: those that run, and the last that ended by
  /// themselves, whose state says why.
  List<DebugSession> sessions();

  @Override
  void close();
}
