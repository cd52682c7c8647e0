package dev.mooring.cluster.fabric8;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.Unreachable;
import dev.mooring.identity.istiod.TestAuthority;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Requests go out over the JDK's HTTP client and tunnels over sockets of their own. What keeps
/// either from the API server is told in the same words.
@Timeout(60)
final class SameFaultSameWordsTest {
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final GeneralName HERE = new GeneralName(GeneralName.iPAddress, "127.0.0.1");

  @TempDir private Path folder;
  private final TestAuthority authority = new TestAuthority("cluster");

  @Test
  void aPortWhereNothingListens() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertEquals(
        "the API server https://127.0.0.1:" + port + " can't be reached: connection refused",
        why("server: https://127.0.0.1:" + port, Code.CLUSTER_UNREACHABLE));
  }

  @Test
  void aNameThatNobodyKnows() throws Exception {
    String why = why("server: https://no-such-host.invalid", Code.CLUSTER_UNREACHABLE);
    assertTrue(why.contains("can't be resolved"), why);
  }

  @Test
  void aServerOfAnotherAuthority() throws Exception {
    String why = secured(TestTls.server(new TestAuthority("other")), "");
    assertTrue(why.contains("isn't signed by the certificate authority"), why);
  }

  @Test
  void aServerOfAnotherName() throws Exception {
    SSLContext tls = TestTls.server(authority, TestAuthority.dns("api.mooring.test"));
    assertTrue(secured(tls, "").contains("is for another hostname"));
    assertTrue(
        secured(tls, ", tls-server-name: x.mooring.test").contains("is for another hostname"));
  }

  @Test
  void aServerWhoseCertificateHasExpired() throws Exception {
    String why = secured(expired(), "");
    assertTrue(why.contains("has expired"), why);
  }

  @Test
  void aServerThatSpeaksPlainHttp() throws Exception {
    try (Answering server = new Answering("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      String why = why("server: https://127.0.0.1:" + server.port(), Code.API_UNTRUSTED);
      assertTrue(why.contains("might not use TLS"), why);
    }
  }

  @Test
  void aServerThatHangsUp() throws Exception {
    try (Answering server = new Answering("")) {
      String why = why("server: http://127.0.0.1:" + server.port(), Code.CONNECTION_LOST);
      assertTrue(why.endsWith("was lost"), why);
    }
  }

  @Test
  void aServerThatHangsUpInTheHandshake() throws Exception {
    try (Answering server = new Answering("")) {
      String why = why("server: https://127.0.0.1:" + server.port(), Code.API_UNTRUSTED);
      assertTrue(why.contains("might not use TLS"), why);
    }
  }

  @Test
  void aProxyThatDoesNotConnect() throws Exception {
    String refusal = "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n";
    try (Answering proxy = new Answering(refusal)) {
      String why =
          why(
              "{server: 'https://10.255.255.1', proxy-url: 'http://127.0.0.1:"
                  + proxy.port()
                  + "'}",
              Code.CLUSTER_UNREACHABLE);
      assertEquals("the proxy refused to connect to the API server https://10.255.255.1", why);
    }
  }

  @Test
  void silenceAndMissingRoutesHaveTypesOfTheirOwn() throws Exception {
    Path file = TestKubeconfig.write(folder, "server: https://10.0.0.1", "token: x");
    try (Cluster opened = new FabricKubeconfig(List.of(file), Map.of()).connect(null)) {
      for (IOException silence :
          List.of(new HttpTimeoutException("request timed out"), new SocketTimeoutException())) {
        assertEquals(
            "the API server https://10.0.0.1 didn't respond in time",
            Unreachable.problem("x", opened.endpoint(), silence).why());
      }
      for (IOException lost :
          List.of(
              new NoRouteToHostException("No route to host"),
              new SocketException("Network is unreachable"),
              (IOException) new ConnectException().initCause(new NoRouteToHostException()))) {
        Problem problem = Unreachable.problem("x", opened.endpoint(), lost);
        assertTrue(problem.why().endsWith("has no route to it"), problem::toString);
        assertEquals(Code.CLUSTER_UNREACHABLE, problem.code());
      }
    }
  }

  private String secured(SSLContext tls, String more) throws IOException {
    try (TestServer server = new TestServer(0, tls, (exchange, request) -> {})) {
      return why(
          "{server: 'https://127.0.0.1:"
              + server.port()
              + "', certificate-authority-data: "
              + Base64.getEncoder()
                  .encodeToString(TestAuthority.pem(authority.root()).getBytes(US_ASCII))
              + more
              + "}",
          Code.API_UNTRUSTED);
    }
  }

  /// Why neither a request nor a tunnel reaches the cluster.
  private String why(String cluster, Code code) throws IOException {
    Path file = TestKubeconfig.write(folder, cluster, "token: x");
    try (FabricCluster opened =
            new FabricKubeconfig(List.of(file), TestServer.PLAIN).connect(null, LIMIT, LIMIT);
        ApiTunnels tunnels = new ApiTunnels(opened)) {
      Problem asked = assertThrows(MooringException.class, opened::version).problem();
      Problem dialled =
          assertThrows(MooringException.class, () -> tunnels.open(new PodPort("shop", "api-0", 80)))
              .problem();
      assertEquals(asked.why(), dialled.why());
      assertEquals(asked.whatToDo(), dialled.whatToDo());
      assertEquals(List.of(code, code), List.of(asked.code(), dialled.code()), dialled::toString);
      return asked.why();
    }
  }

  private SSLContext expired() throws Exception {
    KeyPair keys = TestAuthority.newKeys();
    Instant now = Instant.now();
    Certificate leaf =
        authority.leaf(keys.getPublic(), now.minusSeconds(7200), now.minusSeconds(3600), HERE);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", keys.getPrivate(), new char[0], new Certificate[] {leaf});
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(store, new char[0]);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    return tls;
  }

  /// Answers whatever is asked with the same bytes and hangs up.
  private static final class Answering implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
    private final byte[] answer;

    Answering(String answer) throws IOException {
      this.answer = answer.getBytes(US_ASCII);
      Thread.ofVirtual().start(this::serve);
    }

    int port() {
      return server.getLocalPort();
    }

    private void serve() {
      while (!server.isClosed()) {
        try (Socket client = server.accept()) {
          // All of what was sent has to be read: closing would be a reset otherwise.
          byte[] some = new byte[4096];
          int ignored = client.getInputStream().read(some);
          client.getOutputStream().write(answer);
        } catch (IOException e) {
          // The client went, or the test is over.
        }
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
