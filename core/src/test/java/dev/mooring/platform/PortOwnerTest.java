package dev.mooring.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PortOwnerTest {

  @Test
  void ourOwnListenerIsNamedWithOurProcess() throws IOException, InterruptedException {
    for (String address : new String[] {"127.0.0.1", "::1"}) {
      try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address))) {
        PortOwner owner = PortOwner.of(socket.getLocalPort()).orElseThrow();
        assertEquals(ProcessHandle.current().pid(), owner.pid());
        assertTrue(owner.words().contains("(pid " + owner.pid() + ")"), owner.words());
      }
    }
  }

  @Test
  void nobodyIsNamedForAFreePort() throws IOException, InterruptedException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertEquals(Optional.empty(), PortOwner.of(port));
  }

  @Test
  void listenerOfAnotherUserHasNoName(@TempDir Path proc) throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(
        proc.resolve("net").resolve("tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1
           1: 0100007F:1389 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 4712 1
        """);
    PortOwner owner = new LinuxPorts(proc).owner(5000).orElseThrow();
    assertEquals("another user's process", owner.words());
    assertEquals(Optional.empty(), new LinuxPorts(proc).owner(5001));
  }

  @Test
  void anotherMooringIsNamedAndNotTheJavaItRunsOn(@TempDir Path proc) throws IOException {
    Files.createDirectories(proc.resolve("net"));
    Files.writeString(
        proc.resolve("net").resolve("tcp"),
        """
          sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
           0: 0100007F:1389 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1
        """);
    Path process = Files.createDirectories(proc.resolve("812"));
    Files.createSymbolicLink(
        Files.createDirectories(process.resolve("fd")).resolve("7"), Path.of("socket:[4711]"));
    Files.writeString(process.resolve("comm"), "java\n");
    Files.writeString(process.resolve("cmdline"), "/usr/bin/java\0-jar\0tomcat.jar\0");
    assertEquals("java (pid 812)", new LinuxPorts(proc).owner(5001).orElseThrow().words());
    Files.writeString(
        process.resolve("cmdline"),
        "/usr/bin/java\0-Dmooring.launcher=/opt/mooring/mooring\0-cp\0a.jar\0connect\0");
    assertEquals("mooring (pid 812)", new LinuxPorts(proc).owner(5001).orElseThrow().words());
  }

  @Test
  void lsofAndNetstatAreRead() {
    assertEquals(
        Optional.of(new PortOwner(812, "docker-proxy")),
        LsofPorts.parse("p812\ncdocker-proxy\nf4\n"));
    assertEquals(Optional.empty(), LsofPorts.parse(""));
    String windows =
        """
        Aktive Verbindungen

          Proto  Lokale Adresse         Remoteadresse          Status           PID
          TCP    127.0.0.1:5000         127.0.0.1:61022        HERGESTELLT      7
          TCP    127.0.0.1:5000         0.0.0.0:0              ABHOEREN         4711
        """;
    assertEquals(Optional.of(4711L), NetstatPorts.parse(windows, 5000));
    assertEquals(Optional.empty(), NetstatPorts.parse(windows, 500));
  }

  @Test
  void nextFreePortIsOffered() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int taken = socket.getLocalPort();
      assertFalse(FreePorts.isFree(taken));
      int next = FreePorts.after(taken).orElseThrow();
      assertTrue(next > taken && FreePorts.isFree(next));
    }
  }
}
