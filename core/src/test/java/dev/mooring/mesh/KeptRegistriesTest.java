package dev.mooring.mesh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.mooring.cluster.Cluster;
import dev.mooring.document.Document;
import dev.mooring.forward.listener.LocalUsers;
import dev.mooring.identity.Identities;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.MooringException;
import dev.mooring.settings.SettingsFile;
import dev.mooring.tunnel.Tunnels;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Registries that are connected again at the next start, over one at its own address.
final class KeptRegistriesTest {
  @TempDir Path directory;
  private HttpServer server;
  private RegistryAddress registry;
  private SettingsFile settings;
  private RegistryForwards forwards;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v2/",
        exchange -> {
          byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    registry =
        new RegistryAddress(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "");
    settings = SettingsFile.open(directory.resolve("settings.json"));
    forwards = forwards();
  }

  private static RegistryForwards forwards() {
    return new RegistryForwards(
        nothing(Cluster.class),
        nothing(Tunnels.class),
        nothing(Identities.class),
        LocalUsers.owner());
  }

  @AfterEach
  void stop() {
    forwards.close();
    server.stop(0);
    settings.close();
  }

  /// Registries at an address of their own need no cluster.
  private static <T> T nothing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.isDefault()) {
                return java.lang.reflect.InvocationHandler.invokeDefault(proxy, method, arguments);
              }
              throw new UnsupportedOperationException(method.getName());
            }));
  }

  private KeptRegistries kept(String context) {
    return new KeptRegistries(context, forwards, settings);
  }

  private static int status(int port) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v2/")).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void aConnectedRegistryIsServedAndRemembered() throws Exception {
    ConnectionState.Connected connected = kept("a").connect(registry, 0);
    assertEquals("direct", connected.lane());
    assertEquals("", connected.principal());
    assertEquals(200, status(connected.listening().getFirst().getPort()));
    assertEquals(Set.of("a"), KeptRegistries.contexts(settings.settings().get()));
    assertEquals(List.of(), kept("a").interrupted());
    assertEquals(
        List.of(registry), forwards.all().get().stream().map(RegistryForward::registry).toList());
  }

  @Test
  void theNextStartFindsItForItsContextAndConnectsAgain() throws Exception {
    kept("a").connect(registry, 0);
    forwards.close();
    assertEquals(List.of(), forwards.all().get());
    forwards = forwards();
    assertEquals(List.of(registry), kept("a").interrupted());
    assertEquals(List.of(), kept("b").interrupted());
    ConnectionState.Connected again = kept("a").restore(registry);
    assertEquals(200, status(again.listening().getFirst().getPort()));
    assertEquals(List.of(), kept("a").interrupted());
  }

  @Test
  void itComesBackAtThePortThatWasAskedFor() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    kept("a").connect(registry, port);
    forwards.close();
    forwards = forwards();
    assertEquals(port, kept("a").restore(registry).listening().getFirst().getPort());
  }

  @Test
  void theSameRegistryOfAnotherContextIsNeitherForgottenNorConnected() throws Exception {
    kept("b").connect(registry, 0);
    kept("a").connect(registry, 0);
    kept("a").disconnect(registry);
    assertEquals(Set.of("b"), KeptRegistries.contexts(settings.settings().get()));
    assertEquals(List.of(), kept("a").interrupted());
    assertEquals(List.of(registry), kept("b").interrupted());
  }

  @Test
  void connectingAgainRemembersOneEntryWithTheNewPort() throws Exception {
    kept("a").connect(registry, 0);
    kept("a").connect(registry, 0);
    assertEquals(1, settings.settings().get().registries().size());
  }

  @Test
  void aRegistryThatCannotBeReachedNowStaysRememberedAndIsNotOfferedTwice() throws Exception {
    RegistryAddress refused =
        new RegistryAddress(URI.create("https://127.0.0.1:" + server.getAddress().getPort()), "");
    settings.update(s -> s.withRegistries(List.of(new SavedRegistry("a", refused, 0).write())));
    assertEquals(List.of(refused), kept("a").interrupted());
    RegistryForward forward = forwards.to(refused);
    Thread trying =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    kept("a").restore(refused);
                  } catch (InterruptedException | MooringException e) {
                    // Nothing is to be reached there.
                  }
                });
    await().until(() -> !(forward.state().get() instanceof ConnectionState.Disconnected));
    assertEquals(List.of(), kept("a").interrupted());
    assertEquals(Set.of("a"), KeptRegistries.contexts(settings.settings().get()));
    trying.interrupt();
    trying.join();
  }

  @Test
  void whatTheUserEndsIsForgotten() throws Exception {
    kept("a").connect(registry, 0);
    kept("a").disconnect(registry);
    assertEquals(Set.of(), KeptRegistries.contexts(settings.settings().get()));
    assertInstanceOf(ConnectionState.Disconnected.class, forwards.to(registry).state().get());
  }

  @Test
  void whatNeverConnectedIsNotRemembered() {
    RegistryLocation nowhere =
        new RegistryLocation("reg", "kube-registry", 5000, new ServiceAccount("reg", "mooring"));
    assertThrows(RuntimeException.class, () -> kept("a").connect(nowhere, 0));
    assertEquals(Set.of(), KeptRegistries.contexts(settings.settings().get()));
  }

  @Test
  void entriesOfOthersAndUnreadableOnesStay() throws Exception {
    Document strange = Document.of(Map.of("context", "a", "namespace", "../x"));
    Document theirs = new SavedRegistry("b", registry, 5000).write();
    settings.update(s -> s.withRegistries(List.of(strange, theirs)));
    kept("a").connect(registry, 0);
    kept("a").disconnect(registry);
    assertEquals(List.of(strange, theirs), settings.settings().get().registries());
    assertEquals(Set.of("b"), KeptRegistries.contexts(settings.settings().get()));
  }

  @Test
  void aRegistrySavedByAnOlderMooringHasTheUsualEntrance() {
    SavedRegistry saved =
        new SavedRegistry(
            "a",
            new RegistryLocation("reg", "kube-registry", 5000, new ServiceAccount("dev", "ana")),
            5001);
    assertEquals(saved, SavedRegistry.read(saved.write().without("entrance")));
  }

  @Test
  void aSavedRegistryIsReadAsItWasWritten() {
    RegistryLocation in =
        new RegistryLocation(
            "reg", "kube-registry", 5000, new ServiceAccount("dev", "ana"), "doors");
    for (RegistryPlace place :
        List.of(
            in,
            new RegistryDoor("reg", "kube-registry", 5000, in.account(), "mooring-registry.reg"),
            new PlainRegistry("reg", "kube-registry", 5000),
            new RegistryAddress(URI.create("https://registry.example"), "PEM"))) {
      SavedRegistry saved = new SavedRegistry("a", place, 5001);
      assertEquals(saved, SavedRegistry.read(saved.write()));
    }
  }

  @Test
  void whatNobodyWroteIsRefused() {
    for (Map<String, Object> each :
        List.of(
            Map.<String, Object>of(),
            Map.<String, Object>of("address", "https://a b"),
            Map.<String, Object>of("address", "http://registry.example"),
            Map.<String, Object>of(
                "namespace",
                "reg",
                "deployment",
                "r",
                "port",
                70_000,
                "account",
                Map.of("namespace", "reg", "name", "m")),
            Map.<String, Object>of("namespace", "reg", "deployment", "r", "port", 5000),
            door("tokens", "https://kubernetes.default.svc"),
            door("later", "mooring-registry"))) {
      assertThrows(MooringException.class, () -> SavedRegistry.read(Document.of(each)));
    }
  }

  private static Map<String, Object> door(String protection, String audience) {
    return Map.of(
        "namespace",
        "reg",
        "deployment",
        "r",
        "port",
        5000,
        "account",
        Map.of("namespace", "reg", "name", "m"),
        "protection",
        protection,
        "audience",
        audience);
  }
}
