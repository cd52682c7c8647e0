package dev.mooring.registry.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.Registry;
import dev.mooring.registry.TinyRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A registry and a token service that know the user's login, and lead it where it must not go.
final class RedirectsTest {
  @TempDir private Path folder;
  private TinyRegistry there;
  private TinyRegistry thief;

  /// Method, authorization and body of each request that the thief got.
  private final List<String> stolen = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws IOException {
    there = new TinyRegistry();
    thief = new TinyRegistry();
    thief.twists.add(
        exchange -> {
          stolen.add(
              exchange.getRequestMethod()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"mine\"");
          TinyRegistry.error(exchange, 401, "UNAUTHORIZED");
          return true;
        });
  }

  @AfterEach
  void stop() {
    there.close();
    thief.close();
  }

  private interface Use {
    void of(Registry registry) throws Exception;
  }

  private Problem problem(DockerConfig config, Use use) {
    RemoteImage image = RemoteImage.parse(there.uri().getRawAuthority() + "/pub/app:1");
    try (RemoteRegistries.Remote remote = new RemoteRegistries(config, null).open(image)) {
      return assertThrows(MooringException.class, () -> use.of(remote.registry())).problem();
    }
  }

  private DockerConfig password() throws IOException {
    return TokenServer.login(folder, there.uri().getRawAuthority());
  }

  private DockerConfig refreshToken() throws IOException {
    Path file = folder.resolve("config.json");
    Files.writeString(
        file,
        "{\"auths\":{\"%s\":{\"identitytoken\":\"refresh-me\"}}}"
            .formatted(there.uri().getRawAuthority()));
    return new DockerConfig(file);
  }

  private void asks(String challenge) {
    there.twists.add(
        exchange -> {
          if (exchange.getRequestHeaders().getFirst("Authorization") != null
              || exchange.getRequestURI().getPath().equals("/token")) {
            return false;
          }
          exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
          TinyRegistry.error(exchange, 401, "UNAUTHORIZED");
          return true;
        });
  }

  private void redirects(String path, int status) {
    there.twists.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().contains(path)
              || exchange.getRequestMethod().equals("HEAD")) {
            return false;
          }
          redirect(exchange, status);
          return true;
        });
  }

  private void redirect(HttpExchange exchange, int status) throws IOException {
    exchange.getResponseHeaders().add("Location", thief.uri() + exchange.getRequestURI().getPath());
    exchange.sendResponseHeaders(status, -1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aTokenServiceThatRedirectsIsNotFollowed(int status) throws Exception {
    asks("Bearer realm=\"" + there.uri() + "/token\",service=\"x\"");
    redirects("/token", status);
    for (DockerConfig each : List.of(password(), refreshToken())) {
      Problem problem = problem(each, registry -> registry.source("pub/app").tags(""));
      assertEquals(Code.REGISTRY_FAILED, problem.code());
      assertFalse(problem.toString().contains("refresh-me"), problem.toString());
    }
    assertEquals(List.of(), stolen);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307})
  void whoeverARegistryLeadsToAsksForThePasswordInVain(int status) throws Exception {
    asks("Basic realm=\"x\"");
    redirects("/manifests/", status);
    redirects("/tags/", status);
    redirects("/blobs/", status);
    problem(password(), registry -> registry.source("pub/app").find("1"));
    problem(password(), registry -> registry.source("pub/app").tags(""));
    problem(password(), registry -> registry.source("pub/app").open(blob(), 0));
    assertEquals(List.of("GET null ", "GET null ", "GET null "), stolen);
  }

  private static Descriptor blob() {
    return Descriptor.of(MediaTypes.OCI_LAYER_TAR, Digests.of(new byte[9]), 9);
  }

  @Test
  void anUploadIsNotSentToAnotherHost() throws Exception {
    asks("Basic realm=\"x\"");
    there.twists.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals("POST")) {
            return false;
          }
          redirect(exchange, 202);
          return true;
        });
    Problem problem =
        problem(
            password(),
            registry ->
                registry
                    .sink("pub/app")
                    .store(blob(), offset -> InputStream.nullInputStream(), moved -> {}));
    assertEquals(Code.NOT_A_REGISTRY, problem.code());
    assertEquals(List.of(), stolen);
  }

  /// A write that is redirected is not repeated elsewhere, with or without a login.
  @ParameterizedTest
  @ValueSource(ints = {302, 307})
  void aWriteIsNotRedirected(int status) throws Exception {
    asks("Basic realm=\"x\"");
    there.twists.add(
        exchange -> {
          if (!exchange.getRequestMethod().equals("PUT")) {
            return false;
          }
          redirect(exchange, status);
          return true;
        });
    byte[] bytes = new byte[9];
    problem(
        password(),
        registry ->
            registry
                .sink("pub/app")
                .store(blob(), offset -> new ByteArrayInputStream(bytes), moved -> {}));
    problem(
        password(),
        registry ->
            registry
                .sink("pub/app")
                .store(
                    Manifest.read(
                        "it",
                        Archives.json(Map.of("schemaVersion", 2, "layers", List.of())),
                        MediaTypes.OCI_MANIFEST),
                    "1"));
    assertEquals(List.of(), stolen);
  }
}
