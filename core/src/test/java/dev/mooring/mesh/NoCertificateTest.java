package dev.mooring.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.identity.istiod.SocketStream;
import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What whoever shows no certificate is answered, and told apart by: a refusal of TLS, or an
/// answer.
final class NoCertificateTest {
  private static final String REQUEST = "GET /v2/ HTTP/1.1\r\nHost: localhost\r\n\r\n";

  private final FakeMesh mesh = new FakeMesh();

  private static String ask(SidecarServer server) throws IOException {
    try (ByteStream stream = new SocketStream(server.port())) {
      return NoCertificate.ask(stream, "registry.internal", REQUEST);
    }
  }

  @Test
  void aSidecarThatWantsACertificateRefusesTls() throws Exception {
    try (SidecarServer server = mesh.sidecar(FakeMesh.SERVER)) {
      IOException refused = assertThrows(IOException.class, () -> ask(server));
      assertTrue(refused.getMessage().contains("certificate"), refused::getMessage);
      assertEquals(List.of(), server.received);
    }
  }

  @Test
  void aServerThatTakesAnybodyAnswers() throws Exception {
    try (SidecarServer server = mesh.sidecar(FakeMesh.SERVER).toAnybody()) {
      assertEquals("HTTP/1.1 200 OK", ask(server));
      assertEquals(List.of(REQUEST), server.received);
      assertEquals(List.of("registry.internal"), server.serverNames);
    }
  }
}
