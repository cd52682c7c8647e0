package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.ClusterForwards;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Target;
import dev.mooring.job.Progress;
import dev.mooring.tunnel.ApiTunnels;
import dev.mooring.tunnel.Lab;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the cluster of the current kubeconfig.
@Tag("cluster")
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
        AtomicLong pushed = new AtomicLong();
        CompletableFuture<Digest> digest = new CompletableFuture<>();
        ImageReference name = ImageReference.parse("localhost:" + port + "/large:1");
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    digest.complete(registry.push(archive, name, counting(pushed)));
                  } catch (Exception e) {
                    digest.completeExceptionally(e);
                  }
                });
        Awaitility.await().until(() -> pushed.get() > SIZE / 8);
        lab.deletePod(pod);
        assertTrue(!digest.isDone(), "the pod went in the middle of the push");

        Digest end = digest.get(2, TimeUnit.MINUTES);
        assertEquals(end, registry.summary("large", "1").digest());
      }
    }
  }

  private static Progress counting(AtomicLong count) {
    return new Progress() {
      @Override
      public void step(String sentence) {}

      @Override
      public void advance(String part, long done, long total, Unit unit) {
        count.set(done);
      }
    };
  }
}
