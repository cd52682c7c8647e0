package dev.mooring.stack.collect;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Collecting;
import dev.mooring.stack.render.Ownership;
import dev.mooring.stack.render.Rendering;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a registry's pod collect, and stays until it takes writes again. Whatever ends this, the pod
/// needs nobody: it completes what it has begun and takes writes; where this is ended in time, the
/// pod starts again without collecting.
final class Collector {
  private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

  /// The pod may drain for 120 s.
  private static final Duration GOES = Duration.ofSeconds(150);

  /// A pod that has not begun by then will not.
  private static final Duration BEGINS = Duration.ofMinutes(5);

  /// The pod ends its collector after 6 hours.
  private static final Duration ENDS = Duration.ofHours(7);

  private static final Duration RETURNS = Duration.ofSeconds(60);
  static final String CONTAINER = "registry";
  private static final int LINES = 50_000;
  private static final int PAUSE = 300;

  private final Cluster cluster;
  private final StackOptions options;
  private final Progress progress;

  Collector(Cluster cluster, StackOptions options, Progress progress) {
    this.cluster = cluster;
    this.options = options;
    this.progress = progress;
  }

  /// @param log fed with what the pod says; of the same id
  void collect(String id, boolean untagged, CollectionLog log) throws InterruptedException {
    try {
      cluster.apply(Collecting.request(options, id, untagged));
      advance(Messages.of("letting-uploads-and-pulls-end"));
      for (KubeObject pod : cluster.list(Kind.POD, options.namespace(), selector())) {
        cluster.delete(Kind.POD, pod.namespace(), pod.name(), GOES);
      }
      advance(Messages.of("waiting-for-the-registry-to-begin"));
      follow(log);
    } catch (InterruptedException | MooringException e) {
      withdraw(log);
      throw e;
    }
    cluster.delete(Kind.CONFIG_MAP, options.namespace(), Collecting.NAME, GOES);
    if (log.exitCode() != 0) {
      throw new Problem(
              Code.GARBAGE_NOT_COLLECTED,
              Messages.of("garbage-was-not-collected"),
              Messages.of("the-collector-ended-with-code", log.exitCode()),
              new Remedy.Command(
                  Messages.of("look-at-the-registrys-log"),
                  "kubectl -n " + options.namespace() + " logs deploy/" + Rendering.REGISTRY),
              log.failures())
          .raise();
    }
  }

  private void advance(String part) {
    progress.advance(part, 0, 0, Progress.Unit.ITEMS);
  }

  private String selector() {
    return "app=" + Rendering.REGISTRY + "," + Ownership.selector(options);
  }

  private Optional<KubeObject> pod() throws InterruptedException {
    return cluster.list(Kind.POD, options.namespace(), selector()).stream()
        .filter(each -> !each.deleting() && running(each))
        .findFirst();
  }

  private static boolean running(KubeObject pod) {
    return pod.at("status", "containerStatuses").stream()
        .anyMatch(
            each ->
                each.at("name").textOrEmpty().equals(CONTAINER)
                    && !each.at("state", "running").isNothing());
  }

  private void follow(CollectionLog log) throws InterruptedException {
    long start = System.nanoTime();
    Thread reader = Thread.ofVirtual().name("collection-log").start(() -> read(log));
    try {
      while (!log.over()) {
        Duration gone = Duration.ofNanos(System.nanoTime() - start);
        if (!log.other().isEmpty()) {
          throw new Problem(
                  Code.CONFLICT,
                  Messages.of("garbage-was-not-collected"),
                  Messages.of("somebody-else-collects"),
                  new Remedy.Wait(Messages.of("try-again-in-a-while"), Duration.ZERO))
              .raise();
        }
        if (gone.compareTo(log.begun() ? ENDS : BEGINS) > 0) {
          throw new Problem(
                  Code.NOT_READY,
                  Messages.of("garbage-was-not-collected"),
                  log.begun()
                      ? Messages.of("the-registry-does-not-end", gone.toMinutes())
                      : Messages.of("the-registry-does-not-begin", gone.toMinutes()),
                  new Remedy.Command(
                      Messages.of("see-what-keeps-its-pod"),
                      "kubectl -n " + options.namespace() + " describe pods"))
              .raise();
        }
        Thread.sleep(PAUSE);
      }
    } finally {
      reader.interrupt();
    }
  }

  /// Reads the pod's log over and over: a stream may be cut, and a pod may be replaced.
  private void read(CollectionLog log) {
    try {
      while (!log.over()) {
        try {
          Optional<KubeObject> pod = pod();
          if (pod.isPresent()) {
            cluster.followLog(options.namespace(), pod.get().name(), CONTAINER, LINES, log::line);
          }
        } catch (MooringException e) {
          LOG.info("The registry's log is read again: {}", e.problem().why());
        }
        Thread.sleep(PAUSE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// As it was before, as far as the cluster answers. A pod that has ended the collection stays.
  private void withdraw(CollectionLog log) throws InterruptedException {
    progress.step(Messages.of("putting-the-registry-back"));
    try {
      cluster.delete(Kind.CONFIG_MAP, options.namespace(), Collecting.NAME, GOES);
      if (log.collecting()) {
        for (KubeObject pod : cluster.list(Kind.POD, options.namespace(), selector())) {
          cluster.delete(Kind.POD, pod.namespace(), pod.name(), GOES);
        }
      }
      long deadline = System.nanoTime() + RETURNS.toNanos();
      while (pod().filter(KubeObject::ready).isEmpty() && System.nanoTime() < deadline) {
        Thread.sleep(PAUSE);
      }
    } catch (MooringException e) {
      // The pod ends what it has begun by itself; the request is found by doctor and verify.
      LOG.warn("A collection could not be taken back: {}", e.problem(), e);
    }
  }
}
