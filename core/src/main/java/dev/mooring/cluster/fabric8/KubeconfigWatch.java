package dev.mooring.cluster.fabric8;

import dev.mooring.cluster.Context;
import dev.mooring.job.Subscription;
import dev.mooring.platform.FileStamps;
import dev.mooring.problem.MooringException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the kubeconfig every second and tells when its contexts have changed.
final class KubeconfigWatch implements Subscription {
  private static final Logger LOG = LoggerFactory.getLogger(KubeconfigWatch.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final FabricKubeconfig kubeconfig;
  private final Consumer<List<Context>> consumer;
  private final FileStamps files;
  private final Thread thread;
  private List<Object> known;
  private List<Context> told;

  KubeconfigWatch(FabricKubeconfig kubeconfig, Consumer<List<Context>> consumer) {
    this.kubeconfig = kubeconfig;
    this.consumer = consumer;
    this.files = new FileStamps(kubeconfig.files());
    this.known = files.stamp();
    this.told = present(List.of());
    // Not a virtual one: waking that costs three times as much.
    this.thread = Thread.ofPlatform().daemon().name("kubeconfig").start(this::look);
  }

  private void look() {
    try {
      List<Object> before = known;
      while (true) {
        Thread.sleep(LOOK);
        List<Object> now = files.stamp();
        // A file that is being written is read once it has come to rest.
        if (!now.equals(known) && now.equals(before)) {
          known = now;
          tell(present(told));
        }
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(List<Context> next) {
    if (!next.equals(told)) {
      told = next;
      consumer.accept(next);
    }
  }

  /// A broken file changes nothing: whoever opens a context of it is told what is wrong.
  private List<Context> present(List<Context> otherwise) {
    try {
      return kubeconfig.exists() ? kubeconfig.contexts() : List.of();
    } catch (MooringException e) {
      LOG.info("The kubeconfig cannot be read at the moment: {}", e.getMessage());
      return otherwise;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
