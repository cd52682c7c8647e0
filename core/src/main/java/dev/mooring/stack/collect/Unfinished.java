package dev.mooring.stack.collect;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Collecting;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import java.time.Duration;
import java.util.Optional;

/// A collection of which the registry still has the request: it runs, or whoever asked for it was
/// killed. The registry works either way; the next collection takes the request away.
public final class Unfinished {
  private static final String ID = "stack.collection";
  private static final int LINES = 5_000;

  private final Cluster cluster;
  private final StackOptions options;

  public Unfinished(Cluster cluster, StackOptions options) {
    this.cluster = cluster;
    this.options = options;
  }

  /// @throws MooringException with the code REGISTRY_READ_ONLY while the registry collects
  public void demandWrites(String what) throws InterruptedException {
    Optional<String> id = id();
    if (id.isPresent() && collects(id.get())) {
      throw new Problem(
              Code.REGISTRY_READ_ONLY,
              what,
              Messages.of("garbage-is-being-collected"),
              new Remedy.Wait(Messages.of("try-again-in-a-while"), Duration.ZERO))
          .raise();
    }
  }

  public Finding finding() throws InterruptedException {
    String subject = Messages.of("garbage-collection");
    Optional<String> id = id();
    if (id.isEmpty()) {
      return Finding.ok(ID, subject, Messages.of("none-is-running"));
    }
    return collects(id.get())
        ? Finding.warning(
            ID,
            subject,
            Messages.of("garbage-is-being-collected"),
            new Remedy.Wait(Messages.of("wait-until-it-has-finished"), Duration.ZERO))
        : Finding.warning(
            ID,
            subject,
            Messages.of("a-request-was-left"),
            new Remedy.Command(Messages.of("collect-again"), "mooring collect-garbage"));
  }

  private Optional<String> id() throws InterruptedException {
    return cluster
        .get(Kind.CONFIG_MAP, options.namespace(), Collecting.NAME)
        .filter(each -> Ownership.belongs(each, options))
        .map(each -> each.at("data", Collecting.ID).textOrEmpty());
  }

  private boolean collects(String id) throws InterruptedException {
    CollectionLog log = new CollectionLog(id, 0, Progress.none());
    String selector = "app=" + Rendering.REGISTRY + "," + Ownership.selector(options);
    for (KubeObject pod : cluster.list(Kind.POD, options.namespace(), selector)) {
      if (!pod.deleting() && pod.ready()) {
        cluster.readLog(pod.namespace(), pod.name(), Collector.CONTAINER, LINES, log::line);
      }
    }
    return log.collecting();
  }
}
