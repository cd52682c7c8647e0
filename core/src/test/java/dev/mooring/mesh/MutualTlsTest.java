package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.identity.Identity;
import dev.mooring.identity.istiod.SocketStream;
import dev.mooring.identity.istiod.TestAuthority;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MutualTlsTest {
  private static final URI REGISTRY = SidecarServer.id("/ns/kube-registry/sa/registry");
  private static final String ME = "spiffe://cluster.local/ns/dev-ana/sa/mooring";

  private final TestAuthority mesh = new TestAuthority("cluster.local");
  private final KeyPair serverKeys = TestAuthority.newKeys();

  private X509Certificate serverLeaf(String... uris) {
    GeneralName[] names = new GeneralName[uris.length];
    for (int i = 0; i < uris.length; i++) {
      names[i] = TestAuthority.uri(uris[i]);
    }
    return mesh.leaf(serverKeys.getPublic(), Duration.ofHours(1), names);
  }

  private Identity identity(TestAuthority by) {
    KeyPair keys = TestAuthority.newKeys();
    X509Certificate leaf = by.leaf(keys.getPublic(), Duration.ofHours(1), TestAuthority.uri(ME));
    return new Identity(
        URI.create(ME),
        List.of(leaf),
        keys.getPrivate(),
        List.of(mesh.root()),
        Instant.now().plusSeconds(1800));
  }

  private SidecarServer sidecar(String... versions) throws Exception {
    return new SidecarServer(serverKeys, serverLeaf(REGISTRY.toString()), mesh.root(), versions);
  }

  private static MutualTls client(int port, Identity me) {
    return new MutualTls(() -> new SocketStream(port), () -> me, REGISTRY);
  }

  private static void echo(ByteStream stream, byte[] bytes) throws Exception {
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    stream.output().write(bytes);
                  } catch (IOException e) {
                    stream.close();
                  }
                });
    byte[] back = stream.input().readNBytes(bytes.length);
    writer.join();
    assertArrayEquals(bytes, back);
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void bytesOfEverySizeComeBackAsTheyWent(String version) throws Exception {
    try (SidecarServer server = sidecar(version);
        ByteStream stream = client(server.port(), identity(mesh)).dial()) {
      for (int size : new int[] {1, 16_383, 16_384, 16_385, 65_536, 65_537, 5_000_000}) {
        echo(stream, noise(size));
      }
      assertEquals(List.of("http/1.1"), server.protocols);
      assertEquals(ME, SubjectNames.uri(server.clients.getFirst()));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spiffe://cluster.local/ns/kube-registry/sa/default",
        "spiffe://cluster.local/ns/other/sa/registry",
        "spiffe://another.mesh/ns/kube-registry/sa/registry",
        "spiffe://cluster.local/ns/kube-registry/sa/registry/",
      })
  void anotherWorkloadIsRefusedByName(String id) throws Exception {
    assertTrue(refusal(serverLeaf(id)).why().contains(id));
  }

  @Test
  void aServerWithoutSpiffeIdIsRefused() throws Exception {
    X509Certificate leaf =
        mesh.leaf(serverKeys.getPublic(), Duration.ofHours(1), TestAuthority.dns("kube-registry"));
    assertTrue(refusal(leaf).why().contains("without SPIFFE id"));
  }

  @Test
  void aServerWithTwoSpiffeIdsIsRefused() throws Exception {
    assertTrue(refusal(serverLeaf(REGISTRY.toString(), ME)).why().contains("several ids"));
  }

  @Test
  void anExpiredServerIsRefused() throws Exception {
    Instant now = Instant.now();
    X509Certificate leaf =
        mesh.leaf(
            serverKeys.getPublic(),
            now.minusSeconds(7200),
            now.minusSeconds(3600),
            TestAuthority.uri(REGISTRY.toString()));
    assertTrue(refusal(leaf).why().contains("expired"));
  }

  @Test
  void aServerOfAnotherMeshIsRefused() throws Exception {
    X509Certificate leaf =
        new TestAuthority("stranger")
            .leaf(
                serverKeys.getPublic(),
                Duration.ofHours(1),
                TestAuthority.uri(REGISTRY.toString()));
    assertTrue(refusal(leaf).why().contains("isn't signed"));
  }

  private Problem refusal(X509Certificate leaf) throws Exception {
    try (SidecarServer server = new SidecarServer(serverKeys, leaf, mesh.root())) {
      MutualTls client = client(server.port(), identity(mesh));
      return assertThrows(MooringException.class, client::dial).problem();
    }
  }

  @Test
  void aRefusalOfOurCertificateIsNamedWhenItComes() throws Exception {
    Identity stranger = identity(new TestAuthority("stranger"));
    try (SidecarServer server = sidecar();
        ByteStream stream = client(server.port(), stranger).dial()) {
      IOException refused = assertThrows(IOException.class, () -> stream.input().read());

      assertTrue(
          HandshakeRefusal.explain(refused, stranger, REGISTRY)
              .why()
              .contains("doesn't accept the certificate of " + stranger.principal()),
          refused.toString());
      assertTrue(stream.lost());
    }
  }

  @Test
  void aPlaintextPeerIsNamed() throws Exception {
    assertTrue(refusalOf("HTTP/1.1 400 Bad Request\r\n\r\n").why().contains("plaintext"));
  }

  @Test
  void aPeerThatClosesWithoutAWordIsNamed() throws Exception {
    assertTrue(refusalOf("").why().contains("filter chains"));
  }

  private Problem refusalOf(String answer) throws Exception {
    try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.ofVirtual()
          .start(
              () -> {
                try (Socket socket = plain.accept()) {
                  socket.getInputStream().read(new byte[4096]);
                  socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                  // The client's side says what it saw.
                }
              });
      MutualTls client = client(plain.getLocalPort(), identity(mesh));
      return assertThrows(MooringException.class, client::dial).problem();
    }
  }

  @Test
  void rotationsCostNoConnectionAndNoNewOneShowsTheOldCertificate() throws Exception {
    AtomicReference<Identity> now = new AtomicReference<>(identity(mesh));
    byte[] piece = noise(200_000);
    try (SidecarServer server = sidecar();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      MutualTls client = new MutualTls(() -> new SocketStream(server.port()), now::get, REGISTRY);
      List<ByteStream> open = new ArrayList<>();
      for (int rotation = 0; rotation < 10; rotation++) {
        X509Certificate shown = now.get().chain().getFirst();
        for (int i = 0; i < 3; i++) {
          ByteStream stream = client.dial();
          echo(stream, new byte[] {1});
          open.add(stream);
        }
        assertEquals(
            List.of(shown, shown, shown),
            server.clients.subList(server.clients.size() - 3, server.clients.size()));
        List<Future<?>> moving = new ArrayList<>();
        for (ByteStream each : open) {
          moving.add(
              threads.submit(
                  () -> {
                    echo(each, piece);
                    return null;
                  }));
        }
        now.set(identity(mesh));
        for (Future<?> each : moving) {
          each.get();
        }
      }
      assertEquals(10, new HashSet<>(server.clients).size());
      open.forEach(ByteStream::close);
    }
  }

  @Test
  void anEndOfTheStreamWithoutATlsCloseIsALoss() throws Exception {
    try (SidecarServer server = sidecar()) {
      ByteStream[] below = new ByteStream[1];
      MutualTls client =
          new MutualTls(
              () -> below[0] = new SocketStream(server.port()), () -> identity(mesh), REGISTRY);
      try (ByteStream stream = client.dial()) {
        below[0].close();
        assertThrows(IOException.class, () -> stream.input().read());
        assertTrue(stream.lost());
      }
    }
  }

  @Test
  void anAnnouncedEndIsAnEnd() throws Exception {
    try (SidecarServer server = sidecar();
        ByteStream stream = client(server.port(), identity(mesh)).dial()) {
      server.cutAfterFirstRead = true;
      stream.output().write(1);
      assertEquals(-1, stream.input().read());
      assertTrue(!stream.lost());
    }
  }

  private static final class SubjectNames {
    static String uri(X509Certificate leaf) throws Exception {
      return String.valueOf(leaf.getSubjectAlternativeNames().iterator().next().get(1));
    }
  }
}
