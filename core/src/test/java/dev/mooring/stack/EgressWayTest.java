package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.SocketStream;
import dev.mooring.job.Progress;
import dev.mooring.mesh.MeshPort;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Archives;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.remote.ConnectProxy;
import dev.mooring.registry.remote.DockerConfig;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.registry.remote.TlsFront;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.StackOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A mirror through a real proxy, which is all that knows where `registry.example`,
/// `auth.example`, and `cdn.example` are.
final class EgressWayTest {
  private static final ServiceAccount WRITER = new ServiceAccount("kube-registry", "writer");
  private static final String HOST = "registry.example:443";

  private static TlsFront front;
  private static TlsFront liar;
  private static volatile int behind;

  @TempDir Path folder;
  private TinyRegistry there;
  private TinyRegistry here;
  private ConnectProxy proxy;
  private final Map<String, Integer> hosts = new ConcurrentHashMap<>();

  @BeforeAll
  static void vouch(@TempDir Path keys) throws Exception {
    front =
        new TlsFront(
            keys,
            () -> behind,
            "dns:registry.example,dns:auth.example,dns:cdn.example,dns:other.example");
    Path others = Files.createDirectory(keys.resolve("others"));
    liar = new TlsFront(others, () -> behind, "dns:registry.example");
  }

  @AfterAll
  static void end() throws IOException {
    front.close();
    liar.close();
  }

  @BeforeEach
  void start() throws Exception {
    there = new TinyRegistry();
    here = new TinyRegistry();
    behind = there.uri().getPort();
    for (String each : List.of("registry", "auth", "cdn", "other")) {
      hosts.put(each + ".example:443", front.port());
    }
    proxy = new ConnectProxy(hosts);
    byte[] layer = Archives.layer(1, 300_000);
    byte[] config = Archives.config("amd64", List.of(layer));
    there.blob(config);
    there.blob(layer);
    there.manifest(
        "pub/app",
        "1",
        MediaTypes.OCI_MANIFEST,
        Archives.json(
            Map.of(
                "schemaVersion",
                2,
                "mediaType",
                MediaTypes.OCI_MANIFEST,
                "config",
                Archives.descriptor("application/vnd.oci.image.config.v1+json", config),
                "layers",
                List.of(Archives.descriptor(MediaTypes.OCI_LAYER_TAR, layer)))));
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    there.close();
    here.close();
  }

  private static StackOptions with(String... egress) {
    return StackOptions.defaults().withAdditions(Additions.NONE.withEgress(List.of(egress)));
  }

  private MeshPort port() throws InterruptedException {
    return MeshPort.over(() -> new SocketStream(proxy.port()), "through a test");
  }

  private RegistryAddress place(String address) {
    return RegistryAddress.parse(address, front.authority());
  }

  private Copied mirror(StackOptions options) throws Exception {
    RegistryAddress place = place("registry.example");
    try (WayOut out = EgressWay.into(options, WRITER, place, this::port);
        RemoteRegistries.Remote remote =
            new RemoteRegistries(new DockerConfig(folder.resolve("none")), null).open(place, out);
        HttpRegistry target = new HttpRegistry(here.uri(), null)) {
      return new ImageCopy(remote.registry().source("pub/app"), target.sink("app"))
          .run("1", "1", Optional.empty(), Progress.none());
    }
  }

  private Problem problem(StackOptions options) {
    return assertThrows(MooringException.class, () -> mirror(options)).problem();
  }

  private static String command(Problem problem) {
    return assertInstanceOf(Remedy.Command.class, problem.remedy()).command();
  }

  /// Bearer tokens, from another host over https.
  private void asksForTokens() {
    there.twists.add(
        exchange -> {
          String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          if (exchange.getRequestURI().getPath().equals("/token")) {
            answer(exchange, 200, "{\"token\":\"opensesame\"}");
            return true;
          }
          if (shown.equals("Bearer opensesame") || isFor(exchange, "cdn.example")) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .add("WWW-Authenticate", "Bearer realm=\"https://auth.example/token\",service=\"s\"");
          answer(exchange, 401, "{}");
          return true;
        });
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    boolean none = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
    if (!none) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static boolean isFor(HttpExchange exchange, String host) {
    return exchange.getRequestHeaders().getFirst("Host").startsWith(host);
  }

  private void keepsLayersAt(String host) {
    there.twists.add(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          if (!path.contains("/blobs/") || !isFor(exchange, "registry.example")) {
            return false;
          }
          exchange.getResponseHeaders().add("Location", "https://" + host + path);
          exchange.sendResponseHeaders(307, -1);
          return true;
        });
  }

  @Test
  void anImageItsTokenAndItsLayersComeThroughTheProxyWithTlsToTheirHosts() throws Exception {
    asksForTokens();
    keepsLayersAt("cdn.example");
    Copied copied = mirror(with("registry.example", "auth.example", "cdn.example"));
    assertEquals(2, copied.sent());
    assertEquals(Set.of(HOST, "auth.example:443", "cdn.example:443"), new HashSet<>(proxy.asked));
  }

  @Test
  void withoutTheProxyThereIsNoWay() {
    RegistryAddress place = place("registry.example");
    try (RemoteRegistries.Remote direct =
        new RemoteRegistries(new DockerConfig(folder.resolve("none")), null).open(place)) {
      Problem problem =
          assertThrows(MooringException.class, () -> direct.registry().ping()).problem();
      assertEquals(Code.REGISTRY_UNREACHABLE, problem.code());
    }
  }

  @Test
  void aHostThatIsNotListedIsNamedAndNobodyIsAskedForIt() {
    Problem problem = problem(with("other.example", "git.corp.example/private"));
    assertEquals(Code.EGRESS_REFUSED, problem.code());
    assertTrue(problem.what().contains("registry.example"), problem::what);
    assertEquals(
        "mooring install --egress other.example,git.corp.example/private,registry.example",
        command(problem));
    assertEquals(List.of(), proxy.asked);
  }

  @Test
  void anUnlistedTokenServiceIsNamed() {
    asksForTokens();
    Problem problem = problem(with("registry.example"));
    assertTrue(problem.what().contains("auth.example"), problem::what);
    assertEquals("mooring install --egress registry.example,auth.example", command(problem));
    assertEquals(List.of(), proxy.asked.stream().filter(each -> !each.equals(HOST)).toList());
  }

  @Test
  void anUnlistedHostOfLayersIsNamed() {
    keepsLayersAt("cdn.example");
    Problem problem = problem(with("registry.example"));
    assertEquals(Code.EGRESS_REFUSED, problem.code());
    assertEquals("mooring install --egress registry.example,cdn.example", command(problem));
    assertEquals(List.of(), proxy.asked.stream().filter(each -> !each.equals(HOST)).toList());
  }

  @Test
  void whoHasNoRightIsToldSo() {
    proxy.refusals.put(HOST, "");
    Problem problem = problem(with("registry.example"));
    assertEquals(Code.EGRESS_REFUSED, problem.code());
    assertTrue(problem.why().contains("kube-registry/writer"), problem::why);
  }

  @ParameterizedTest
  @CsvSource({
    "'200 OK', egress-failed",
    "'HTTP/1.1 200', egress-failed",
    "'HTTP/2 200 OK\r\n\r\n', egress-failed",
    "'SSH-2.0-OpenSSH_9.6\r\n', egress-failed",
    "'HTTP/1.1 302 Found\r\nLocation: https://evil.example\r\n\r\nmoved', egress-failed",
    "'HTTP/1.1 407 Proxy Authentication Required\r\n\r\nwho are you', egress-failed",
    "'HTTP/1.1 503 Service Unavailable\r\n\r\nDNS', egress-failed",
    "'HTTP/1.1 403 Forbidden\r\n\r\nThis proxy leads only', egress-refused"
  })
  void whateverTheProxySaysNothingIsSentThroughIt(String says, String code) {
    proxy.refusals.put(HOST, says);
    Problem problem = problem(with("registry.example"));
    assertEquals(code, problem.code().id());
    assertEquals(List.of(HOST), proxy.asked);
  }

  @Test
  void anAnswerWithoutEndIsCutOff() {
    proxy.refusals.put(HOST, "HTTP/1.1 200 OK\r\n" + "X-More: yes\r\n".repeat(2_000));
    assertEquals(Code.EGRESS_FAILED, problem(with("registry.example")).code());
  }

  @Test
  void anAddressOfAPrivateNetworkHasItsOwnWord() {
    proxy.refusals.put(HOST, "HTTP/1.1 403 Forbidden\r\n\r\nRBAC: access denied");
    Problem problem = problem(with("registry.example", "other.example"));
    assertEquals(Code.EGRESS_REFUSED, problem.code());
    assertEquals(
        "mooring install --egress other.example,registry.example/private", command(problem));
  }

  /// A proxy that leads somewhere else finds a client that does not believe who answers.
  @Test
  void whoAnswersInPlaceOfTheHostIsNotBelieved() {
    hosts.put(HOST, liar.port());
    Problem problem = problem(with("registry.example"));
    assertEquals(Code.REGISTRY_UNREACHABLE, problem.code());
    assertTrue(problem.why().contains("TLS"), problem::why);
  }

  @Test
  void anotherPortIsRefusedBeforeAnybodyIsAsked() {
    Problem problem =
        assertThrows(
                MooringException.class,
                () ->
                    EgressWay.into(
                        with("registry.example"),
                        WRITER,
                        place("registry.example:8443"),
                        this::port))
            .problem();
    assertEquals(Code.EGRESS_REFUSED, problem.code());
    assertTrue(problem.why().contains("443"), problem::why);
  }

  @Test
  void aRegistryOfThisMachineAndOneWithoutAnEgressAreReachedAsBefore() throws Exception {
    assertSame(
        WayOut.OF_MACHINE,
        EgressWay.into(
            with("registry.example"),
            WRITER,
            RegistryAddress.parse("localhost:5001", ""),
            this::port));
    assertSame(
        WayOut.OF_MACHINE,
        EgressWay.into(StackOptions.defaults(), WRITER, place("registry.example"), this::port));
    assertEquals(List.of(), proxy.asked);
  }
}
