package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.tunnel.StreamException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class GreetingTest {
  private static final RegistryPlace IN_MESH =
      new RegistryLocation("reg", "kube-registry", 5000, new ServiceAccount("reg", "mooring"));
  private static final RegistryPlace OUTSIDE =
      new RegistryAddress(URI.create("https://registry.example"), "");

  private static MooringException failure(String answer, RegistryPlace place, String principal) {
    return assertThrows(
        MooringException.class,
        () -> Greeting.exchange(new FakeLane.Said(answer), place, principal));
  }

  /// A stream whose first read fails.
  private static FakeLane.Said broken(IOException failure) {
    return new FakeLane.Said(
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }

          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw failure;
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"200 OK", "401 Unauthorized"})
  void aRegistryIsKnownByItsAnswer(String status) {
    FakeLane.Said stream = new FakeLane.Said("HTTP/1.1 " + status + "\r\n\r\n");
    assertDoesNotThrow(() -> Greeting.exchange(stream, IN_MESH, "me"));
    String asked = stream.sent.toString(StandardCharsets.US_ASCII);
    assertTrue(asked.startsWith("GET /v2/ HTTP/1.1\r\nHost: localhost:5000\r\n"), asked);
  }

  @Test
  void aPolicysRefusalNamesWhoWasRefusedAndIsNotTriedAgain() {
    MooringException failed =
        failure("HTTP/1.1 403 Forbidden\r\n\r\n", IN_MESH, "cluster.local/ns/reg/sa/mooring");
    assertTrue(failed.problem().what().contains("cluster.local/ns/reg/sa/mooring"));
    StreamException cause = assertInstanceOf(StreamException.class, failed.getCause());
    assertEquals(StreamException.Kind.UNTRUSTED, cause.kind());
  }

  @Test
  void aRefusalOfNobodyInParticularIsNoRegistrysAnswer() {
    Problem problem = failure("HTTP/1.1 403 Forbidden\r\n\r\n", OUTSIDE, "").problem();
    assertEquals("the server there isn't a registry", problem.why());
    assertEquals("The registry at registry.example can't be reached", problem.what());
    assertInstanceOf(Remedy.Advice.class, problem.remedy());
  }

  @Test
  void aSidecarWithoutARegistryIsToldApart() {
    Problem problem = failure("HTTP/1.1 503 x\r\n\r\n", IN_MESH, "me").problem();
    assertEquals(Code.REGISTRY_UNREACHABLE, problem.code());
    assertEquals(
        "the proxy in front of it is running, but the registry behind it isn't responding",
        problem.why());
    assertEquals(
        "kubectl -n reg logs deploy/kube-registry",
        assertInstanceOf(Remedy.Command.class, problem.remedy()).command());
    assertEquals("GET /v2/: HTTP/1.1 503 x", problem.detail());
  }

  @Test
  void whatIsNoHttpIsShownHarmless() {
    Problem problem = failure("\u001b[31mhello\r", IN_MESH, "me").problem();
    assertEquals("GET /v2/: ?[31mhello", problem.detail());
  }

  @Test
  void anAnswerWithoutEndIsCut() {
    Problem problem = failure("x".repeat(100_000), IN_MESH, "me").problem();
    assertEquals("GET /v2/: ".length() + 8 * 1024, problem.detail().length());
  }

  @Test
  void aLostConnectionIsToldAndItsStreamClosed() {
    FakeLane.Said stream = broken(new IOException("reset"));
    Problem problem =
        assertThrows(MooringException.class, () -> Greeting.exchange(stream, IN_MESH, "me"))
            .problem();
    assertEquals("the connection was lost before it responded", problem.why());
    assertEquals("reset", problem.detail());
    assertTrue(stream.closed);
  }

  @Test
  void whatTheStreamSaysOfItselfIsKept() {
    Problem own = FakeLane.problem(Code.CERTIFICATE_REFUSED, "the sidecar does not accept it");
    FakeLane.Said stream = broken(new StreamException(StreamException.Kind.UNTRUSTED, own));
    assertEquals(
        own,
        assertThrows(MooringException.class, () -> Greeting.exchange(stream, IN_MESH, "me"))
            .problem());
  }
}
