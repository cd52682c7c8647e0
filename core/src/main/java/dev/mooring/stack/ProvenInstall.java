package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import java.util.List;

/// An install that is proved by a verification. Where a registry stood before and the new one does
/// not get ready, or does not prove itself, the old one is put back.
///
/// A first install has nothing to go back to: it says what stands. What was interrupted is left as
/// it is, too.
final class ProvenInstall {
  private final Cluster cluster;
  private final StackOptions options;
  private final Progress progress;

  ProvenInstall(Cluster cluster, StackOptions options, Progress progress) {
    this.cluster = cluster;
    this.options = options;
    this.progress = progress;
  }

  /// Proves what was installed.
  interface Proof {
    Verification of(Stack.Installation done) throws InterruptedException;
  }

  Stack.Proven carryOut(Installer installer, List<Planner.Task> tasks, Proof proof)
      throws InterruptedException {
    StackOptions former = new Recorded(cluster).inForce(options);
    boolean stood = new Readiness(cluster, options).status().installed();
    boolean writes = tasks.stream().anyMatch(each -> each.step().action() != Plan.Action.KEEP);
    Problem failure;
    try {
      Stack.Installation done = installer.carryOut(tasks);
      new Readiness(cluster, options).await(progress);
      Verification found = proof.of(done);
      if (found.passed() || !stood || !writes) {
        return new Stack.Proven(done, found);
      }
      failure = unproven(found);
    } catch (MooringException e) {
      if (!writes) {
        throw e;
      }
      if (!stood) {
        throw standing(e);
      }
      failure = e.problem();
    }
    throw rolledBack(failure, former, tasks);
  }

  private static Problem unproven(Verification found) {
    return new Problem(
        Code.INSTALL_ROLLED_BACK,
        Messages.of("the-verification-failed"),
        found.failure(),
        new Remedy.Advice(Messages.of("correct-that-and-install-again")));
  }

  /// Not undone without a word: who installs for the first time wants to see what stands in the
  /// way, and has no registry to go back to.
  private MooringException standing(MooringException failed) throws InterruptedException {
    Problem problem = failed.problem();
    int objects = new Remover(cluster, options).plan(Stack.DataFate.DELETE).size();
    return new Problem(
            problem.code(),
            problem.what(),
            objects == 0
                ? problem.why()
                : problem.why() + "; " + Messages.count("objects-are-installed", objects),
            problem.remedy(),
            problem.detail())
        .raise(failed);
  }

  private MooringException rolledBack(
      Problem failure, StackOptions former, List<Planner.Task> tasks) throws InterruptedException {
    progress.step(Messages.of("rolling-back", failure.why()));
    progress.advance(Messages.of("rolling-back-now"), 0, 0, Progress.Unit.ITEMS);
    try {
      int objects = new Rollback(cluster, tasks).carryOut(progress);
      new Readiness(cluster, former).await(progress);
      return new Problem(
              Code.INSTALL_ROLLED_BACK,
              Messages.of("the-install-was-rolled-back"),
              Messages.count("failed-and-objects-are-as-before", objects, failure.why()),
              failure.remedy(),
              failure.detail())
          .raise();
    } catch (MooringException e) {
      return new Problem(
              Code.ROLLBACK_FAILED,
              Messages.of("the-install-failed-and-so-did"),
              Messages.of("failed-and-rolling-back-too", failure.why(), e.problem().why()),
              new Remedy.Command(Messages.of("correct-that-and-install-again"), "mooring install"),
              failure.detail())
          .raise(e);
    }
  }
}
