package dev.mooring.cluster.fabric8;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ApiRefusalsTest {
  /// Ample: on a busy machine the first request of a process takes seconds.
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String TOKEN = "s3cr3t-t0ken";

  @TempDir Path folder;

  @Test
  void missingRightIsNamedWithTheRoleThatGrantsIt() throws Exception {
    Problem problem =
        refusal(
            403,
            "deployments.apps \\\"web\\\" is forbidden: User \\\"ana\\\" cannot patch resource",
            c -> c.mergePatch(Kind.DEPLOYMENT, "dev", "web", "", Document.of(Map.of())));
    assertEquals("Can't change Deployment dev/web", problem.what());
    assertEquals(
        "the user u doesn't have permission: patch deployments.apps in dev", problem.why());
    assertEquals(Code.MISSING_RIGHT, problem.code());
    String role = assertInstanceOf(Remedy.Grant.class, problem.remedy()).role();
    assertTrue(role.contains("namespace: dev"), role);
    assertTrue(role.contains("- deployments"), role);
    assertTrue(role.contains("- patch"), role);
  }

  @Test
  void aKubeconfigWithoutCredentialsIsToldFromAMissingRight() throws Exception {
    Problem problem =
        refusal(
            403,
            "namespaces is forbidden: User \\\"system:anonymous\\\" cannot list resource",
            c -> c.list(Kind.NAMESPACE, null, ""));
    assertTrue(problem.why().contains("has no credentials for the user u"), problem::toString);
  }

  @Test
  void refusalByAnAdmissionControllerIsNotCalledAMissingRight() throws Exception {
    Problem problem =
        refusal(
            403,
            "pods \\\"x\\\" is forbidden: violates PodSecurity \\\"restricted:latest\\\"",
            c -> c.mergePatch(Kind.POD, "dev", "x", "", Document.of(Map.of())));
    assertTrue(problem.why().contains("violates PodSecurity"), problem::toString);
  }

  @Test
  void subresourcesAreNamedInRights() throws Exception {
    Problem problem =
        refusal(403, "is forbidden: User x cannot", c -> c.token("dev", "default", "", LIMIT));
    assertEquals(
        "the user u doesn't have permission: create serviceaccounts/token in dev", problem.why());
  }

  @Test
  void otherRefusalsKeepTheServersReason() throws Exception {
    assertTrue(version(401, "Unauthorized").why().contains("credentials of the user u"));
    assertTrue(version(422, "spec.port: Invalid").why().endsWith("spec.port: Invalid"));
    assertEquals(
        "the object has been modified", version(409, "the object has been modified").why());
    assertTrue(version(500, "failed calling webhook \\\"x\\\"").why().contains("webhook \"x\""));
    assertTrue(version(302, "").why().contains("HTTP 302"));
  }

  @Test
  void absentObjectIsNothingAndNotAProblem() throws Exception {
    try (TestServer server = answering(404, "not found");
        FabricCluster cluster = connect(server.port())) {
      assertEquals(Optional.empty(), cluster.get(Kind.POD, "dev", "x"));
      assertEquals(List.of(), cluster.list(Kind.POD, null, ""));
      assertFalse(cluster.delete(Kind.POD, "dev", "x", LIMIT));
    }
  }

  @Test
  void busyServerIsAskedAgainButNotForEver() throws Exception {
    try (TestServer server =
            new TestServer(
                0,
                (exchange, request) -> {
                  exchange.getResponseHeaders().set("Retry-After", "0");
                  TestServer.say(exchange, 429, TestServer.status(429, "slow down"));
                });
        FabricCluster cluster = connect(server.port())) {
      assertThrows(MooringException.class, cluster::version);
      assertEquals(3, server.requests().size());
    }
  }

  @Test
  void expiredTokenFileIsReadAgain() throws Exception {
    Path token = Files.writeString(folder.resolve("token"), "old");
    try (TestServer server =
            new TestServer(
                0,
                (exchange, request) -> {
                  String sent = exchange.getRequestHeaders().getFirst("Authorization");
                  Files.writeString(token, "new");
                  boolean known = "Bearer new".equals(sent);
                  TestServer.say(exchange, known ? 200 : 401, "{\"gitVersion\":\"v1.35.4\"}");
                });
        FabricCluster cluster =
            TestServer.connect(folder, server.port(), "tokenFile: " + token, LIMIT)) {
      assertEquals("v1.35.4", cluster.version().gitVersion());
      assertEquals(2, server.requests().size());
    }
  }

  @Test
  void serverThatHangsIsGivenUpAtTheLimit() throws Exception {
    try (TestServer server = hanging();
        FabricCluster cluster =
            TestServer.connect(folder, server.port(), "token: x", Duration.ofMillis(300))) {
      Problem problem =
          assertTimeoutPreemptively(
              Duration.ofSeconds(10),
              () -> assertThrows(MooringException.class, cluster::version).problem());
      assertTrue(problem.why().contains("didn't respond in time"), problem::toString);
    }
  }

  @Test
  void interruptEndsACall() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (TestServer server =
            new TestServer(
                0,
                (exchange, request) -> {
                  asked.countDown();
                  new CountDownLatch(1).await();
                });
        FabricCluster cluster =
            TestServer.connect(folder, server.port(), "token: x", Duration.ofMinutes(5));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch ended = new CountDownLatch(1);
      Throwable[] seen = new Throwable[1];
      Future<?> call =
          threads.submit(
              () -> {
                seen[0] = assertThrows(Throwable.class, cluster::version);
                ended.countDown();
              });
      assertTrue(asked.await(10, TimeUnit.SECONDS));
      call.cancel(true);
      assertTrue(ended.await(10, TimeUnit.SECONDS));
      assertInstanceOf(InterruptedException.class, seen[0]);
    }
  }

  @Test
  void nobodyListeningIsSaid() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (FabricCluster cluster = connect(port)) {
      Problem problem = assertThrows(MooringException.class, cluster::version).problem();
      assertTrue(problem.why().contains("connection refused"), problem::toString);
      assertTrue(problem.why().contains("http://127.0.0.1:" + port), problem::toString);
    }
  }

  @Test
  void unknownNameIsSaid() throws Exception {
    Path file = TestKubeconfig.write(folder, "server: https://no-such-host.invalid", "token: x");
    try (FabricCluster cluster =
        new FabricKubeconfig(List.of(file), Map.of()).connect(null, LIMIT, LIMIT)) {
      Problem problem = assertThrows(MooringException.class, cluster::version).problem();
      assertTrue(problem.why().contains("can't be resolved"), problem::toString);
    }
  }

  @Test
  void plainHttpBehindHttpsIsSaid() throws Exception {
    // The server is closed first, also where an assertion fails: its thread waits for it.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        ServerSocket server = new ServerSocket(0, 10, InetAddress.ofLiteral("127.0.0.1"))) {
      Future<?> serving =
          threads.submit(
              () -> {
                while (true) {
                  try (Socket socket = server.accept()) {
                    socket
                        .getOutputStream()
                        .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
                    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
                  }
                }
              });
      Path file =
          TestKubeconfig.write(
              folder, "server: https://127.0.0.1:" + server.getLocalPort(), "token: x");
      try (FabricCluster cluster =
          new FabricKubeconfig(List.of(file), Map.of()).connect(null, LIMIT, LIMIT)) {
        Problem problem = assertThrows(MooringException.class, cluster::version).problem();
        assertEquals("Can't reach the cluster c", problem.what());
        assertTrue(problem.why().contains("might not use TLS"), problem::toString);
      }
      server.close();
      serving.cancel(true);
    }
  }

  @Test
  void brokenConnectionIsTriedAgain() throws Exception {
    AtomicInteger count = new AtomicInteger();
    try (TestServer server =
            new TestServer(
                0,
                (exchange, request) -> {
                  if (count.incrementAndGet() > 1) {
                    TestServer.say(exchange, 200, "{\"gitVersion\":\"v1.2.3\",\"minor\":\"27+\"}");
                  }
                });
        FabricCluster cluster = connect(server.port())) {
      assertEquals(27, cluster.version().minor());
    }
  }

  @Test
  void answersThatAreNotKubernetesAreSaid() throws Exception {
    for (String body : List.of("<html>", "[]", "{}", "null", "")) {
      try (TestServer server =
              new TestServer(0, (exchange, request) -> TestServer.say(exchange, 200, body));
          FabricCluster cluster = connect(server.port())) {
        assertThrows(MooringException.class, cluster::version, body);
      }
    }
  }

  @Test
  void tokenIsInNoMessage() throws Exception {
    try (TestServer server = answering(401, "Unauthorized");
        FabricCluster cluster =
            TestServer.connect(folder, server.port(), "token: " + TOKEN, LIMIT)) {
      MooringException failed = assertThrows(MooringException.class, cluster::version);
      assertFalse((failed + " " + failed.problem()).contains(TOKEN));
    }
    try (FabricCluster cluster =
        TestServer.connect(folder, 1, "{token: \"" + TOKEN + "\\u0000\"}", LIMIT)) {
      MooringException failed = assertThrows(MooringException.class, cluster::version);
      for (Throwable each = failed; each != null; each = each.getCause()) {
        assertFalse(each.toString().contains(TOKEN), "the token is in the message");
      }
    }
  }

  @Test
  void namesCannotLeaveTheirPath() throws Exception {
    try (TestServer server = answering(404, "not found");
        FabricCluster cluster = connect(server.port())) {
      assertEquals(Optional.empty(), cluster.get(Kind.POD, "dev", "../../secrets/x"));
      assertEquals(
          "GET /api/v1/namespaces/dev/pods/..%2F..%2Fsecrets%2Fx", server.requests().getFirst());
      assertThrows(IllegalArgumentException.class, () -> cluster.get(Kind.POD, "dev", ".."));
    }
  }

  private interface Use {
    Object with(FabricCluster cluster) throws InterruptedException;
  }

  private Problem version(int code, String message) throws IOException {
    return refusal(code, message, FabricCluster::version);
  }

  private Problem refusal(int code, String message, Use use) throws IOException {
    try (TestServer server = answering(code, message);
        FabricCluster cluster = connect(server.port())) {
      return assertThrows(MooringException.class, () -> use.with(cluster)).problem();
    }
  }

  private FabricCluster connect(int port) throws IOException {
    return TestServer.connect(folder, port, "token: x", LIMIT);
  }

  private static TestServer answering(int code, String message) {
    return new TestServer(
        0, (exchange, request) -> TestServer.say(exchange, code, TestServer.status(code, message)));
  }

  private static TestServer hanging() {
    return new TestServer(0, (exchange, request) -> new CountDownLatch(1).await());
  }
}
