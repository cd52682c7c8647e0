package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.job.Progress;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.tunnel.Lab;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the cluster of the current kubeconfig.
@NeedsIstio
@Tag("cluster")
@Tag("apart")
class PushThroughForwardClusterTest {
  private static final long SIZE = 200L << 20;

  @Test
  void aPushSurvivesTheDeletionOfTheRegistrysPod(@TempDir Path folder) throws Exception {
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab lab = Lab.create(cluster, "t-push");
        ApiTunnels tunnels = new ApiTunnels(cluster);
        ClusterForwards forwards = new ClusterForwards(cluster, tunnels)) {
      lab.keptRegistry("registry");
      String pod = lab.readyPods("registry", 1).getFirst();
      Target target = new Target.Service(lab.namespace(), "registry", "web");
      int port =
          forwards.start(ForwardSpec.of("registry", target, 0)).listening().getFirst().getPort();
      Path archive = Archives.large(folder.resolve("image.tar"), SIZE);
      try (HttpRegistry registry = new HttpRegistry(URI.create("http://localhost:" + port), null)) {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        CompletableFuture<Digest> digest = new CompletableFuture<>();
        ImageReference name = ImageReference.parse("localhost:" + port + "/large:1");
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    digest.complete(registry.push(archive, name, pausing(begun, gone)));
                  } catch (Exception e) {
                    digest.completeExceptionally(e);
                  }
                });
        assertTrue(begun.await(1, TimeUnit.MINUTES));
        lab.deletePod(pod);
        gone.countDown();
        Digest end = digest.get(2, TimeUnit.MINUTES);
        assertEquals(end, registry.summary("large", "1").digest());
      }
    }
  }

  /// Holds the transfer up in its first quarter until the pod has gone.
  private static Progress pausing(CountDownLatch begun, CountDownLatch gone) {
    return new Progress() {
      @Override
      public void step(String sentence) {}

      @Override
      public void advance(String part, long done, long total, Unit unit) {
        if (done > SIZE / 8) {
          begun.countDown();
          try {
            gone.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        }
      }
    };
  }
}
