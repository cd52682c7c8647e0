package dev.mooring.cluster.fabric8;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A login at a provider that takes each refresh token once.
final class RotatingLoginTest {
  private static final String EXPIRED = RotatingProvider.jwt("id-0", Instant.EPOCH.plusSeconds(99));

  @TempDir Path folder;
  private RotatingProvider provider;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    provider = new RotatingProvider(folder);
    file = folder.resolve("config");
    Files.writeString(
        file,
        """
        # kept by ana, öäü 🦀
        apiVersion: v1
        kind: Config
        current-context: test
        preferences: {colors: true}   # unknown fields stay
        contexts:
        - {name: test, context: {cluster: c, user: u}}
        clusters:
        - name: c
          cluster: {server: 'http://127.0.0.1:1'}
        users:
        - name: other
          user:
            auth-provider:
              name: oidc
              config:
                id-token: other-id
                refresh-token: other-refresh
        - name: u
          user:
            auth-provider:
              config:
                client-id: mooring
                client-secret: "tr0ub4dor"
                extra-field: kept
                id-token: %s
                idp-certificate-authority: %s
                idp-issuer-url: %s
                refresh-token: refresh-0   # the next one comes here
              name: oidc
        """
            .formatted(EXPIRED, provider.certificate().getFileName(), provider.issuer()));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  @AfterEach
  void stop() throws Exception {
    provider.close();
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
  }

  private Cluster connect() {
    return new FabricKubeconfig(List.of(folder.resolve("none"), file), TestServer.PLAIN)
        .connect(null);
  }

  private String header() throws Exception {
    try (Cluster cluster = connect()) {
      return cluster.endpoint().headers().get("Authorization");
    }
  }

  private Document settings() throws Exception {
    return Documents.yaml(Files.readString(file), "a test")
        .getFirst()
        .at("users")
        .items()
        .getLast()
        .at("user", "auth-provider", "config");
  }

  /// A login as in another process, which shares the file and nothing else.
  private OpenIdLogin login() {
    KubeconfigEntries.Entry user = KubeconfigEntries.load(List.of(file)).users().get("u");
    return new OpenIdLogin(user, Clock.systemUTC(), Duration.ofMillis(200));
  }

  @Test
  void theNewTokensAreWrittenBackAndTheNextStartWorks() throws Exception {
    String before = Files.readString(file);
    String first = header();
    assertEquals("Bearer " + settings().at("id-token").textOrEmpty(), first);
    assertEquals("refresh-1", settings().at("refresh-token").textOrEmpty());
    assertEquals(first, header(), "the token of the file counts until it ends");
    assertEquals(List.of("refresh-0"), provider.uses);
    assertEquals(
        before,
        Files.readString(file)
            .replace("\"" + settings().at("id-token").textOrEmpty() + "\"", EXPIRED)
            .replace("\"refresh-1\"", "refresh-0"),
        "nothing else of the file changed");
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    try (var files = Files.list(folder)) {
      assertTrue(
          files.noneMatch(
              each -> each.toString().endsWith(".lock") || each.toString().endsWith(".part")));
    }
  }

  @Test
  void eachTokenThatRunsOutIsFollowedByTheNext() throws Exception {
    provider.issueFor(Duration.ofSeconds(20));
    for (int i = 0; i < 3; i++) {
      header();
    }
    assertEquals(List.of("refresh-0", "refresh-1", "refresh-2"), provider.uses);
    assertEquals("refresh-3", settings().at("refresh-token").textOrEmpty());
  }

  @Test
  void manyAtOnceUseTheRefreshTokenOnce() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Future<String>> got = new ArrayList<>();
    try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        got.add(
            threads.submit(
                () -> {
                  go.await();
                  return header();
                }));
      }
      go.countDown();
      for (Future<String> each : got) {
        String header = each.get();
        assertEquals("Bearer " + settings().at("id-token").textOrEmpty(), header);
      }
    }
    assertEquals(List.of("refresh-0"), provider.uses);
  }

  @Test
  void aTokenThatKubectlRefreshedIsPickedUpInsteadOfAnotherRefresh() throws Exception {
    try (Cluster cluster = connect()) {
      String first = cluster.endpoint().headers().get("Authorization");
      OpenIdTokens elsewhere = provider.refreshElsewhere();
      String text = Files.readString(file);
      Files.writeString(
          file,
          text.replace(settings().at("id-token").textOrEmpty(), elsewhere.id())
              .replace("refresh-1", elsewhere.refresh()));
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  ("Bearer " + elsewhere.id())
                      .equals(cluster.endpoint().headers().get("Authorization")));
      assertNotEquals(first, "Bearer " + elsewhere.id());
    }
    assertEquals(List.of("refresh-0"), provider.uses);
  }

  @Test
  void aTokenThatTheServerRefusesIsRefreshedOnce() throws Exception {
    try (Cluster cluster = connect()) {
      String first = cluster.endpoint().headers().get("Authorization");
      assertTrue(cluster.endpoint().refused());
      String second = cluster.endpoint().headers().get("Authorization");
      assertNotEquals(first, second);
      for (int i = 0; i < 5; i++) {
        cluster.endpoint().refused();
        cluster.endpoint().headers();
      }
    }
    assertEquals(List.of("refresh-0", "refresh-1"), provider.uses);
  }

  @Test
  void linksAreFollowedAndStay() throws Exception {
    Path real = folder.resolve("real");
    Files.move(file, real);
    Files.createSymbolicLink(file, real);
    header();
    assertTrue(Files.isSymbolicLink(file));
    assertFalse(Files.isSymbolicLink(real));
    assertEquals("refresh-1", settings().at("refresh-token").textOrEmpty());
  }

  @Test
  void whereTheFileCannotBeWrittenAllOfThisProcessGoOnWithTheNewTokens() throws Exception {
    provider.issueFor(Duration.ofSeconds(20));
    Path lock = Files.createFile(folder.resolve("config.lock"));
    login().token();
    String next = login().token();
    assertEquals(List.of("refresh-0", "refresh-1"), provider.uses);
    assertFalse(next.isEmpty());
    assertTrue(Files.exists(lock), "the lock of another program stays");
    assertEquals("refresh-0", settings().at("refresh-token").textOrEmpty());
    // Once it can be written, the tokens of memory go on from there.
    Files.delete(lock);
    login().token();
    assertEquals(List.of("refresh-0", "refresh-1", "refresh-2"), provider.uses);
    assertEquals("refresh-3", settings().at("refresh-token").textOrEmpty());
  }

  @Test
  void aLoginThatChangedMeanwhileIsNotOverwritten() throws Exception {
    KubeconfigEdit edit = new KubeconfigEdit(file, Duration.ofSeconds(1));
    String before = Files.readString(file);
    assertFalse(edit.set(List.of(), Map.of("id-token", "x"), text -> false));
    assertEquals(before, Files.readString(file));
  }

  @Test
  void aRefreshTokenThatWasUsedIsSaidWithoutAnySecret() throws Exception {
    provider.refreshElsewhere();
    Problem problem = assertThrows(MooringException.class, this::header).problem();
    assertTrue(problem.why().contains("invalid_grant"), problem::toString);
    assertFalse(problem.toString().contains("refresh-0"), problem::toString);
    assertFalse(problem.toString().contains("tr0ub4dor"), problem::toString);
    assertFalse(problem.toString().contains(EXPIRED), problem::toString);
  }

  @Test
  void aProviderThatAnotherAuthoritySignedIsNotTrusted() throws Exception {
    String text = Files.readString(file);
    Files.writeString(file, text.replaceAll("\n *idp-certificate-authority: [^\n]*", ""));
    assertThrows(MooringException.class, this::header);
    assertEquals(List.of(), provider.uses);
  }
}
