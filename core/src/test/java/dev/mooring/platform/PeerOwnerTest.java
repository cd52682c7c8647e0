package dev.mooring.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class PeerOwnerTest {
  private static final PeerOwner TRUSTED = new PeerOwner.Trusted();

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.0.0.9", "::1"})
  void ourOwnConnectionsAreTrusted(String address) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.ofLiteral(address));
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      assertEquals(client.getLocalSocketAddress(), accepted.getRemoteSocketAddress());
      assertEquals(TRUSTED, owner(accepted));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void bothKindsOfSocketsReachAnAddressOfTheOldProtocol() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"))) {
      for (StandardProtocolFamily family :
          new StandardProtocolFamily[] {
            StandardProtocolFamily.INET, StandardProtocolFamily.INET6
          }) {
        try (SocketChannel client = SocketChannel.open(family)) {
          client.connect(server.getLocalSocketAddress());
          try (Socket accepted = server.accept()) {
            assertEquals(TRUSTED, owner(accepted), family.toString());
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1"})
  @EnabledOnOs(OS.LINUX)
  void anotherUserIsNamed(String address) throws Exception {
    AnotherUser.isNeeded();
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.ofLiteral(address))) {
      Process nobody =
          AnotherUser.start(
              "exec 3<>/dev/tcp/" + address + "/" + server.getLocalPort() + "; cat <&3");
      try (Socket accepted = server.accept()) {
        assertEquals(new PeerOwner.Other(AnotherUser.NAME), owner(accepted));
      } finally {
        nobody.destroyForcibly();
      }
    }
  }

  /// The kernel accounts a socket without a program to root.
  @Test
  @EnabledOnOs(OS.LINUX)
  void whoHasLeftIsNotTakenForRoot() throws Exception {
    AnotherUser.isNeeded();
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"))) {
      Process nobody =
          AnotherUser.start("exec 3<>/dev/tcp/127.0.0.1/" + server.getLocalPort() + "; echo x >&3");
      assertTrue(nobody.waitFor(10, TimeUnit.SECONDS));
      try (Socket accepted = server.accept()) {
        assertEquals('x', accepted.getInputStream().read());
        assertInstanceOf(PeerOwner.Gone.class, owner(accepted));
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aListenerAtTheFarAddressIsNotTakenForTheConnection() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"))) {
      InetSocketAddress listening = (InetSocketAddress) server.getLocalSocketAddress();
      assertInstanceOf(PeerOwner.Gone.class, PeerOwner.of(listening, at(1)));
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theTableSaysTheSameAsTheKernel() throws Exception {
    ProcTable table = new ProcTable(Path.of("/proc"));
    for (String address : new String[] {"127.0.0.1", "::1"}) {
      try (ServerSocket server = new ServerSocket(0, 8, InetAddress.ofLiteral(address));
          Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
          Socket accepted = server.accept()) {
        assumeTrue(client.isConnected());
        InetSocketAddress peer = (InetSocketAddress) accepted.getRemoteSocketAddress();
        InetSocketAddress local = (InetSocketAddress) accepted.getLocalSocketAddress();
        LinuxPeers.Held held = SocketDiagnosis.find(peer, local).orElseThrow();
        assertTrue(held.inode() > 0);
        assertEquals(held, table.find(peer, local).orElseThrow());
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aKernelWithoutTheModuleIsReadByItsTable(@TempDir Path proc) throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(
        proc.resolve("net").resolve("tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:0001 0100007F:1388 01 00000000:00000000 00:00000000 00000000  4242        0 4711 1
           1: 0100007F:0002 0100007F:1388 01 00000000:00000000 00:00000000 00000000     0        0 4712 1
           2: 0100007F:0003 0100007F:1388 05 00000000:00000000 00:00000000 00000000     0        0 0 1
        """);
    Path passwd = Files.writeString(proc.resolve("passwd"), "eve:x:4242:4242::/:/bin/sh\n");
    LinuxPeers peers = new LinuxPeers(proc, passwd);
    InetSocketAddress local = at(5000);
    assertEquals(new PeerOwner.Other("eve"), peers.owner(at(1), local));
    assertEquals(TRUSTED, peers.owner(at(2), local));
    assertEquals(new PeerOwner.Gone(), peers.owner(at(3), local));
    assertEquals(new PeerOwner.Gone(), peers.owner(at(4), local));
    Files.delete(proc.resolve("net").resolve("tcp"));
    assertInstanceOf(PeerOwner.Unknown.class, peers.owner(at(1), local));
  }

  @Test
  void lsofAndNetstatAreRead() {
    InetSocketAddress peer = at(61022);
    InetSocketAddress local = at(5000);
    assertEquals(
        TRUSTED, LsofPeers.parse("p7\nf4\nn127.0.0.1:61022->127.0.0.1:5000\n", peer, local));
    assertInstanceOf(
        PeerOwner.Unknown.class,
        LsofPeers.parse("p7\nf4\nn127.0.0.1:5000->127.0.0.1:61022\n", peer, local));
    assertEquals(
        TRUSTED,
        LsofPeers.parse(
            "p7\nf4\nn[::1]:61022->[::1]:5000\n",
            new InetSocketAddress(InetAddress.ofLiteral("::1"), 61022),
            new InetSocketAddress(InetAddress.ofLiteral("::1"), 5000)));
    String windows =
        """
          Proto  Lokale Adresse         Remoteadresse          Status           PID
          TCP    127.0.0.1:5000         127.0.0.1:61022        HERGESTELLT      7
          TCP    127.0.0.1:61022        127.0.0.1:5000         HERGESTELLT      4711
        """;
    assertEquals(OptionalLong.of(4711), NetstatPeers.parse(windows, peer, local));
    assertEquals(OptionalLong.empty(), NetstatPeers.parse(windows, at(6102), local));
  }

  private static InetSocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private static PeerOwner owner(Socket accepted) throws InterruptedException {
    return PeerOwner.of(
        (InetSocketAddress) accepted.getRemoteSocketAddress(),
        (InetSocketAddress) accepted.getLocalSocketAddress());
  }
}
