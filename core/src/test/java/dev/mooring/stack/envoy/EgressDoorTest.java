package dev.mooring.stack.envoy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.registry.LocalRegistry;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The real Envoy, and those who would have it lead them elsewhere. Names below `localhost` are
/// this machine (RFC 6761), as a name of somebody else's that was rebound.
@Tag("cluster")
@Tag("anywhere")
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EgressDoorTest {
  private static final String LISTED = "This proxy leads only to port 443";
  private static final String NOT_THERE = "RBAC: access denied";

  @TempDir static Path folder;
  private Process envoy;
  private Path socket;

  @BeforeAll
  void start() throws Exception {
    assumeTrue(LocalRegistry.isOnPath("envoy"));
    socket = folder.resolve("proxy.sock");
    StackOptions options =
        StackOptions.defaults()
            .withAdditions(
                Additions.NONE.withEgress(
                    List.of("github.example", "rebound.localhost", "near.localhost/private")));
    Path file = folder.resolve("envoy.yaml");
    Files.writeString(
        file, new EgressDoor(options, socket.toString(), free()).files().get("envoy.yaml"));
    envoy =
        new ProcessBuilder(
                "envoy",
                "-c",
                file.toString(),
                "--disable-hot-restart",
                "--use-dynamic-base-id",
                "--concurrency",
                "1",
                "-l",
                "warn")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("envoy.log").toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> ask("GET / HTTP/1.1\r\nHost: x\r\n\r\n").startsWith("HTTP/1.1 403"));
  }

  @AfterAll
  void stop() throws InterruptedException {
    if (envoy != null) {
      envoy.destroy();
      envoy.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String ask(String request) throws IOException {
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      ByteBuffer answer = ByteBuffer.allocate(4096);
      String text = "";
      while (!text.contains("\r\n\r\n") || text.endsWith("\r\n\r\n")) {
        if (channel.read(answer) < 0) {
          break;
        }
        text = new String(answer.array(), 0, answer.position(), StandardCharsets.US_ASCII);
      }
      return text;
    }
  }

  private String connect(String authority) throws IOException {
    return ask("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "other.example:443",
        "github.example:80",
        "github.example:22",
        "github.example.other.example:443",
        "sub.github.example:443",
        "127.0.0.1:443",
        "169.254.169.254:443",
        "169.254.169.254:80",
        "[::1]:443",
        "2130706433:443"
      })
  void whatIsNotListedIsRefused(String authority) throws IOException {
    String said = connect(authority);
    assertTrue(said.startsWith("HTTP/1.1 403"), said);
    assertTrue(said.contains(LISTED), said);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rebound.localhost:443", "near.localhost:443"})
  void aListedNameThatLeadsToThePodItselfIsRefused(String authority) throws IOException {
    String said = connect(authority);
    assertTrue(said.startsWith("HTTP/1.1 403"), said);
    assertTrue(said.contains(NOT_THERE), said);
  }

  @Test
  void aHostWithoutAPortIsNoTunnel() throws IOException {
    assertTrue(connect("github.example").startsWith("HTTP/1.1 4"));
  }

  @Test
  void whatIsNoTunnelIsRefused() throws IOException {
    for (String each :
        List.of(
            "GET http://github.example/ HTTP/1.1\r\nHost: github.example\r\n\r\n",
            "GET http://github.example:443/ HTTP/1.1\r\nHost: github.example:443\r\n\r\n")) {
      String said = ask(each);
      assertTrue(said.startsWith("HTTP/1.1 403"), said);
    }
  }

  @Test
  void ofTwoNamesTheOneInTheRequestLineCounts() throws IOException {
    String said = ask("CONNECT other.example:443 HTTP/1.1\r\nHost: github.example:443\r\n\r\n");
    assertEquals("HTTP/1.1 403", said.substring(0, 12));
  }
}
