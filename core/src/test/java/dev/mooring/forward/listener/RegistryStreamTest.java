package dev.mooring.forward.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.platform.PeerOwner;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An ordinary forward that turns out to lead to a registry.
@Timeout(60)
final class RegistryStreamTest {
  private final Guard guard = Guard.registry(LocalUsers.owner(), "", problem -> {});

  @Test
  void webPagesAreRefusedThoughTheStreamIsThere() throws Exception {
    try (LoopbackListener listener = listen(guard);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      socket
          .getOutputStream()
          .write("GET /v2/ HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(ISO_8859_1));
      String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertTrue(answer.startsWith("HTTP/1.1 403"), answer);
    }
  }

  @Test
  void clientsPass() throws Exception {
    String request = "GET /v2/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try (LoopbackListener listener = listen(guard);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      assertEquals(
          request, new String(socket.getInputStream().readNBytes(request.length()), ISO_8859_1));
    }
  }

  @Test
  void otherUsersAreReset() throws Exception {
    LocalUsers other = new LocalUsers((peer, local) -> new PeerOwner.Other("nobody"), () -> true);
    try (LoopbackListener listener = listen(Guard.registry(other, "", problem -> {}));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port())) {
      assertThrows(IOException.class, () -> socket.getInputStream().read());
    }
  }

  @Test
  void podsOfAnInstalledRegistryAreKnownByTheirLabels() {
    assertTrue(
        Registries.ours(
            pod("{app: kube-registry, app.kubernetes.io/managed-by: mooring}", "default")));
    assertTrue(Registries.ours(pod("{app: kube-registry}", "kube-registry")));
    assertFalse(Registries.ours(pod("{app: kube-registry}", "default")));
    assertFalse(Registries.ours(pod("{app: api}", "kube-registry")));
  }

  private static KubeObject pod(String labels, String account) {
    return new KubeObject(
        Documents.yaml(
                "kind: Pod\nmetadata: {name: a, labels: %s}\nspec: {serviceAccountName: %s}\n"
                    .formatted(labels, account),
                "a pod")
            .getFirst());
  }

  private static LoopbackListener listen(Guard guard) throws InterruptedException {
    return LoopbackListener.listen(
        List.of(),
        0,
        Guard.none(),
        () -> new RegistryStream(new LoopbackListenerTest.Echo(), guard),
        problem -> {});
  }
}
