package dev.mooring.desktop.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.ShownIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How a connection to a registry is called, by what is shown there.
final class ConnectionsTest {
  private static final Instant SOON = Instant.parse("2026-05-01T10:10:00Z");

  private static String words(ShownIdentity as, String route) {
    return Connections.words(
        new ConnectionState.Connected(
            List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000)),
            "pod",
            route,
            as,
            0,
            0,
            0));
  }

  @Test
  void whatIsShownAndWhatIsMissingIsSaid() {
    assertEquals(
        "Connected · can push as \"mooring\"",
        words(
            new ShownIdentity(
                ShownIdentity.By.CERTIFICATE, "cluster.local/ns/dev-ana/sa/mooring", SOON),
            ""));
    assertEquals(
        "Connected as dev-ana/mooring with a Kubernetes token",
        words(new ShownIdentity(ShownIdentity.By.TOKEN, "dev-ana/mooring", SOON), ""));
    assertEquals(
        "Connected through the Kubernetes API, not encrypted, no identities",
        words(
            new ShownIdentity(ShownIdentity.By.PLAIN, "", null),
            "through the Kubernetes API, not encrypted, no identities"));
  }
}
