package dev.mooring.tunnel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.spdy.SpdyServer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A WebSocket is asked for with GET and SPDY with POST, and servers want a right for each.
@Timeout(60)
final class RefusedVerbTest {
  private static final PodPort PORT = new PodPort("shop", "api-0", 80);

  @Test
  void whoMayOnlyCreateIsServedBySpdy() throws Exception {
    UnaryOperator<String> rights = head -> isPost(head) ? "" : lacks("get");
    try (SpdyServer server = SpdyServer.choosing(SpdyServer::echo, rights);
        ApiTunnels tunnels = new ApiTunnels(server);
        ByteStream stream = tunnels.open(PORT)) {
      stream.output().write(7);
      assertEquals(7, stream.input().read());
      assertEquals(Dialect.TUNNEL, tunnels.dialect(), "another namespace may grant more");
    }
  }

  @Test
  void whoMayNeitherIsToldOfBoth() throws Exception {
    assertEquals(
        "you don't have permission to get and create pods/portforward in shop",
        refusal(head -> lacks(isPost(head) ? "create" : "get")));
  }

  @Test
  void whoMayGetIsToldOfCreateAlone() throws Exception {
    assertEquals(
        "you don't have permission to create pods/portforward in shop",
        refusal(head -> lacks("create")));
  }

  @Test
  void whoMayNotGetIsToldSoWhereAProxyDropsSpdy() throws Exception {
    assertEquals(
        "you don't have permission to get pods/portforward in shop",
        refusal(head -> isPost(head) ? "drop" : lacks("get")));
  }

  private static String refusal(UnaryOperator<String> rights) throws Exception {
    try (SpdyServer server = SpdyServer.choosing(peer -> {}, rights);
        ApiTunnels tunnels = new ApiTunnels(server)) {
      MooringException refused =
          assertThrows(MooringException.class, () -> tunnels.open(PORT).close());
      assertEquals(Code.MISSING_RIGHT, refused.problem().code());
      assertEquals(2, server.upgrades());
      return refused.problem().why();
    }
  }

  private static boolean isPost(String head) {
    return head.startsWith("POST ");
  }

  private static String lacks(String verb) {
    String body =
        "{\"kind\":\"Status\",\"reason\":\"Forbidden\",\"message\":\"pods \\\"api-0\\\" is forbidden: User"
            + " \\\"ana\\\" cannot "
            + verb
            + " resource \\\"pods/portforward\\\" in API group \\\"\\\"\"}";
    return "HTTP/1.1 403 Forbidden\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
  }
}
