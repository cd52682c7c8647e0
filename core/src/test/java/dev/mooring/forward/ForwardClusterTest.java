package dev.mooring.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.forward.running.ClusterForwards;
import dev.mooring.tunnel.Lab;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Against the cluster of the current kubeconfig.
@Tag("cluster")
@Tag("anywhere")
class ForwardClusterTest {

  @Test
  void aForwardReachesTheReplacementOfADeletedPodByItself() throws Exception {
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab lab = Lab.create(cluster, "t-tunnel-forward");
        ApiTunnels tunnels = new ApiTunnels(cluster);
        ClusterForwards forwards = new ClusterForwards(cluster, tunnels)) {
      lab.registry("registry", 1);
      String pod = lab.readyPods("registry", 1).getFirst();
      for (String target : List.of("svc/registry", "deploy/registry", "pod/" + pod)) {
        String port = target.startsWith("svc") ? "web" : "http";
        ForwardStatus started =
            forwards.start(ForwardSpec.of(target, Target.parse(target, lab.namespace(), port), 0));
        for (InetSocketAddress each : started.listening()) {
          assertEquals("HTTP/1.1 200 OK", statusLine(each), target + " on " + each);
        }
      }
      lab.deletePod(pod);
      ForwardStatus service = forwards.all().get().getFirst();
      assertEquals("HTTP/1.1 200 OK", statusLine(service.listening().getFirst()));
      Awaitility.await()
          .atMost(Duration.ofSeconds(2))
          .until(
              () -> {
                List<ForwardStatus> now = forwards.all().get();
                return now.get(0).state() instanceof ForwardStatus.State.Active
                    && now.get(2).state() instanceof ForwardStatus.State.Waiting;
              });
      assertTrue(forwards.all().get().getFirst().received() > 0);
    }
  }

  private static String statusLine(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(40_000);
      socket.getOutputStream().write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(15), US_ASCII);
    }
  }
}
