package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.reach.ReadyPod;
import dev.mooring.identity.istiod.SocketStream;
import dev.mooring.mesh.Entrance.Address;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EntrancePathTest {
  private static final ReadyPod POD =
      new ReadyPod(new PodPort(Entrance.NAMESPACE, "mooring-entrance-1", 9443), "uid", "x");

  private final FakeMesh mesh = new FakeMesh();

  @Test
  void anAddressThatAnswersIsTakenBeforeTheApiServer() throws Exception {
    try (ServerSocket node = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      EntrancePath path =
          new EntrancePath(mesh.tunnels(), List.of(new Address("127.0.0.1", node.getLocalPort())));
      assertEquals("entrance at 127.0.0.1:" + node.getLocalPort(), path.route());
      try (ByteStream stream = path.raw(POD)) {
        assertInstanceOf(TcpStream.class, stream);
      }
    }
  }

  @Test
  void whereNoAddressAnswersThePodIsReachedAndTheAddressesAreLeftAloneForAWhile() throws Exception {
    int closed;
    try (ServerSocket node = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      closed = node.getLocalPort();
    }
    try (ServerSocket pod = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      mesh.entrancePod(pod.getLocalPort(), false);
      EntrancePath path =
          new EntrancePath(mesh.tunnels(), List.of(new Address("127.0.0.1", closed)));
      try (ByteStream stream = path.raw(POD)) {
        assertInstanceOf(SocketStream.class, stream);
      }
      try (ServerSocket late = new ServerSocket(closed, 5, InetAddress.getLoopbackAddress());
          ByteStream stream = path.raw(POD)) {
        assertTrue(late.isBound());
        assertInstanceOf(SocketStream.class, stream);
      }
    }
  }

  @Test
  void anEntranceWithoutAnAddressIsReachedByPortForwardOnly() throws Exception {
    try (ServerSocket pod = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      mesh.entrancePod(pod.getLocalPort(), false);
      EntrancePath path = new EntrancePath(mesh.tunnels(), List.of());
      assertEquals("entrance through the Kubernetes API", path.route());
      try (ByteStream stream = path.raw(POD)) {
        assertInstanceOf(SocketStream.class, stream);
      }
    }
  }
}
