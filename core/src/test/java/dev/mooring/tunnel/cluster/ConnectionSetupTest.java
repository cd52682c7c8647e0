package dev.mooring.tunnel.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.identity.istiod.TestAuthority;
import dev.mooring.problem.MooringException;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.flow.Timing;
import dev.mooring.tunnel.spdy.SpdyServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tunnels are set up with what the kubeconfig holds, in every dialect.
@Timeout(60)
final class ConnectionSetupTest {
  private static final PodPort PORT = new PodPort("shop", "api-0", 80);
  private static final String NAME = "api.mooring.test";

  @TempDir private Path folder;
  private final TestAuthority authority = new TestAuthority("cluster");

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void proxyAuthorityServerNameAndClientCertificateAreThoseOfTheKubeconfig(Dialect dialect)
      throws Exception {
    try (SpdyServer server = server(dialect);
        ConnectProxy proxy = new ConnectProxy();
        Cluster cluster =
            connect(server, "tls-server-name: " + NAME + ", proxy-url: " + proxy.url());
        ApiTunnels tunnels = new ApiTunnels(cluster.endpoint(), Timing.DEFAULT, dialect);
        ByteStream stream = tunnels.open(PORT)) {
      assertEquals(7, echoed(stream));
      assertEquals(List.of("127.0.0.1:" + server.server().getPort()), proxy.asked);
    }
  }

  @Test
  void aServerOfAnotherNameIsNotTrusted() throws Exception {
    try (SpdyServer server = server(Dialect.TUNNEL);
        Cluster cluster = connect(server, "tls-server-name: other.mooring.test");
        ApiTunnels tunnels = new ApiTunnels(cluster)) {
      MooringException refused = assertThrows(MooringException.class, () -> tunnels.open(PORT));
      assertTrue(refused.problem().whatToDo().contains("tls-server-name"));
      assertEquals(0, server.upgrades());
    }
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void eachTunnelAsksForTheTokenThatIsValidThen(Dialect dialect) throws Exception {
    // A plugin whose tokens are over at once, so that each connection needs the next one.
    Path plugin = folder.resolve("plugin");
    Files.writeString(
        plugin,
        """
        #!/bin/sh
        echo x >> "$0.runs"
        printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential",'
        printf '"status":{"token":"token-%s","expirationTimestamp":"2001-01-01T00:00:00Z"}}' \
          "$(wc -l < "$0.runs" | tr -d ' ')"
        """);
    assertTrue(plugin.toFile().setExecutable(true));
    try (SpdyServer server = server(dialect);
        Cluster cluster =
            connect(
                server,
                "tls-server-name: " + NAME,
                "exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never,"
                    + " command: ./plugin}");
        ApiTunnels tunnels = new ApiTunnels(cluster.endpoint(), Timing.DEFAULT, dialect)) {
      for (int i = 0; i < 2; i++) {
        try (ByteStream stream = tunnels.open(new PodPort("shop", "api-" + i, 80))) {
          assertEquals(7, echoed(stream));
        }
      }
      List<String> tokens =
          server.heads().stream()
              .map(head -> head.replaceAll("(?s).*Bearer (\\S+).*", "$1"))
              .toList();
      assertEquals(2, tokens.size());
      assertTrue(!tokens.get(0).equals(tokens.get(1)), tokens::toString);
    }
  }

  @Test
  void aTokenThatIsRefusedIsFetchedAgainOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "old");
    String refusal = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";
    try (SpdyServer server =
            SpdyServer.secured(
                SpdyServer::echo, head -> head.contains("Bearer new\r\n") ? "" : refusal, tls());
        Cluster cluster = connect(server, "tls-server-name: " + NAME, "tokenFile: '" + file + "'");
        ApiTunnels tunnels = new ApiTunnels(cluster)) {
      assertThrows(MooringException.class, () -> tunnels.open(PORT));
      assertEquals(2, server.upgrades());
      Files.writeString(file, "new");
      try (ByteStream stream = tunnels.open(PORT)) {
        assertEquals(7, echoed(stream));
      }
    }
  }

  private static int echoed(ByteStream stream) throws IOException {
    stream.output().write(7);
    return stream.input().read();
  }

  private static void echo(SpdyServer.Peer peer, Dialect dialect) throws IOException {
    if (dialect != Dialect.CHANNELS) {
      SpdyServer.echo(peer);
      return;
    }
    peer.raw(new byte[] {0, 80, 0});
    while (true) {
      peer.raw(peer.message());
    }
  }

  private SpdyServer server(Dialect dialect) throws Exception {
    return SpdyServer.secured(peer -> echo(peer, dialect), tls());
  }

  private SSLContext tls() throws Exception {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate leaf =
        authority.leaf(keys.getPublic(), Duration.ofHours(1), TestAuthority.dns(NAME));
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    own.setKeyEntry("own", keys.getPrivate(), new char[0], new Certificate[] {leaf});
    KeyManagerFactory key = KeyManagerFactory.getInstance("PKIX");
    key.init(own, new char[0]);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("root", authority.root());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(key.getKeyManagers(), trust.getTrustManagers(), null);
    return tls;
  }

  private Cluster connect(SpdyServer server, String more) throws IOException {
    return connect(server, more, "");
  }

  private Cluster connect(SpdyServer server, String more, String login) throws IOException {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate me =
        authority.leaf(keys.getPublic(), Duration.ofHours(1), TestAuthority.dns("ana"));
    return kubeconfig(
        "server: 'https://127.0.0.1:"
            + server.server().getPort()
            + "', certificate-authority-data: "
            + base64(TestAuthority.pem(authority.root()))
            + ", "
            + more,
        "client-certificate-data: "
            + base64(TestAuthority.pem(me))
            + ", client-key-data: "
            + base64(
                "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n")
            + (login.isEmpty() ? "" : ", " + login));
  }

  private Cluster kubeconfig(String cluster, String user) throws IOException {
    return new FabricKubeconfig(
            List.of(
                Files.writeString(
                    folder.resolve("config"),
                    "apiVersion: v1\nkind: Config\ncurrent-context: test\n"
                        + "contexts: [{name: test, context: {cluster: c, user: u}}]\n"
                        + "clusters: [{name: c, cluster: {"
                        + cluster
                        + "}}]\nusers: [{name: u, user: {"
                        + user
                        + "}}]\n")),
            Map.of("MOORING_LOGIN_OVER_HTTP", "loopback"))
        .connect(null);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// An HTTP proxy that knows CONNECT only, and remembers what it was asked for by tunnels.
  private static final class ConnectProxy implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ConnectProxy() throws IOException {
      Thread.ofVirtual().start(this::accept);
    }

    String url() {
      return "'http://127.0.0.1:" + server.getLocalPort() + "'";
    }

    private void accept() {
      try {
        while (true) {
          Socket client = server.accept();
          Thread.ofVirtual().start(() -> serve(client));
        }
      } catch (IOException closed) {
        // The test is over.
      }
    }

    private void serve(Socket client) {
      try (client) {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          head.append((char) client.getInputStream().read());
        }
        String authority = head.substring("CONNECT ".length(), head.indexOf(" HTTP/1.1"));
        asked.add(authority);
        try (Socket far =
            new Socket(
                InetAddress.getLoopbackAddress(),
                Integer.parseInt(authority.substring(authority.indexOf(':') + 1)))) {
          client
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
          Thread back = Thread.ofVirtual().start(() -> copy(far, client));
          copy(client, far);
          back.join();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private static void copy(Socket from, Socket to) {
      try {
        InputStream input = from.getInputStream();
        OutputStream output = to.getOutputStream();
        input.transferTo(output);
        to.close();
      } catch (IOException e) {
        // Either end may go at any time.
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
