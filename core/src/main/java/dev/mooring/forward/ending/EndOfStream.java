package dev.mooring.forward.ending;

import dev.mooring.cluster.KubeObject;
import dev.mooring.forward.http.HttpView.Completeness;
import dev.mooring.forward.reach.Reach;
import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.StreamException;
import java.util.Optional;

/// Tells the end of an answer from the loss of one.
///
/// Runtimes end the streams of a pod that goes away as those of one that has answered: in order. So
/// an end counts as one where HTTP framing shows that nothing is missing, or where the pod still
/// runs as it did when the connection began. The watch's news is asked first, then the API server.
public final class EndOfStream {
  private final Reach pods;
  private final PodReads reads;

  public EndOfStream(Reach pods, PodReads reads) {
    this.pods = pods;
    this.reads = reads;
  }

  /// Returns once the end may be passed on; waits at most [PodReads#LIMIT], and not at all where
  /// framing or the watch tells.
  ///
  /// @throws StreamException when it is a loss, or when nobody can tell
  public void judge(PodRun run, Completeness answers) throws StreamException, InterruptedException {
    switch (answers) {
      case WHOLE -> {
        return;
      }
      case CUT -> throw lost(run, Messages.of("the-pods-side-ended-in-the"));
      case UNKNOWN -> {
        // The pod tells.
      }
    }
    // A pod that the watch does not know may only have lost the labels that the watch asks for.
    Optional<KubeObject> known = pods.known(run.uid());
    refuse(run, known.isEmpty() ? "" : run.over(known));
    switch (reads.read(run.port().namespace(), run.port().pod())) {
      case PodReads.Reading.Read read -> refuse(run, run.over(read.pod()));
      case PodReads.Reading.NotAllowed ignored -> refuse(run, run.over(pods.known(run.uid())));
      case PodReads.Reading.NoAnswer ignored ->
          throw lost(run, Messages.of("it-ended-and-the-api-server"));
    }
  }

  private static void refuse(PodRun run, String why) throws StreamException {
    if (!why.isEmpty()) {
      throw lost(run, why);
    }
  }

  private static StreamException lost(PodRun run, String why) {
    return new StreamException(
        StreamException.Kind.RESET,
        new Problem(
            Code.ANSWER_CUT,
            "A connection to " + run.port() + " was reset",
            why + ", so the answer may be incomplete",
            new Remedy.Advice("Ask again")));
  }
}
