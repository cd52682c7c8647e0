package dev.mooring.forward;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.job.Concurrently;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a user needs to forward to a target.
final class Rights {
  private static final Logger LOG = LoggerFactory.getLogger(Rights.class);

  private Rights() {}

  /// Asks the API server. One that does not answer says nothing about rights: the forward then
  /// waits for it like any other.
  ///
  /// @throws MooringException naming every right that the user lacks
  static void demand(Cluster cluster, Target target) throws InterruptedException {
    List<AccessRequest> needed = needed(target);
    List<Callable<Boolean>> questions = new ArrayList<>();
    needed.forEach(each -> questions.add(() -> cluster.allowed(each)));
    List<Boolean> answers;
    try {
      answers = Concurrently.all(questions);
    } catch (MooringException e) {
      LOG.info("The rights to forward to {} could not be asked for", target.words(), e);
      return;
    }
    List<AccessRequest> missing = new ArrayList<>();
    for (int i = 0; i < needed.size(); i++) {
      if (!answers.get(i)) {
        missing.add(needed.get(i));
      }
    }
    if (!missing.isEmpty()) {
      AccessRequest first = missing.getFirst();
      throw new Problem(
              "Cannot forward to " + target.words() + " in " + target.namespace(),
              "you lack the right to "
                  + missing.stream().map(AccessRequest::words).collect(Collectors.joining(", ")),
              "Ask for it; `kubectl auth can-i "
                  + first.verb()
                  + " "
                  + first.resource()
                  + " -n "
                  + target.namespace()
                  + "` checks it")
          .raise();
    }
  }

  private static List<AccessRequest> needed(Target target) {
    String namespace = target.namespace();
    List<AccessRequest> needed = new ArrayList<>();
    target
        .owner()
        .ifPresent(
            owner -> {
              needed.add(AccessRequest.to("list", owner, namespace));
              needed.add(AccessRequest.to("watch", owner, namespace));
            });
    needed.add(AccessRequest.to("list", Kind.POD, namespace));
    needed.add(AccessRequest.to("watch", Kind.POD, namespace));
    needed.add(AccessRequest.to("create", Kind.POD, "portforward", namespace));
    return needed;
  }
}
