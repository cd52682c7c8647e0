package dev.mooring.registry.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Archives;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TinyRegistry;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.http.BoundedClient;
import dev.mooring.registry.http.Reach;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// A public registry that asks for tokens, is busy, or means no good.
class RemoteRegistriesTest {
  private static final String TOKEN = "opensesame";

  @TempDir Path folder;
  private TinyRegistry there;
  private TinyRegistry elsewhere;
  private TinyRegistry here;
  private HttpRegistry target;
  private byte[] layer;
  private final List<String> seenElsewhere = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    there = new TinyRegistry();
    elsewhere = new TinyRegistry();
    here = new TinyRegistry();
    target = new HttpRegistry(here.uri(), null);
    layer = Archives.layer(1, 50_000);
    for (TinyRegistry each : List.of(there, elsewhere)) {
      byte[] config = Archives.config("amd64", List.of(layer));
      each.blob(config);
      each.blob(layer);
      each.manifest(
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
    elsewhere.twists.add(
        exchange -> {
          seenElsewhere.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
          return false;
        });
  }

  @AfterEach
  void stop() {
    target.close();
    there.close();
    elsewhere.close();
    here.close();
  }

  private Copied mirror(DockerConfig config) throws InterruptedException {
    RemoteImage image = RemoteImage.parse(there.uri().getRawAuthority() + "/pub/app:1");
    try (RemoteRegistries.Remote remote = new RemoteRegistries(config, null).open(image)) {
      return new ImageCopy(remote.registry().source(image.repository()), target.sink("app"))
          .run("1", "1", Optional.empty(), Progress.none());
    }
  }

  private Copied mirror() throws InterruptedException {
    return mirror(new DockerConfig(folder.resolve("none")));
  }

  private static Problem problem(Executable call) {
    return assertThrows(MooringException.class, call).problem();
  }

  /// Lets in who has the token, and issues it at its own address.
  private void asksForTokens(String realm, List<String> asked) {
    there.twists.add(
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          String authorization =
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
          if (path.equals("/token")) {
            asked.add(exchange.getRequestURI().getQuery() + " " + authorization);
            answer(exchange, 200, "{\"access_token\":\"" + TOKEN + "\"}");
            return true;
          }
          if (authorization.equals("Bearer " + TOKEN)) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .add(
                  "WWW-Authenticate",
                  "Bearer realm=\"%s\",service=\"tiny\",scope=\"repository:pub/app:pull\""
                      .formatted(realm));
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

  @Test
  void aTokenIsAskedForOnceWithTheLoginOfDocker() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    asksForTokens(there.uri() + "/token", asked);
    mirror(TokenServer.login(folder, there.uri().getRawAuthority()));
    assertEquals(1, asked.size(), asked.toString());
    assertTrue(
        asked.getFirst().startsWith("service=tiny&scope=repository:pub/app:pull&account=ana"));
    assertTrue(asked.getFirst().contains(" Basic "), asked.toString());
  }

  @Test
  void aRefreshTokenIsNeverPartOfAnAddress() throws Exception {
    List<String> asked = new CopyOnWriteArrayList<>();
    asksForTokens(there.uri() + "/token", asked);
    Path file = folder.resolve("config.json");
    Files.writeString(
        file,
        "{\"auths\":{\"%s\":{\"identitytoken\":\"refresh-me\"}}}"
            .formatted(there.uri().getRawAuthority()));
    mirror(new DockerConfig(file));
    assertEquals(List.of("null null"), asked);
    assertFalse(there.requests.toString().contains("refresh-me"));
  }

  @Test
  void whereContentIsKeptElsewhereNoTokenGoesThere() throws Exception {
    asksForTokens(there.uri() + "/token", new ArrayList<>());
    there.twists.add(
        exchange -> {
          if (!exchange.getRequestURI().getPath().contains("/blobs/")) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .add("Location", elsewhere.uri() + exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(307, -1);
          return true;
        });
    Copied copied = mirror();
    assertEquals(2, copied.sent());
    assertEquals(List.of("null", "null"), seenElsewhere);
  }

  /// For manifests and content, by a registry that asks for the password itself.
  @Test
  void aPasswordGoesToNoHostThatTheRegistryLeadsTo() throws Exception {
    there.twists.add(
        exchange -> {
          if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"closed\"");
            answer(exchange, 401, "{}");
            return true;
          }
          if (!exchange.getRequestURI().getPath().contains("/blobs/")) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .add("Location", elsewhere.uri() + exchange.getRequestURI().getPath());
          exchange.sendResponseHeaders(307, -1);
          return true;
        });
    Copied copied = mirror(TokenServer.login(folder, there.uri().getRawAuthority()));
    assertEquals(2, copied.sent());
    assertEquals(List.of("null", "null"), seenElsewhere);
  }

  @Test
  void aRedirectAndATokenServiceAreOnlyFollowedOverTls() {
    TokenAuthorization remote = authorization(URI.create("https://reg.test"));
    URI from = URI.create("https://reg.test/v2/x/blobs/y");
    assertTrue(remote.mayLead(from, URI.create("https://cdn.test/y")));
    for (String to :
        List.of(
            "http://cdn.test/y",
            "http://localhost:80/y",
            "https://localhost/y",
            "https://[::1]:1/y",
            "https://u:p@cdn.test/")) {
      assertFalse(remote.mayLead(from, URI.create(to)), to);
    }
    for (String realm :
        List.of(
            "http://auth.test/token",
            "http://localhost:1/token",
            "https://127.0.0.1:1/token",
            "https://u@auth.test/",
            "::")) {
      Problem problem =
          problem(() -> remote.answer(from, List.of("Bearer realm=\"" + realm + "\"")));
      assertEquals(Code.REGISTRY_UNTRUSTED, problem.code(), realm);
    }
  }

  private TokenAuthorization authorization(URI address) {
    return new TokenAuthorization(
        "reg.test",
        address,
        new DockerConfig(folder.resolve("none")),
        new BoundedClient(Reach.of(null, WayOut.OF_MACHINE)));
  }

  @Test
  void aBusyRegistryIsGivenTheTimeThatItAsksFor() throws Exception {
    AtomicInteger refusals = new AtomicInteger(2);
    busy("1", refusals);
    long start = System.nanoTime();
    mirror();
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toMillis() >= 2_000);
  }

  @Test
  void aLimitThatLastsIsToldAtOnce() {
    busy("3600", new AtomicInteger(1_000));
    Problem problem = problem(this::mirror);
    assertEquals(Code.REGISTRY_BUSY, problem.code());
    assertEquals(Duration.ofHours(1), ((Remedy.Wait) problem.remedy()).limit());
    assertTrue(problem.whatToDo().contains("60 min"), problem.whatToDo());
  }

  @Test
  void theLimitOfDockerHubIsCalledByItsName() {
    Problem problem =
        LoginProblems.limited(
            "x",
            "docker.io",
            false,
            new dev.mooring.registry.http.Authorization.Refused(
                URI.create("https://x"), 429, "", 0, ""));
    assertTrue(problem.why().contains("Docker Hub"), problem.why());
    assertTrue(problem.whatToDo().endsWith("docker login"), problem.whatToDo());
  }

  private void busy(String retryAfter, AtomicInteger refusals) {
    there.twists.add(
        exchange -> {
          if (refusals.getAndDecrement() <= 0) {
            return false;
          }
          exchange.getResponseHeaders().add("Retry-After", retryAfter);
          TinyRegistry.error(exchange, 429, "TOOMANYREQUESTS");
          return true;
        });
  }

  @Test
  void aLoginThatIsRefusedIsToldWithoutIt() throws Exception {
    asksForTokens(there.uri() + "/refuses", new ArrayList<>());
    DockerConfig config = TokenServer.login(folder, there.uri().getRawAuthority());
    Problem problem = problem(() -> mirror(config));
    assertEquals(Code.REGISTRY_LOGIN_NEEDED, problem.code());
    assertTrue(problem.why().contains("rejects your saved login"), problem.why());
    assertFalse(problem.toString().contains(TokenServer.PASSWORD));
  }

  @Test
  void namesAreThoseOfDocker() {
    assertEquals("docker.io/library/redis:latest", RemoteImage.parse("redis").toString());
    assertEquals("docker.io/library/redis:8", RemoteImage.parse("docker.io/redis:8").toString());
    assertEquals("docker.io/ana/app:1", RemoteImage.parse("index.docker.io/ana/app:1").toString());
    assertEquals("https://registry-1.docker.io", RemoteImage.parse("redis").address().toString());
    assertEquals("https://ghcr.io", RemoteImage.parse("ghcr.io/a/b").address().toString());
    assertEquals(
        "http://localhost:5001", RemoteImage.parse("localhost:5001/a").address().toString());
    assertEquals(
        "https://localhost.evil.test:1",
        RemoteImage.parse("localhost.evil.test:1/a").address().toString());
    String digest = "sha256:" + "a".repeat(64);
    assertEquals("", RemoteImage.parse("redis@" + digest).tag());
  }

  @Test
  void challengesAreReadWithinBounds() {
    Challenge challenge =
        Challenge.of(
                List.of(
                    "Basic realm=x",
                    "Bearer realm=\"https://a.test/t?x=1\", service=reg , scope=\"a:b:pull,push\""))
            .orElseThrow();
    assertEquals("bearer", challenge.scheme());
    assertEquals("https://a.test/t?x=1", challenge.of("realm"));
    assertEquals("reg", challenge.of("service"));
    assertEquals("a:b:pull,push", challenge.of("scope"));
    assertEquals(Optional.empty(), Challenge.of(List.of("Bearer " + "a".repeat(5_000))));
    assertEquals(Optional.empty(), Challenge.of(List.of("Negotiate", "")));
  }
}
