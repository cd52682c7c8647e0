package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Progress;
import dev.mooring.mesh.ConnectionState;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Every lane to an installed registry, as an administrator and with exactly a writer's rights.
@NeedsIstio
@Tag("cluster")
@Tag("apart")
@UsualRegistry
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LanesClusterTest {
  private static final StackOptions BY_FORWARD = StackOptions.defaults();
  private static final StackOptions AT_NODES = BY_FORWARD.withEntrance(EntranceMode.NODE);

  private final String namespace =
      "t-lanes-"
          + Integer.toHexString(ThreadLocalRandom.current().nextInt()).toLowerCase(Locale.ROOT);
  private final Laptop admin = new Laptop(new FabricKubeconfig().connect(null));
  private final Stack stack =
      new ClusterStack(admin.cluster, admin.tunnels, admin.registries::fresh);

  @BeforeAll
  void install() throws InterruptedException {
    stack.uninstall(BY_FORWARD, Stack.DataFate.DELETE, Progress.none());
    stack.install(BY_FORWARD, Progress.none());
    for (Document each :
        Documents.yaml(
            """
            apiVersion: v1
            kind: Namespace
            metadata: {name: NS}
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: laptop, namespace: NS}
            """
                .replace("NS", namespace),
            "test")) {
      admin.cluster.apply(new KubeObject(each));
    }
  }

  @AfterAll
  void leaveNothing() throws InterruptedException {
    stack.uninstall(AT_NODES, Stack.DataFate.DELETE, Progress.none());
    admin.cluster.delete(Kind.NAMESPACE, null, namespace, Duration.ofMinutes(1));
    admin.close();
  }

  @Test
  void eachLanePushesAndAWriterNeedsNoRightBesideAWritersOwn(@TempDir Path folder)
      throws Exception {
    assertEquals(
        "through the Kubernetes API", pushes(admin, BY_FORWARD, "mooring", "kube-registry"));
    grant(BY_FORWARD);
    try (Laptop writer = Laptop.of(namespace, folder)) {
      assertEquals(
          "entrance through the Kubernetes API", pushes(writer, BY_FORWARD, "ana", namespace));
    }

    stack.install(AT_NODES, Progress.none());
    grant(AT_NODES);
    try (Laptop writer = Laptop.of(namespace, folder)) {
      await()
          .atMost(Duration.ofMinutes(1))
          .pollInterval(Duration.ofSeconds(1))
          .ignoreExceptions()
          .until(() -> pushes(writer, AT_NODES, "ana", namespace).startsWith("entrance at "));
    }
    assertTrue(pushes(admin, AT_NODES, "mooring", "kube-registry").startsWith("entrance at "));
  }

  private void grant(StackOptions options) throws InterruptedException {
    stack
        .addWriter(
            options,
            new Writer("ana", namespace, "ana", List.of("ana/*")),
            "system:serviceaccount:" + namespace + ":laptop")
        .objects()
        .forEach(
            each -> {
              try {
                admin.cluster.apply(new KubeObject(each.object()));
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
  }

  /// The lane by which a blob went in.
  private static String pushes(
      Laptop laptop, StackOptions options, String account, String accountNamespace)
      throws Exception {
    try (RegistryForward forward =
            laptop.registries.fresh(
                options.location(new ServiceAccount(accountNamespace, account)));
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      ConnectionState.Connected connected = forward.connect(0);
      int port = connected.listening().getFirst().getPort();
      URI root = URI.create("http://localhost:" + port);
      byte[] blob = ("blob by " + connected.route()).getBytes(StandardCharsets.UTF_8);
      String digest =
          "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(blob));
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(500))
          .until(() -> begun(http, root).statusCode() == 202);
      String location = begun(http, root).headers().firstValue("location").orElseThrow();
      URI put = root.resolve(location + (location.contains("?") ? "&" : "?") + "digest=" + digest);
      assertEquals(
          201,
          http.send(
                  HttpRequest.newBuilder(put)
                      .PUT(HttpRequest.BodyPublishers.ofByteArray(blob))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode());
      return connected.route();
    }
  }

  private static HttpResponse<Void> begun(HttpClient http, URI root) throws Exception {
    return http.send(
        HttpRequest.newBuilder(root.resolve("/v2/ana/lanes/blobs/uploads/"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }
}
