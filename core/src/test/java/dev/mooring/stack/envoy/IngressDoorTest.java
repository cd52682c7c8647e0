package dev.mooring.stack.envoy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.identity.authority.ServerCertificate;
import dev.mooring.registry.EngineArchives;
import dev.mooring.stack.TestGateway;
import dev.mooring.stack.TestIssuer;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.TokenRule;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The ingress's Envoy and a registry behind it, where both programs are at hand: the lab has them.
@Tag("cluster")
@Tag("anywhere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IngressDoorTest {
  private static final String HOST = "registry.example.test";
  private static final Duration STARTS = Duration.ofSeconds(20);
  private static final TestIssuer ISSUER = new TestIssuer();
  private static final String LAYER = "a layer that only its owner may read";

  private static final List<TokenRule> RULES =
      List.of(
          TokenRule.parse("group=a", List.of("v/*", "one/app"), false),
          TokenRule.parse("group=reader", List.of("v/*"), true),
          TokenRule.parse("group=all", List.of("*"), false));

  @TempDir static Path folder;
  private final List<Process> running = new ArrayList<>();
  private int port;

  @BeforeAll
  void start() throws Exception {
    Path envoy = program("envoy");
    Path registry = program("registry");
    port = freePort();
    for (String each : List.of("envoy", "rules", "data")) {
      Files.createDirectories(folder.resolve(each));
    }
    StackOptions options =
        StackOptions.defaults()
            .withAdditions(
                StackOptions.defaults()
                    .additions()
                    .withIngress(
                        new Ingress(
                            HOST,
                            TestIssuer.ISSUER,
                            ISSUER.publicKeys(),
                            "",
                            "istio/gateways/public/443",
                            "",
                            "")));
    String configuration =
        new IngressDoor(options)
            .files()
            .get("envoy.yaml")
            .replace("/etc/mooring-", folder + "/")
            .replace(IngressDoor.SOCKET_FOLDER, folder.toString())
            .replace(Integer.toString(IngressDoor.PORT), Integer.toString(port))
            .replace(Integer.toString(IngressDoor.ALIVE), Integer.toString(freePort()));
    Files.writeString(folder.resolve("envoy/envoy.yaml"), configuration);
    rules(RULES);
    Files.writeString(
        folder.resolve("registry.yml"),
        """
        version: 0.1
        log: {level: error, accesslog: {disabled: true}}
        storage: {filesystem: {rootdirectory: %1$s/data}, delete: {enabled: true}}
        http: {net: unix, addr: %1$s/registry.sock, relativeurls: true, secret: test}
        """
            .formatted(folder));
    run(registry, "serve", folder.resolve("registry.yml").toString());
    run(
        envoy,
        "-c",
        folder.resolve("envoy/envoy.yaml").toString(),
        "--disable-hot-restart",
        "--service-node",
        "x",
        "--service-cluster",
        "y",
        "--concurrency",
        "1",
        "--base-id",
        "0",
        "-l",
        "warn");
    await().atMost(STARTS).ignoreExceptions().until(() -> ping(all()).equals("200"));
    push("secret/app", LAYER);
  }

  private void run(Path program, String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(words));
    running.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(program.getFileName() + ".log").toFile())
            .start());
  }

  @AfterAll
  void stop() throws InterruptedException {
    for (Process each : running) {
      each.destroyForcibly().waitFor();
    }
  }

  private static Path program(String name) {
    Optional<Path> found =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .map(each -> Path.of(each, name))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "no " + name + " on the PATH");
    return found.get();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void rules(List<TokenRule> rules) throws IOException {
    Path next = folder.resolve("next.yaml");
    Files.writeString(next, ClaimRules.file(rules));
    Files.move(next, folder.resolve("rules/rules.yaml"), StandardCopyOption.ATOMIC_MOVE);
  }

  /// What the gateway sends on, and what comes back.
  private String ask(String method, String target, String body, String... headers)
      throws IOException {
    StringBuilder request = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    List<String> all = new ArrayList<>(List.of(headers));
    if (all.stream().noneMatch(each -> each.startsWith("Host:"))) {
      all.add("Host: " + HOST);
    }
    if (all.stream().noneMatch(each -> each.startsWith("X-Forwarded-Proto:"))) {
      all.add("X-Forwarded-Proto: https");
    }
    all.add("Content-Length: " + body.length());
    all.add("Connection: close");
    all.forEach(each -> request.append(each).append("\r\n"));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write((request + "\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
      return answer(socket.getInputStream(), method.equals("HEAD"));
    }
  }

  /// Envoy leaves a connection open for a second after it has refused.
  private static String answer(InputStream in, boolean head) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int whole = Integer.MAX_VALUE;
    for (int next = 0; out.size() < whole && next >= 0; ) {
      next = in.read();
      out.write(next);
      String so = whole < Integer.MAX_VALUE ? "" : out.toString(StandardCharsets.ISO_8859_1);
      if (so.endsWith("\r\n\r\n")) {
        Matcher length = Pattern.compile("(?i)\r\ncontent-length: (\\d+)").matcher(so);
        whole = out.size() + (head || !length.find() ? 0 : Integer.parseInt(length.group(1)));
      }
    }
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  /// The registry itself, without anything before it.
  private static String behind(String method, String target, String type, String body)
      throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("registry.sock")))) {
      channel.write(
          ByteBuffer.wrap(
              "%s %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(method, target, type, body.length(), body)
                  .getBytes(StandardCharsets.ISO_8859_1)));
      return status(answer(Channels.newInputStream(channel), false));
    }
  }

  private static String status(String answer) {
    return answer.startsWith("HTTP/1.1 ") ? answer.substring(9, 12) : answer;
  }

  private String status(String token, String method, String target, String... headers)
      throws IOException {
    List<String> all = new ArrayList<>(List.of(headers));
    if (!token.isEmpty()) {
      all.add("Authorization: Bearer " + token);
    }
    return status(ask(method, target, "", all.toArray(String[]::new)));
  }

  private String ping(String token, String... headers) throws IOException {
    return status(token, "GET", "/v2/", headers);
  }

  private static String basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Authorization: Basic " + Base64.getEncoder().encodeToString(both);
  }

  private static String of(Object group) {
    return ISSUER.token(HOST, "group", group);
  }

  private static String all() {
    return of("all");
  }

  private void push(String repository, String layer) throws Exception {
    String begun =
        ask("POST", "/v2/" + repository + "/blobs/uploads/", "", "Authorization: Bearer " + all());
    assertEquals("202", status(begun), begun);
    Matcher location = Pattern.compile("(?i)\r\nlocation: ([^\r]+)").matcher(begun);
    assertTrue(location.find(), begun);
    assertTrue(location.group(1).startsWith("/v2/" + repository + "/"), begun);
    String done =
        ask(
            "PUT",
            location.group(1) + "&digest=" + digest(layer).replace(":", "%3A"),
            layer,
            "Authorization: Bearer " + all());
    assertEquals("201", status(done), done);
  }

  private static String digest(String layer) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(layer.getBytes(StandardCharsets.ISO_8859_1));
    return "sha256:" + HexFormat.of().formatHex(hash);
  }

  @Test
  void whoShowsNoTokenIsChallengedAsDockerUnderstands() throws IOException {
    String answer = ask("GET", "/v2/", "");
    assertEquals("401", status(answer));
    String head = answer.toLowerCase(Locale.ROOT);
    assertTrue(head.contains("\r\nwww-authenticate: basic realm=\"" + HOST + "\"\r\n"), answer);
    assertFalse(head.contains("bearer"), answer);
    assertTrue(head.contains("\r\ndocker-distribution-api-version: registry/2.0\r\n"), answer);
    assertTrue(head.contains("\r\ncontent-type: application/json\r\n"), answer);
    assertTrue(answer.contains("{\"errors\":[{\"code\":\"UNAUTHORIZED\""), answer);
    String denied = ask("GET", "/v2/", "", "Authorization: Bearer " + of("nobody"));
    assertEquals("403", status(denied));
    assertTrue(denied.contains("{\"errors\":[{\"code\":\"DENIED\""), denied);
  }

  @Test
  void onlyATokenThatTheIssuerSignedForThisHostIsTaken() throws IOException {
    Instant later = Instant.now().plusSeconds(600);
    assertEquals("200", ping(all()));
    for (String bad :
        List.of(
            "x",
            "x.y.z",
            all().substring(0, all().length() - 8) + "AAAAAAAA",
            new TestIssuer().token(HOST, "group", "all"),
            TestIssuer.unsigned(TestIssuer.claims(HOST, later, "group", "all")),
            ISSUER.token(
                TestIssuer.claims(HOST, Instant.now().minusSeconds(300), "group", "all")))) {
      assertEquals("401", ping(bad), bad);
    }
    Map<String, Object> endless = TestIssuer.claims(HOST, later, "group", "all");
    endless.remove("exp");
    assertEquals("401", ping(ISSUER.token(endless)));
    Map<String, Object> other = TestIssuer.claims(HOST, later, "group", "all");
    other.put("iss", "https://other.example.test");
    assertEquals("401", ping(ISSUER.token(other)));
    for (String audience : List.of("other.example.test", HOST + ".evil.test", "")) {
      String status = ping(ISSUER.token(audience, "group", "all"));
      assertTrue(List.of("401", "403").contains(status), audience + " " + status);
    }
    assertEquals("401", status("", "GET", "/v2/?access_token=" + all()));
  }

  @Test
  void aPasswordIsATokenWhateverTheUserIs() throws IOException {
    for (String user : List.of("", "token", "ana", "ünal", "a".repeat(2000))) {
      assertEquals("200", ping("", basic(user, all())), user);
    }
    assertEquals("200", ping("", basic("x", all()).replace("Basic", "basic")));
    for (String bad :
        List.of(
            basic("ana", "hunter2"),
            basic("ana", ""),
            basic("ana", all() + "\r\nHost: evil"),
            basic("ana", "Bearer " + all()),
            "Authorization: Basic",
            "Authorization: Basic ====",
            "Authorization: Basic " + "A".repeat(40_001),
            "Authorization: Basic " + all(),
            "Authorization: " + all())) {
      assertEquals("401", ping("", bad), bad);
    }
  }

  @Test
  void aRuleOpensItsRepositoriesAndNothingElse() throws IOException {
    String a = of("a");
    for (String repository : List.of("v/app", "v/deep/app", "one/app")) {
      assertEquals("202", status(a, "POST", "/v2/" + repository + "/blobs/uploads/"), repository);
      assertEquals("404", status(a, "GET", "/v2/" + repository + "/tags/list"), repository);
      assertEquals("404", status(a, "GET", "/v2/" + repository + "/manifests/1"), repository);
      assertEquals("404", status(a, "DELETE", "/v2/" + repository + "/manifests/1"), repository);
    }
    for (String path :
        List.of(
            "v/blobs/uploads/",
            "v/manifests/1",
            "vv/app/manifests/1",
            "v2/app/manifests/1",
            "V/app/manifests/1",
            "other/v/app/manifests/1",
            "one/app2/manifests/1",
            "one/app/more/manifests/1",
            "one/manifests/1",
            "v/../secret/app/manifests/1",
            "v/app/../../secret/app/manifests/1",
            "v/%2e%2e/secret/app/manifests/1",
            "secret/app/tags/list",
            "_catalog",
            "_catalog?n=1000",
            "../debug/vars")) {
      for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")) {
        assertEquals("403", status(a, method, "/v2/" + path), method + " " + path);
      }
    }
    assertEquals("403", status(a, "GET", "/v2/v/tags/list"));
    assertEquals("403", status(a, "GET", "/v2/v/referrers/sha256:0"));
    assertEquals("400", status(a, "GET", "/v2/v/..%2fsecret/app/manifests/1"));
    assertEquals("403", status(a, "GET", "/"));
    assertEquals("403", status(a, "GET", "/metrics"));
    assertEquals("403", status(a, "OPTIONS", "/v2/v/app/tags/list"));
    assertEquals("200", status(all(), "GET", "/v2/_catalog"));
  }

  @Test
  void whoMayOnlyPullDoesNotPush() throws IOException {
    String reader = of("reader");
    assertEquals("404", status(reader, "GET", "/v2/v/app/manifests/1"));
    for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
      assertEquals("403", status(reader, method, "/v2/v/app/manifests/1"), method);
      assertEquals("403", status(reader, method, "/v2/v/app/blobs/uploads/"), method);
    }
  }

  @Test
  void aClaimIsComparedAsAWholeAndAListByItsEntries() throws IOException {
    assertEquals("200", ping(of(List.of("x", "a"))));
    for (Object value :
        List.of("A", "a ", "aa", "", List.of(), List.of("aa"), List.of(List.of("a")), 1, true)) {
      assertEquals("403", ping(of(value)), value.toString());
    }
    assertEquals("403", ping(of(Map.of("group", "a"))));
    assertEquals("403", ping(ISSUER.token(HOST, "groups", "a")));
  }

  /// A layer that may not be read cannot be had by mounting it, however that is asked for.
  @Test
  void aMountBecomesAnUpload() throws Exception {
    String digest = digest(LAYER);
    String encoded = digest.replace(":", "%3A");
    String form = "mount=" + encoded + "&from=secret%2Fapp";
    String urlencoded = "application/x-www-form-urlencoded";
    // What would happen.
    String begin = "/v2/control/app/blobs/uploads/";
    assertEquals("201", behind("POST", begin + "?" + form, "text/plain", ""));
    assertEquals("201", behind("POST", begin, urlencoded, form));
    assertEquals("200", status(all(), "HEAD", "/v2/secret/app/blobs/" + digest));
    for (String query :
        List.of(
            "mount=" + digest + "&from=secret/app",
            "mount=" + encoded + "&from=secret%2Fapp",
            "m%6Funt=" + digest + "&%66rom=secret/app",
            "from=secret/app&mount=" + digest + "&mount=" + digest,
            "x=1&mount=" + digest + "&from=secret/app&digest-algorithm=sha256",
            "digest=" + digest.replace("6", "7") + ";mount=" + digest + "&from=secret/app")) {
      String answer = status(of("a"), "POST", "/v2/v/app/blobs/uploads/?" + query);
      assertTrue(List.of("202", "400").contains(answer), query + " " + answer);
    }
    for (String type :
        List.of(urlencoded, urlencoded.toUpperCase(Locale.ROOT) + "; charset=utf-8")) {
      String answer =
          ask(
              "POST",
              "/v2/v/app/blobs/uploads/",
              form,
              "Content-Type: " + type,
              "Authorization: Bearer " + of("a"));
      assertEquals("202", status(answer), answer);
    }
    String parts =
        "--b\r\nContent-Disposition: form-data; name=\"mount\"\r\n\r\n%s\r\n--b\r\nContent-Disposition: form-data; name=\"from\"\r\n\r\nsecret/app\r\n--b--\r\n"
            .formatted(digest);
    String answer =
        ask(
            "POST",
            "/v2/v/app/blobs/uploads/",
            parts,
            "Content-Type: multipart/form-data; boundary=b",
            "Authorization: Bearer " + of("a"));
    assertEquals("202", status(answer), answer);
    assertEquals("404", status(of("a"), "HEAD", "/v2/v/app/blobs/" + digest));
  }

  @Test
  void noWebPageNoOtherHostAndNoPlainHttp() throws IOException {
    for (String header :
        List.of(
            "Origin: https://" + HOST,
            "Origin: null",
            "Sec-Fetch-Site: same-origin",
            "Host: evil.test",
            "Host: " + HOST + ".evil.test",
            "Host: localhost",
            "X-Forwarded-Proto: http",
            "X-Forwarded-Proto: https,http")) {
      assertEquals("403", ping(all(), header), header);
      // Nor is anybody asked for a password there.
      assertEquals("403", ping("", header), header);
    }
    assertEquals("200", ping(all(), "Host: " + HOST + ":443"));
  }

  @Test
  void rulesThatChangeAreReadAgain() throws Exception {
    assertEquals("403", ping(of("late")));
    List<TokenRule> more = new ArrayList<>(RULES);
    more.add(TokenRule.parse("group=late", List.of("*"), true));
    rules(more);
    await().atMost(STARTS).until(() -> ping(of("late")).equals("200"));
    rules(RULES);
    await().atMost(STARTS).until(() -> ping(of("late")).equals("403"));
  }

  @Test
  void dockerLogsInWithATokenThenPushesAndPulls() throws Exception {
    program("docker");
    assumeTrue(System.getenv("DOCKER_HOST") != null, "DOCKER_HOST names no engine");
    ServerCertificate host =
        ServerCertificate.make("host", List.of(HOST), Instant.now(), Duration.ofDays(1));
    Path own = Files.createDirectories(folder.resolve("docker"));
    // The engine takes any certificate of a registry on this machine.
    try (TestGateway gateway = TestGateway.plain(own, host, port, HOST)) {
      String registry = "localhost:" + gateway.port();
      String image = registry + "/v/docker:1";
      EngineArchives.load(own.resolve("image.tar"), image, 100_000);
      try {
        String anonymous = docker(own, "", "push", image);
        assertTrue(anonymous.contains("no basic auth credentials"), anonymous);
        String refused = docker(own, of("nobody"), login(registry));
        assertTrue(refused.contains("403 Forbidden") || refused.contains("denied"), refused);
        String welcome = docker(own, of("a"), login(registry));
        assertTrue(welcome.contains("Login Succeeded"), welcome);
        String pushed = docker(own, "", "push", image);
        assertTrue(pushed.contains("digest: sha256:"), pushed);
        EngineArchives.remove(image);
        String pulled = docker(own, "", "pull", image);
        assertTrue(pulled.contains("Downloaded newer image"), pulled);
      } finally {
        docker(own, "", "rmi", image);
      }
    }
  }

  private static String[] login(String registry) {
    return new String[] {"login", registry, "--username", "token", "--password-stdin"};
  }

  /// What it says, whether it succeeds or not.
  private static String docker(Path configuration, String input, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DOCKER_CONFIG", configuration.toString());
    Process process = builder.start();
    try (OutputStream out = process.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.US_ASCII));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS), command::toString);
    return said;
  }
}
