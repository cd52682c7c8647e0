package dev.mooring.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.tunnel.ApiTunnels;
import dev.mooring.tunnel.Lab;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A blob pushed to and pulled from a plain registry through Mooring and through
/// `kubectl port-forward`, in turns of one run; then new connections. Prints, never judges.
@Tag("bench")
class TunnelBenchmark {
  private static final int CONNECTIONS = 300;

  @Test
  void besideKubectl() throws Exception {
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab lab = Lab.create(cluster, "t-tunnel-bench");
        ApiTunnels tunnels = new ApiTunnels(cluster)) {
      lab.registry("registry", 1);
      lab.readyPods("registry", 1);
      Target target = Target.parse("deploy/registry", lab.namespace(), "5000");
      try (KubectlForward kubectl = KubectlForward.start(lab.namespace(), "deploy/registry", 5000);
          TargetPods pods = new TargetPods(cluster, target);
          LoopbackListener mooring =
              LoopbackListener.listen(0, () -> pods.reach(pod -> tunnels.open(pod.port())))) {
        Comparison.transfers("kubectl", kubectl.port(), mooring.port());
        connections("kubectl", kubectl.port());
        connections("mooring", mooring.port());
      }
    }
  }

  private static void connections(String name, int port) throws IOException {
    long[] nanos = new long[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      long start = System.nanoTime();
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        socket.getOutputStream().write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
        assertTrue(socket.getInputStream().read() == 'H');
      }
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    say(
        "%s: connection to first byte p50 %.1f ms, p95 %.1f ms",
        name, nanos[CONNECTIONS / 2] / 1e6, nanos[CONNECTIONS * 95 / 100] / 1e6);
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is a library for one benchmark
  private static void say(String line, Object... values) {
    System.out.println(String.format(Locale.ROOT, line, values));
  }
}
