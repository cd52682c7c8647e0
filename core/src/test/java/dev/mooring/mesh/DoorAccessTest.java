package dev.mooring.mesh;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.ForwardEvent;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.identity.istiod.TestAuthority;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a registry's proxy sees of the requests that go through a local port, over real TLS.
@Timeout(60)
final class DoorAccessTest {
  private static final ServiceAccount ANA = new ServiceAccount("dev-ana", "mooring");
  private static final RegistryDoor REGISTRY =
      new RegistryDoor("kube-registry", "kube-registry", 5000, ANA, "mooring-registry");

  private final FakeMesh mesh = new FakeMesh();
  private final IssuedTokens tokens = new IssuedTokens();
  private final RegistryForward forward =
      new RegistryForward(mesh.cluster(), mesh.tunnels(), mesh.identities(), REGISTRY);
  private TokenDoor door;

  @BeforeEach
  void open() throws Exception {
    door = TokenDoor.of(mesh.authority);
    door.accepts = tokens::valid;
    mesh.authorities = TestAuthority.pem(mesh.authority.root());
    mesh.tokens = tokens::issue;
    mesh.registryPod(door.port());
  }

  @AfterEach
  void close() throws IOException {
    forward.close();
    door.close();
  }

  private Socket connect() throws Exception {
    if (!(forward.state().get() instanceof ConnectionState.Connected)) {
      forward.connect(0);
    }
    return again();
  }

  private Socket again() throws IOException {
    ConnectionState.Connected connected =
        assertInstanceOf(ConnectionState.Connected.class, forward.state().get());
    Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), connected.listening().getFirst().getPort());
    socket.setSoTimeout(15_000);
    return socket;
  }

  private static void send(Socket socket, String request) throws IOException {
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
  }

  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      assertTrue(next >= 0, head::toString);
      head.append((char) next);
    }
    int at = head.indexOf("Content-Length: ");
    int length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r", at)));
    return head + new String(in.readNBytes(length), ISO_8859_1);
  }

  private static String head(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
  }

  private String bearer(int number) {
    return "Bearer " + tokens.issued.get(number);
  }

  @Test
  void whoWeAreAndUntilWhenIsShown() throws Exception {
    ConnectionState.Connected connected = forward.connect(0);

    assertEquals(ShownIdentity.By.TOKEN, connected.as().by());
    assertEquals("dev-ana/mooring", connected.principal());
    Duration left = Duration.between(java.time.Instant.now(), connected.as().until());
    assertTrue(left.toMinutes() >= 9 && left.toMinutes() <= 10, left::toString);
    assertEquals("through the Kubernetes API", connected.route());
    assertEquals(List.of("TLSv1.3"), door.protocols.stream().distinct().toList());
    assertEquals(List.of(bearer(0)), door.seen.getFirst().shown());
    assertEquals(1, tokens.issued.size());
  }

  @Test
  void eachRequestShowsOneTokenAndNeverWhatTheClientSent() throws Exception {
    try (Socket socket = connect()) {
      send(
          socket,
          head(
              "GET /v2/a/tags/list HTTP/1.1",
              "Authorization: Basic c2VjcmV0",
              "Host: localhost",
              "AUTHORIZATION:Bearer theirs",
              "X-Authorization: stays"));
      assertTrue(answer(socket).startsWith("HTTP/1.1 200"));
      send(socket, "HEAD /v2/a/manifests/1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertTrue(head(socket).startsWith("HTTP/1.1 200"));
    }
    List<TokenDoor.Seen> asked = door.asked();
    assertEquals(2, asked.size());
    for (TokenDoor.Seen each : asked) {
      assertEquals(List.of(bearer(0)), each.shown());
    }
    assertEquals(
        List.of("Authorization: " + bearer(0), "Host: localhost", "X-Authorization: stays"),
        asked.getFirst().fields());
  }

  private static String head(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      head.append((char) socket.getInputStream().read());
    }
    return head.toString();
  }

  @Test
  void aThousandRequestsOfOneConnectionOutliveTheirTokens() throws Exception {
    // The last five seconds of a token are not used.
    tokens.life = Duration.ofSeconds(6);
    Set<String> shown = new HashSet<>();
    int sent = 0;
    try (Socket socket = connect()) {
      while (sent < 1_000 || shown.size() < 3) {
        send(socket, get("/v2/a/blobs/" + sent));
        assertTrue(answer(socket).startsWith("HTTP/1.1 200"), "request " + sent);
        sent++;
        shown.addAll(door.seen.getLast().shown());
      }
    }
    assertEquals(sent, door.asked().size());
    assertTrue(door.asked().stream().allMatch(each -> each.shown().size() == 1));
    assertTrue(tokens.issued.size() < 30, "tokens: " + tokens.issued.size());
  }

  @Test
  void bodiesInChunksAndThoseThatWaitForAWordPassAsTheyAre() throws Exception {
    String layer = "x".repeat(100_000);
    try (Socket socket = connect()) {
      send(
          socket,
          head(
              "PATCH /v2/a/blobs/uploads/1 HTTP/1.1",
              "Host: localhost",
              "Transfer-Encoding: chunked"));
      for (int i = 0; i < 3; i++) {
        send(socket, "186a0\r\n" + layer + "\r\n");
      }
      send(socket, "0\r\n\r\n");
      assertTrue(answer(socket).startsWith("HTTP/1.1 200"));

      send(
          socket,
          head(
              "PUT /v2/a/blobs/uploads/1 HTTP/1.1",
              "Host: localhost",
              "Expect: 100-continue",
              "Content-Length: 100000"));
      assertEquals("HTTP/1.1 100 Continue\r\n\r\n", head(socket));
      send(socket, layer);
      assertTrue(answer(socket).startsWith("HTTP/1.1 200"));
    }
    assertEquals(
        List.of(300_000, 100_000), door.asked().stream().map(TokenDoor.Seen::body).toList());
    assertTrue(door.asked().stream().allMatch(each -> each.shown().equals(List.of(bearer(0)))));
  }

  @Test
  void pipelinedRequestsShowOneTokenEach() throws Exception {
    try (Socket socket = connect()) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < 50; i++) {
        all.append(get("/v2/a/blobs/" + i));
        all.append("POST /v2/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc");
      }
      send(socket, all.toString());
      for (int i = 0; i < 100; i++) {
        assertTrue(answer(socket).startsWith("HTTP/1.1 200"));
      }
    }
    assertEquals(100, door.asked().size());
    assertTrue(door.asked().stream().allMatch(each -> each.shown().equals(List.of(bearer(0)))));
  }

  @Test
  void aClientOfTheOldProtocolIsServedToo() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "GET /v2/a HTTP/1.0\r\nHost: localhost\r\n\r\n");
      String all = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertTrue(all.endsWith("\r\n\r\nsaid"), all);
    }
    assertEquals(List.of(bearer(0)), door.asked().getFirst().shown());
  }

  @Test
  void aTokenThatIsRefusedIsRenewedOnceAndThatIsSaid() throws Exception {
    try (Socket socket = connect()) {
      tokens.revoke();
      send(socket, "POST /v2/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc");
      assertTrue(answer(socket).startsWith("HTTP/1.1 401"));
      await().atMost(Duration.ofSeconds(20)).until(() -> failures().size() == 1);
      assertTrue(failures().getFirst().contains("Mooring got a new one"), failures()::toString);

      send(socket, get("/v2/a"));
      assertTrue(answer(socket).startsWith("HTTP/1.1 200"));
      assertEquals(2, tokens.issued.size());

      tokens.revoke();
      for (int i = 0; i < 5; i++) {
        send(socket, get("/v2/a"));
        assertTrue(answer(socket).startsWith("HTTP/1.1 401"));
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> failures().size() == 2);
      assertTrue(failures().getLast().contains("rejects new Kubernetes tokens"));
      assertEquals(2, tokens.issued.size());
    }
  }

  private List<String> failures() {
    return forward.events().stream()
        .filter(each -> each.kind() == ForwardEvent.Kind.CONNECTION_FAILED)
        .map(ForwardEvent::words)
        .toList();
  }

  private Problem refused() {
    long start = System.nanoTime();
    MooringException refused = assertThrows(MooringException.class, () -> forward.connect(0));
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    // What can be over soon is tried for thirty seconds.
    assertTrue(took.compareTo(Duration.ofSeconds(15)) < 0, "took " + took);
    assertInstanceOf(ConnectionState.Failed.class, forward.state().get());
    assertTrue(door.asked().isEmpty());
    return refused.problem();
  }

  @Test
  void connectTriesASecondTokenAndNoThird() {
    door.accepts = value -> false;
    Problem problem = refused();
    assertEquals(Code.TOKEN_REFUSED, problem.code());
    assertTrue(problem.what().contains("as dev-ana/mooring"), problem::what);
    assertEquals(2, tokens.issued.size());
  }

  @Test
  void connectTakesTheSecondTokenWhereTheFirstIsRefused() throws Exception {
    door.accepts = value -> !value.equals(bearer(0));
    forward.connect(0);
    assertEquals(2, tokens.issued.size());
  }

  @Test
  void anAccountThatTheRulesRefuseIsNamedWithWhatWouldAllowIt() {
    door.status = "403 Forbidden";
    Problem problem = refused();
    assertEquals(Code.NOT_ALLOWED, problem.code());
    assertEquals(
        "mooring writer add mooring --namespace dev-ana --repositories 'dev-ana/*'",
        assertInstanceOf(Remedy.Command.class, problem.remedy()).command());
  }

  @Test
  void aMissingRightIsToldBeforeAnythingIsDialled() {
    mesh.tokens =
        (account, audience) -> {
          throw new Problem(
                  Code.MISSING_RIGHT,
                  "Can't create a token",
                  "you don't have permission: create serviceaccounts/token in dev-ana",
                  Remedy.none())
              .raise();
        };
    Problem problem = refused();
    assertEquals(Code.MISSING_RIGHT, problem.code());
    assertTrue(problem.why().contains("create serviceaccounts/token"), problem::why);
    assertEquals(List.of(), door.seen);
  }

  @Test
  void aTokenThatCannotBeRenewedIsAnsweredInWordsAndTheRequestStaysHere() throws Exception {
    tokens.life = Duration.ofSeconds(5);
    try (Socket socket = connect()) {
      mesh.tokens =
          (account, audience) -> {
            throw new Problem(Code.GENERAL, "No token", "the API server is away", Remedy.none())
                .raise();
          };
      send(socket, get("/v2/a"));
      String answer = answer(socket);
      assertTrue(answer.startsWith("HTTP/1.1 503 Service Unavailable"), answer);
      assertTrue(answer.contains("No token: the API server is away"), answer);
    }
    assertEquals(List.of(), door.asked());
  }

  @Test
  void aDoorThatGoesInTheMiddleOfARequestAnswersNothingAndTheNextIsServed() throws Exception {
    try (Socket socket = connect()) {
      send(socket, "POST /v2/cut/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nabc");
      assertTrue(ended(socket));
    }
    try (Socket socket = again()) {
      send(socket, get("/v2/a"));
      assertTrue(answer(socket).startsWith("HTTP/1.1 200"));
    }
  }

  private static boolean ended(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException e) {
      return true;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: localhost\r\nOrigin: http://evil.example",
        "Host: localhost\r\nSec-Fetch-Site: cross-site",
      })
  void aWebPageReachesNoDoorAndUsesNoToken(String fields) throws Exception {
    try (Socket socket = connect()) {
      int before = door.seen.size();
      send(socket, "GET /v2/_catalog HTTP/1.1\r\n" + fields + "\r\n\r\n");
      assertTrue(answer(socket).startsWith("HTTP/1.1 403"));
      assertEquals(before, door.seen.size());
      assertEquals(1, tokens.issued.size());
    }
  }

  @Test
  void aTrailerCannotBringAnother() throws Exception {
    try (Socket socket = connect()) {
      send(
          socket,
          head("PATCH /v2/a HTTP/1.1", "Host: localhost", "Transfer-Encoding: chunked")
              + head("0", "Authorization: Bearer theirs"));
      assertTrue(answer(socket).startsWith("HTTP/1.1 400"));
    }
    assertEquals(List.of(), door.asked());
  }

  @Test
  void aDoorThatSendsElsewhereGetsNoTokenThere() throws Exception {
    try (TokenDoor elsewhere = TokenDoor.of(mesh.authority);
        Socket socket = connect()) {
      String place = "https://127.0.0.1:" + elsewhere.port() + "/v2/a";
      door.status = "307 Temporary Redirect";
      door.more = "Location: " + place + "\r\n";
      send(socket, get("/v2/a/blobs/1"));
      assertTrue(answer(socket).contains("Location: " + place));
      // The client follows by itself, without what only the forwarder knows.
      assertEquals(List.of(), elsewhere.seen);
      assertEquals(1, door.asked().size());
    }
  }

  @Test
  void aDoorThatEchoesWhatItSawTellsTheClientAndNobodyElse() throws Exception {
    try (Socket socket = connect()) {
      send(socket, get("/v2/echo/a"));
      assertTrue(answer(socket).contains(tokens.issued.getFirst()));
    }
    String told = forward.events() + " " + forward.state().get() + " " + forward.registry();
    assertFalse(told.contains(tokens.issued.getFirst()));
  }

  @Test
  void aTokenForAnybodyElseThanARegistryIsNeverAskedFor() {
    assertThrows(
        MooringException.class,
        () ->
            new RegistryDoor(
                "kube-registry", "kube-registry", 5000, ANA, "https://kubernetes.default.svc"));
  }
}
