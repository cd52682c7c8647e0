package dev.mooring.stack.envoy;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.mooring.stack.PublishedKeys;
import dev.mooring.stack.PublishedKeys.Said;
import dev.mooring.stack.TestIssuer;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Ingress;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.TokenRule;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ingress's Envoy with the keys that an issuer has at an https address. Nothing is behind it:
/// who is let in gets 503, everybody else 401.
@Tag("cluster")
@Tag("apart")
@Tag("anywhere")
final class IssuerKeysDoorTest {
  private static final String HOST = "registry.example.test";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private PublishedKeys issuer;
  private Process envoy;
  private int port;

  @BeforeEach
  void start() throws Exception {
    assumeTrue(
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "envoy"))),
        "no envoy on the PATH");
    issuer = new PublishedKeys();
    port = freePort();
    Path authority = Files.writeString(folder.resolve("ca.pem"), issuer.authority());
    Files.createDirectories(folder.resolve("rules"));
    Files.writeString(
        folder.resolve("rules/rules.yaml"),
        ClaimRules.file(List.of(TokenRule.parse("group=a", List.of("*"), false))));
    StackOptions options =
        StackOptions.defaults()
            .withAdditions(
                Additions.NONE.withIngress(
                    new Ingress(
                        HOST,
                        TestIssuer.ISSUER,
                        issuer.address(),
                        "",
                        "istio/gateways/public/443",
                        "",
                        "")));
    Path file = folder.resolve("envoy.yaml");
    Files.writeString(
        file,
        new IngressDoor(options)
            .files()
            .get("envoy.yaml")
            .replace("system_root_certs: {}", "trusted_ca: {filename: " + authority + "}")
            .replace("300s", "1s")
            .replace("failed_refetch_duration: 5s", "failed_refetch_duration: 1s")
            .replace("/etc/mooring-", folder + "/")
            .replace(IngressDoor.SOCKET_FOLDER, folder.toString())
            .replace(Integer.toString(IngressDoor.PORT), Integer.toString(port))
            .replace(Integer.toString(IngressDoor.ALIVE), Integer.toString(freePort())));
    issuer.keys(Said.ok("{}"));
    envoy =
        new ProcessBuilder(
                "envoy",
                "-c",
                file.toString(),
                "--disable-hot-restart",
                "--service-node",
                "x",
                "--service-cluster",
                "y",
                "--concurrency",
                "1",
                "-l",
                "warn")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("envoy.log").toFile())
            .start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    if (envoy != null) {
      envoy.destroyForcibly().waitFor();
      issuer.close();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String ask(TestIssuer signer) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      String request =
          "GET /v2/ HTTP/1.1\r\nHost: %s\r\nX-Forwarded-Proto: https\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
              .formatted(HOST, signer.token(HOST, "group", "a"));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String line = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
      return line.substring(line.length() - 3);
    }
  }

  private void becomes(String status, TestIssuer signer) {
    await().atMost(SOON).ignoreExceptions().untilAsserted(() -> assertEquals(status, ask(signer)));
  }

  /// Whatever is published has been read twice since.
  private void readAgain() {
    int before = issuer.asked();
    await().atMost(SOON).until(() -> issuer.asked() >= before + 2);
  }

  @Test
  void keysThatAreRotatedAreReadAgain() throws Exception {
    TestIssuer old = new TestIssuer();
    TestIssuer next = new TestIssuer();
    becomes("401", old);
    issuer.keys(Said.ok(old.publicKeys()));
    becomes("503", old);
    assertEquals("401", ask(next));
    issuer.keys(Said.ok(next.publicKeys()));
    becomes("503", next);
    assertEquals("401", ask(old));
  }

  @Test
  void whatIsNoKeySetChangesNothing() throws Exception {
    TestIssuer signer = new TestIssuer();
    TestIssuer stranger = new TestIssuer();
    issuer.keys(Said.ok(signer.publicKeys()));
    becomes("503", signer);
    try (PublishedKeys elsewhere = new PublishedKeys()) {
      elsewhere.keys(Said.ok(stranger.publicKeys()));
      for (Said each :
          List.of(
              Said.redirect(elsewhere.address()),
              Said.redirect("http://localhost/keys"),
              Said.ok("not JSON"),
              Said.ok("{\"keys\": []}"),
              Said.ok("{\"keys\": {}}"),
              new Said(500, "", stranger.publicKeys()),
              new Said(200, "", "x".repeat(64 << 20)))) {
        issuer.keys(each);
        readAgain();
        assertEquals("503", ask(signer), each.status() + each.location());
        assertEquals("401", ask(stranger), each.status() + each.location());
      }
      assertEquals(0, elsewhere.asked());
    }
  }
}
