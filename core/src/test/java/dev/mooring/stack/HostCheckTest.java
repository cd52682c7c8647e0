package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.mooring.identity.authority.ServerCertificate;
import dev.mooring.identity.istiod.SocketStream;
import dev.mooring.problem.Finding;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is asked at the host itself, and what its answers prove.
final class HostCheckTest {
  private static final String HOST = "registry.example.test";
  private static final String OURS = "Basic realm=\"" + HOST + "\"";

  private final CannedCluster cluster = new CannedCluster();
  private final List<PodPort> asked = new ArrayList<>();
  private HttpsServer server;

  @AfterEach
  void stop() {
    if (server != null) {
      server.stop(0);
    }
  }

  private void serve(String name, Instant from, int status, String challenge) throws Exception {
    ServerCertificate shown =
        ServerCertificate.make("host", List.of(name), from, Duration.ofDays(1));
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
    server.setHttpsConfigurator(new HttpsConfigurator(PublishedKeys.tls(shown)));
    server.createContext(
        "/v2/",
        exchange -> {
          if (!challenge.isEmpty()) {
            exchange.getResponseHeaders().set("WWW-Authenticate", challenge);
          }
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  /// Whatever pod is meant.
  private final class ToTheServer implements Tunnels {
    @Override
    public ByteStream open(PodPort port) {
      asked.add(port);
      return new SocketStream(server.getAddress().getPort());
    }

    @Override
    public ByteStream attach(String namespace, String pod, String container) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  private Finding finding(boolean resolved, String through) throws InterruptedException {
    StackOptions options =
        StackOptions.defaults()
            .withAdditions(
                Additions.NONE.withIngress(
                    new Ingress(
                        HOST,
                        TestIssuer.ISSUER,
                        new TestIssuer().publicKeys(),
                        "",
                        through,
                        through.startsWith("class/") ? "tls" : "",
                        "")));
    return new HostCheck(
            cluster,
            new ToTheServer(),
            options,
            host -> resolved ? Optional.of(server.getAddress()) : Optional.empty(),
            Duration.ZERO)
        .anonymous()
        .finding();
  }

  private void expect(Finding.Level level, String part) throws InterruptedException {
    Finding found = finding(true, "istio/gw/public/443");
    assertEquals(level, found.level(), found.sentence());
    assertTrue(found.sentence().contains(part), found.sentence());
    assertTrue(found.sentence().contains("from this computer, at 127.0.0.1"), found.sentence());
    assertEquals(List.of(), asked);
  }

  @Test
  void theIngressesOwnChallengeProvesTheWay() throws Exception {
    serve("*.example.test", Instant.now(), 401, OURS);
    expect(Finding.Level.OK, "401 Unauthorized (from this computer, at 127.0.0.1)");
  }

  @Test
  void anotherRegistryAtTheHostProvesNothing() throws Exception {
    serve(HOST, Instant.now(), 401, "Bearer realm=\"https://auth.example.test/token\"");
    expect(Finding.Level.WARNING, "not from this ingress");
    server.stop(0);
    serve(HOST, Instant.now(), 404, "");
    expect(Finding.Level.WARNING, "404");
    server.stop(0);
    serve(HOST, Instant.now(), 503, "");
    expect(Finding.Level.WARNING, "503");
  }

  @Test
  void whoeverLetsInWithoutATokenIsABlocker() throws Exception {
    serve(HOST, Instant.now(), 200, "");
    expect(Finding.Level.BLOCKER, "200");
  }

  @Test
  void aCertificateThatClientsRefuseIsNamed() throws Exception {
    serve("other.example.test", Instant.now(), 401, OURS);
    expect(Finding.Level.WARNING, "is for other.example.test, not for " + HOST);
    server.stop(0);
    serve(HOST, Instant.now().minus(Duration.ofDays(3)), 401, OURS);
    expect(Finding.Level.WARNING, "expired on");
  }

  @Test
  void aHostThatThisComputerDoesNotKnowIsAskedForAtAPodOfItsGateway() throws Exception {
    serve(HOST, Instant.now(), 401, OURS);
    cluster.with(
        """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: public, namespace: gw}
        spec: {selector: {istio: edge}}
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: api, namespace: gw}
        spec: {listeners: [{name: other, port: 1}, {name: https, port: 8443}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: edge, namespace: edges}
        spec: {selector: {istio: edge}, ports: [{port: 80, targetPort: 8080}, {port: 443, targetPort: 9443}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: edge-1, namespace: edges, labels: {istio: edge, more: x}}
        status: {conditions: [{type: Ready, status: "True"}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: api-1, namespace: gw, labels: {gateway.networking.k8s.io/gateway-name: api}}
        status: {conditions: [{type: Ready, status: "True"}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: class-1, namespace: edges, labels: {istio: ingressgateway}}
        status: {conditions: [{type: Ready, status: "True"}]}
        """);
    for (String each : List.of("istio/gw/public/443", "gateway/gw/api/https", "class/istio/mesh")) {
      Finding found = finding(false, each);
      assertEquals(Finding.Level.OK, found.level(), found.sentence());
      assertTrue(found.sentence().contains("at the gateway pod"), found.sentence());
    }
    assertEquals(
        List.of(
            new PodPort("edges", "edge-1", 9443),
            new PodPort("gw", "api-1", 8443),
            new PodPort("edges", "class-1", 443)),
        asked);
  }

  @Test
  void whereNeitherIsPossibleItSaysSo() throws InterruptedException {
    Finding found = finding(false, "class/nginx");
    assertEquals(Finding.Level.WARNING, found.level());
    assertTrue(found.sentence().contains("can't resolve " + HOST), found.sentence());
  }
}
