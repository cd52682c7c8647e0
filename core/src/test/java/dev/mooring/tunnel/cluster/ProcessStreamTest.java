package dev.mooring.tunnel.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.StreamException;
import dev.mooring.tunnel.spdy.SpdyServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Streams to processes of containers, as the API server gives them.
@Timeout(60)
final class ProcessStreamTest {
  private static final String ASKED = "GET /api/v1/namespaces/shop/pods/api-0/";
  private static final String STREAMS = "?container=web&stdout=true&stderr=true&tty=false";
  private static final byte[] CLOSE = {(byte) 0x88, 2, 3, (byte) 0xe8};

  @Test
  void whatAProcessSaysIsReadAndItsSuccessIsAnEnd() throws Exception {
    BlockingQueue<String> input = new LinkedBlockingQueue<>();
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  said(peer, 1, "out");
                  said(peer, 2, "err");
                  byte[] message = peer.message();
                  input.add(message[0] + new String(message, 1, message.length - 1, UTF_8));
                  said(peer, 3, "{\"status\":\"Success\"}");
                  peer.unframed(CLOSE);
                });
        ApiTunnels tunnels = new ApiTunnels(server);
        ByteStream stream = tunnels.attach("shop", "api-0", "web")) {
      assertEquals("outerr", new String(stream.input().readNBytes(6), UTF_8));
      stream.output().write("in".getBytes(UTF_8));
      assertEquals(-1, stream.input().read());
      assertEquals("0in", input.poll(10, TimeUnit.SECONDS));
      assertTrue(server.heads().getFirst().startsWith(ASKED + "attach" + STREAMS + "&stdin=true "));
    }
  }

  @Test
  void aFailureOfTheProcessIsTheEndOfItsStream() throws Exception {
    try (SpdyServer server =
            SpdyServer.serving(
                peer -> {
                  said(peer, 1, "out");
                  said(peer, 3, "{\"status\":\"Failure\",\"message\":\"exit code 3\"}");
                  peer.unframed(CLOSE);
                });
        ApiTunnels tunnels = new ApiTunnels(server);
        ByteStream stream = tunnels.run("shop", "api-0", "web", List.of("ls", "a b&c"))) {
      StreamException end =
          assertThrows(StreamException.class, () -> stream.input().readAllBytes());
      assertEquals("exit code 3", end.problem().why());
      assertTrue(
          server
              .heads()
              .getFirst()
              .startsWith(ASKED + "exec" + STREAMS + "&stdin=false&command=ls&command=a+b%26c "),
          server.heads()::toString);
    }
  }

  @Test
  void aConnectionThatIsCutIsALostStream() throws Exception {
    try (SpdyServer server = SpdyServer.serving(peer -> said(peer, 1, "out"));
        ApiTunnels tunnels = new ApiTunnels(server);
        ByteStream stream = tunnels.exec("shop", "api-0", "web", List.of("sh"))) {
      StreamException end =
          assertThrows(StreamException.class, () -> stream.input().readAllBytes());
      assertEquals(StreamException.Kind.LOST, end.kind());
      assertEquals(Code.CONNECTION_LOST, end.problem().code());
      assertTrue(server.heads().getFirst().contains("&stdin=true&command=sh "));
    }
  }

  @Test
  void aChannelThatNobodyKnowsEndsTheStream() throws Exception {
    try (SpdyServer server = SpdyServer.serving(peer -> said(peer, 9, "x"));
        ApiTunnels tunnels = new ApiTunnels(server);
        ByteStream stream = tunnels.attach("shop", "api-0", "web")) {
      StreamException end =
          assertThrows(StreamException.class, () -> stream.input().readAllBytes());
      assertTrue(end.problem().why().contains("channel 9"), end::toString);
    }
  }

  @Test
  void aRefusalNamesTheRightThatIsLacking() throws Exception {
    try (SpdyServer server =
            SpdyServer.answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        ApiTunnels tunnels = new ApiTunnels(server)) {
      MooringException refused =
          assertThrows(MooringException.class, () -> tunnels.attach("shop", "api-0", "web"));
      assertEquals(Code.MISSING_RIGHT, refused.problem().code());
      assertTrue(refused.problem().why().contains("pods/attach in shop"), refused::toString);
      assertTrue(refused.problem().what().contains("container web"), refused::toString);
      assertTrue(
          assertThrows(
                  MooringException.class, () -> tunnels.run("shop", "api-0", "web", List.of("ls")))
              .problem()
              .what()
              .contains("run a command in container web"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "../x,  api-0, 80,    invalid-name",
    "shop,  api/0, 80,    invalid-name",
    "shop,  Api-0, 80,    invalid-name",
    "shop,  api-0, 0,     invalid-port",
    "shop,  api-0, 65536, invalid-port",
    "shop,  -api,  80,    invalid-name",
  })
  void whatNamesNoPodOrPortIsRefusedUnasked(String namespace, String pod, int port, String code)
      throws Exception {
    try (SpdyServer server = SpdyServer.serving(SpdyServer::echo);
        ApiTunnels tunnels = new ApiTunnels(server)) {
      MooringException refused =
          assertThrows(
              MooringException.class, () -> tunnels.open(new PodPort(namespace, pod, port)));
      assertEquals(code, refused.problem().code().id());
      if (code.equals("invalid-name")) {
        assertThrows(MooringException.class, () -> tunnels.attach(namespace, pod, "web"));
        assertThrows(MooringException.class, () -> tunnels.check(namespace, pod));
      }
      assertEquals(0, server.upgrades());
    }
  }

  private static void said(SpdyServer.Peer peer, int channel, String text) throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(channel);
    message.writeBytes(text.getBytes(UTF_8));
    peer.raw(message.toByteArray());
  }
}
