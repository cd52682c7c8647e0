package dev.mooring.tunnel.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.Lab;
import dev.mooring.tunnel.LabProgram;
import dev.mooring.tunnel.PodPort;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// An API server as it was before it knew the tunnel. Restarts that of the lab twice.
@Tag("cluster")
@Tag("anywhere")
class OlderServerClusterTest {
  @Test
  void aServerThatKnowsNoTunnelIsServedBySpdyAndAskedForTheTunnelOnce() throws Exception {
    LabProgram program = LabProgram.required();
    try (Cluster cluster = new FabricKubeconfig().connect(null);
        Lab lab = Lab.create(cluster, "t-tunnel-older")) {
      lab.registry("registry", 1);
      PodPort port = new PodPort(lab.namespace(), lab.readyPods("registry", 1).getFirst(), 5000);
      program.run("restart-api", "--feature-gates=PortForwardWebsockets=false");
      try (ApiTunnels tunnels = new ApiTunnels(cluster)) {
        try (ByteStream first = tunnels.open(port);
            ByteStream second = tunnels.open(port)) {
          answered(first);
          answered(second);
          assertEquals(Dialect.SPDY, tunnels.dialect());
        }
      } finally {
        program.run("restart-api");
      }
      try (ApiTunnels tunnels = new ApiTunnels(cluster);
          ByteStream stream = tunnels.open(port)) {
        answered(stream);
        assertEquals(Dialect.TUNNEL, tunnels.dialect());
      }
    }
  }

  private static void answered(ByteStream stream) throws Exception {
    stream.output().write("GET /v2/ HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
    assertEquals("HTTP/1.1 200 OK", new String(stream.input().readNBytes(15), US_ASCII));
  }
}
