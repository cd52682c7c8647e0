package dev.mooring.stack;

import dev.mooring.cluster.Cluster;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Review;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.PullThrough;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether a stack can be installed here. Nothing is written before that is known.
///
/// @param overruled checks that may fail
/// @param login whether the stack is to show one upstream
record InstallCheck(Cluster cluster, Set<String> overruled, boolean login) {

  /// @return what the options are in this cluster
  /// @throws dev.mooring.problem.MooringException where that cannot be installed
  StackOptions demand(StackOptions asked, Progress progress) throws InterruptedException {
    progress.advance(Messages.of("checking-the-cluster"), 0, 0, Progress.Unit.ITEMS);
    StackOptions options = new Surveyor(cluster).complete(asked);
    new Recorded(cluster).demandNotNewer(options, Messages.of("cannot-install-the-registry"));
    new InstalledRegistries(cluster).demandNameFree(options);
    Egress.demandPossible(options);
    if (login) {
      Caches.demandSafeForLogin(options);
      Review.of(cluster, Needs.install(List.of(PullThrough.secret(options, ""))))
          .demand(Messages.of("cannot-install-the-registry"));
    }
    new Carriers(cluster, options).demandFit();
    ServiceAccount first = options.firstWriter();
    new JobRights(cluster, options, first)
        .install()
        .demand(Messages.of("cannot-install-the-registry"));
    demandNoBlockers(
        new Doctor(cluster, options, first, 0, ignored -> {})
            .examine().stream()
                .filter(Stack::stopsInstall)
                .filter(each -> !overruled.contains(each.id()))
                .toList());
    return options;
  }

  private static void demandNoBlockers(List<Finding> blockers) {
    if (blockers.isEmpty()) {
      return;
    }
    throw new Problem(
            Code.INSTALL_BLOCKED,
            Messages.of("cannot-install-the-registry"),
            blockers.stream()
                .map(each -> each.subject() + ": " + each.sentence())
                .collect(Collectors.joining("; ")),
            blockers.getFirst().remedy(),
            Messages.of(
                "to-install-anyway",
                blockers.stream().map(Finding::id).distinct().collect(Collectors.joining(","))))
        .raise();
  }
}
