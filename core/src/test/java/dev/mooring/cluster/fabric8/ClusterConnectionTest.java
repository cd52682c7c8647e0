package dev.mooring.cluster.fabric8;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.ClusterConnection;
import dev.mooring.cluster.ClusterConnection.State;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterConnectionTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final TestServer.Answers VERSION =
      (exchange, request) -> TestServer.say(exchange, 200, "{\"gitVersion\":\"v1.35.4\"}");

  @TempDir Path folder;

  @Test
  void lostServerMakesTheConnectionStaleUntilItReturns() throws Exception {
    TestServer first = new TestServer(0, VERSION);
    int port = first.port();
    try (FabricCluster cluster = connect(port);
        ClusterConnection connection = connection(cluster)) {
      assertInstanceOf(State.Disconnected.class, connection.state().get());
      connection.open();
      await().atMost(LIMIT).until(() -> connection.state().get() instanceof State.Connected);
      State.Connected connected = (State.Connected) connection.state().get();
      assertEquals("v1.35.4", connected.server().gitVersion());
      first.close();
      await().atMost(LIMIT).until(() -> connection.state().get() instanceof State.Stale);
      State.Stale stale = (State.Stale) connection.state().get();
      assertTrue(!stale.since().isBefore(connected.freshAsOf()));
      assertEquals("Cannot reach the cluster c", stale.why().what());
      try (TestServer second = new TestServer(port, VERSION)) {
        await().atMost(LIMIT).until(() -> connection.state().get() instanceof State.Connected);
      }
      connection.close();
      assertInstanceOf(State.Disconnected.class, connection.state().get());
    }
  }

  @Test
  void serverThatNeverAnsweredIsAFailureAndAskingNowFindsIt() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    try (FabricCluster cluster = connect(port);
        ClusterConnection connection =
            new ClusterConnection(cluster, Duration.ofMinutes(5), Clock.systemUTC())) {
      connection.open();
      await().atMost(LIMIT).until(() -> connection.state().get() instanceof State.Failed);
      try (TestServer server = new TestServer(port, VERSION)) {
        connection.askNow();
        await().atMost(LIMIT).until(() -> connection.state().get() instanceof State.Connected);
      }
    }
  }

  private static ClusterConnection connection(FabricCluster cluster) {
    return new ClusterConnection(cluster, Duration.ofMillis(100), Clock.systemUTC());
  }

  private FabricCluster connect(int port) throws Exception {
    return TestServer.connect(folder, port, "token: x", Duration.ofSeconds(1));
  }
}
