package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Cluster;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Documents;
import dev.mooring.identity.Identities;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.stack.options.Rehearsal;
import dev.mooring.stack.options.Rehearsed;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.tunnel.cluster.ApiTunnels;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A rule that would lock out a writer is seen in rehearsal, and no push is refused meanwhile; at a
/// registry that stands.
record RehearsalScenario(
    Cluster cluster, ApiTunnels tunnels, Identities identities, StackOptions options) {
  private static final String NAME = "rehearsed";
  private static final Duration SOON = Duration.ofSeconds(40);

  /// @param namespace of the writer, which is there
  void play(String namespace) throws Exception {
    ServiceAccount account = new ServiceAccount(namespace, NAME);
    cluster.apply(
        new KubeObject(
            Documents.yaml(
                    "{apiVersion: v1, kind: ServiceAccount, metadata: {name: %s, namespace: %s}}"
                        .formatted(NAME, namespace),
                    "test")
                .getFirst()));
    Stack stack =
        new ClusterStack(
            cluster, tunnels, each -> new RegistryForward(cluster, tunnels, identities, each));
    stack.addWriter(options, new Writer(NAME, namespace, NAME, List.of("*")), "ana");
    try (RegistryForward forward =
        new RegistryForward(cluster, tunnels, identities, options.location(account))) {
      int port = forward.connect(0).listening().getFirst().getPort();
      await()
          .atMost(SOON)
          .until(() -> answer(port, "POST", "/v2/web/blobs/uploads/").equals("202"));
      seen(stack, account, port);
      enforced(stack, port);
      discarded(stack, namespace, port);
    }
    stack.rehearse(options, change(namespace, List.of()));
    stack.removeWriter(options, NAME, namespace);
    assertEquals(Optional.empty(), stack.rehearsal(options));
  }

  private static Rehearsed change(String namespace, List<String> repositories) {
    return new Rehearsed(namespace, NAME, repositories, Instant.now());
  }

  /// Nothing that is pushed is refused, and what would be is listed with whom and where.
  private void seen(Stack stack, ServiceAccount account, int port) throws Exception {
    Rehearsed change = change(account.namespace(), List.of("app/*"));
    stack.rehearse(options, change);
    List<String> answers = new ArrayList<>();
    await()
        .atMost(SOON)
        .until(
            () -> {
              answers.add(answer(port, "POST", "/v2/web/blobs/uploads/?mount=secret"));
              answers.add(answer(port, "POST", "/v2/app/web/blobs/uploads/"));
              answers.add(answer(port, "GET", "/v2/web/tags/list"));
              return stack.rehearsal(options).orElseThrow().requests() > 0;
            });
    assertTrue(List.of("202", "404").containsAll(answers), answers::toString);
    notForWhomItIsAbout(account);
    Rehearsal shown = stack.rehearsal(options).orElseThrow();
    assertEquals(change, shown.rehearsed());
    assertEquals("", shown.hidden());
    assertEquals(1, shown.refusals().size(), shown::toString);
    Rehearsal.Refusal refusal = shown.refusals().getFirst();
    assertEquals(account.toString(), refusal.account());
    assertEquals("web", refusal.repository());
    assertEquals("[POST]", refusal.methods().toString());
    assertTrue(!refusal.first().isAfter(refusal.last()), refusal::toString);
    assertEquals(List.of(), stack.drift(options).sentences());
  }

  /// Neither they nor anybody else of another namespace sees the log, or ends or bends the trial.
  private void notForWhomItIsAbout(ServiceAccount account) throws Exception {
    for (String user :
        List.of(
            "system:serviceaccount:" + account.namespace() + ":" + account.name(),
            "system:serviceaccount:default:default")) {
      for (String right :
          List.of(
              "get pods/log",
              "create pods/exec",
              "create pods/ephemeralcontainers",
              "update configmaps",
              "update deployments.apps",
              "create envoyfilters.networking.istio.io",
              "delete authorizationpolicies.security.istio.io")) {
        List<String> command = new ArrayList<>(List.of("kubectl", "auth", "can-i"));
        command.addAll(List.of(right.split(" ")));
        command.addAll(List.of("--namespace=" + options.namespace(), "--as=" + user));
        String said = Laptop.failing(command.toArray(String[]::new));
        assertTrue(said.strip().endsWith("no"), said);
      }
    }
  }

  private void enforced(Stack stack, int port) throws Exception {
    stack.enforceRehearsal(options);
    assertEquals(Optional.empty(), stack.rehearsal(options));
    await().atMost(SOON).until(() -> answer(port, "POST", "/v2/web/blobs/uploads/").equals("403"));
    assertEquals("202", answer(port, "POST", "/v2/app/web/blobs/uploads/"));
  }

  private void discarded(Stack stack, String namespace, int port) throws Exception {
    List<Writer> writers = stack.writers(options);
    stack.rehearse(options, change(namespace, List.of()));
    stack.discardRehearsal(options);
    assertEquals(Optional.empty(), stack.rehearsal(options));
    assertEquals(writers, stack.writers(options));
    assertEquals("202", answer(port, "POST", "/v2/app/web/blobs/uploads/"));
  }

  private static String answer(int port, String method, String path) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String request =
          "%s %s HTTP/1.1\r\nHost: localhost:%d\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
              .formatted(method, path, port);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return answer.length() < 12 ? "cut" : answer.substring(9, 12);
    }
  }
}
