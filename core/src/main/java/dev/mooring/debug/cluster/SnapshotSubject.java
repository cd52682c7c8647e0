package dev.mooring.debug.cluster;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.snapshot.Subject;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.rights.Needs;
import dev.mooring.rights.Report;
import dev.mooring.rights.Review;
import dev.mooring.tunnel.Dialer;
import dev.mooring.tunnel.Tunnels;
import java.time.Duration;
import java.util.List;

/// Finds what a snapshot needs beside the program of a debug session, whoever has the session.
public final class SnapshotSubject {
  private SnapshotSubject() {}

  /// @param container of the program
  /// @param delve leads to the Delve that is attached, such as the session's local port
  /// @throws MooringException when a right is missing, or Mooring's debug container isn't there: a
  /// Delve that the pod runs itself is nothing to take a snapshot with
  public static Subject of(
      Cluster cluster,
      Tunnels tunnels,
      String namespace,
      String pod,
      String container,
      Dialer delve)
      throws InterruptedException {
    Report rights = Review.of(cluster, Needs.snapshot(namespace));
    if (!rights.missing().isEmpty()) {
      Finding missing = rights.finding("Rights", Finding.Level.BLOCKER);
      throw cannot(pod, Code.DEBUG_NOT_POSSIBLE, missing.words(), missing.remedy());
    }
    KubeObject found =
        cluster
            .get(Kind.POD, namespace, pod)
            .orElseThrow(
                () ->
                    cannot(
                        pod,
                        Code.POD_GONE,
                        Messages.of("it-has-been-deleted"),
                        new Remedy.Advice(Messages.of("try-again-with-its-replacement"))));
    TargetContainer target = new TargetContainer(found, container);
    List<String> debuggers = target.debugContainers();
    if (debuggers.isEmpty()) {
      throw cannot(
          pod,
          Code.DEBUG_NOT_POSSIBLE,
          Messages.of("no-debug-container-runs-there"),
          new Remedy.Advice(Messages.of("attach-mooring-to-it")));
    }
    return new Subject(
        tunnels,
        delve,
        cluster.context().name(),
        namespace,
        pod,
        target.workload().split("/", 3)[1],
        container,
        debuggers.getLast(),
        target.stopBudget().map(Duration::ofSeconds));
  }

  private static MooringException cannot(String pod, Code code, String why, Remedy remedy) {
    return new Problem(code, Messages.of("cannot-take-a-snapshot", pod), why, remedy).raise();
  }
}
