package dev.mooring.stack;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.forward.listener.LoopbackListener;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Progress;
import dev.mooring.mesh.RegistryAddress;
import dev.mooring.mesh.RegistryForward;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.client.HttpRegistry;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.remote.DockerConfig;
import dev.mooring.registry.remote.RemoteRegistries;
import dev.mooring.registry.remote.TlsFront;
import dev.mooring.registry.transfer.Copied;
import dev.mooring.registry.transfer.ImageCopy;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.EgressProxy;
import dev.mooring.tunnel.PodPort;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A laptop mirrors through the egress from a registry that only pods reach: one with TLS, in a
/// namespace of its own and outside of the mesh.
@NeedsIstio
@Tag("cluster")
@Tag("apart")
final class EgressMirrorClusterTest {
  private static final String THERE = "t-egress-host";
  private static final String HOST = "registry." + THERE + ".svc.cluster.local";
  private static final StackOptions OPTIONS =
      StackOptions.defaults()
          .named("t-egress-mirror")
          .withNodePort(5078)
          .withStorageSize("1Gi")
          .withAdditions(Additions.NONE.withEgress(List.of(HOST + "/private")));
  private static final ServiceAccount STRANGER = new ServiceAccount(THERE, "stranger");

  private static final String REGISTRY =
      """
      apiVersion: v1
      kind: Namespace
      metadata: {name: @NS@}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: tls, namespace: @NS@}
      data: {tls.crt: @CRT@, tls.key: @KEY@}
      ---
      apiVersion: v1
      kind: ServiceAccount
      metadata: {name: stranger, namespace: @NS@}
      ---
      apiVersion: v1
      kind: Service
      metadata: {name: registry, namespace: @NS@}
      spec: {selector: {app: registry}, ports: [{name: tls, port: 443, targetPort: 5443}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: registry, namespace: @NS@, labels: {app: registry}}
      spec:
        containers:
        - name: registry
          image: docker.io/library/registry:3.1.2
          env:
          - {name: REGISTRY_HTTP_ADDR, value: ":5443"}
          - {name: REGISTRY_HTTP_TLS_CERTIFICATE, value: /tls/tls.crt}
          - {name: REGISTRY_HTTP_TLS_KEY, value: /tls/tls.key}
          - {name: OTEL_TRACES_EXPORTER, value: none}
          volumeMounts: [{name: tls, mountPath: /tls}]
          readinessProbe: {tcpSocket: {port: 5443}, periodSeconds: 1}
        volumes: [{name: tls, secret: {secretName: tls}}]
      """;

  @TempDir Path folder;
  private final Laptop laptop = new Laptop(new FabricKubeconfig().connect(null));
  private final Stack stack =
      new ClusterStack(laptop.cluster, laptop.tunnels, laptop.registries::fresh);
  private String authority = "";

  @BeforeEach
  void install() throws Exception {
    leave();
    try (TlsFront keys = new TlsFront(folder, () -> 0, "dns:" + HOST + ",dns:localhost")) {
      authority = keys.authority();
      String yaml =
          REGISTRY
              .replace("@NS@", THERE)
              .replace("@CRT@", base64(authority))
              .replace("@KEY@", base64(keys.key()));
      for (Document each : Documents.yaml(yaml, "test")) {
        laptop.cluster.apply(new KubeObject(each));
      }
    }
    stack.install(OPTIONS, Progress.none());
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () ->
                laptop
                    .cluster
                    .get(Kind.POD, THERE, "registry")
                    .filter(KubeObject::ready)
                    .isPresent());
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void end() throws InterruptedException {
    leave();
    laptop.close();
  }

  private void leave() throws InterruptedException {
    laptop.cluster.delete(Kind.NAMESPACE, null, THERE, Duration.ofMinutes(1));
    stack.uninstall(OPTIONS, Stack.DataFate.DELETE, Progress.none());
  }

  private static RemoteRegistries registries(Path folder) {
    return new RemoteRegistries(new DockerConfig(folder.resolve("none")), null);
  }

  /// Puts an image there, past everything: by a port-forward.
  private Digest fill() throws Exception {
    Archives.Layout layout = new Archives.Layout();
    Map<String, Object> image = layout.image("amd64", List.of(Archives.layer(1, 9_000_000)));
    Path archive = layout.write(folder.resolve("app.tar"), List.of(image));
    try (LoopbackListener port =
            LoopbackListener.listen(
                0, () -> laptop.tunnels.open(new PodPort(THERE, "registry", 5443)));
        RemoteRegistries.Remote remote =
            registries(folder)
                .open(RegistryAddress.parse("https://localhost:" + port.port(), authority))) {
      return remote.registry().push(archive, ImageReference.parse("pub/app:1"), Progress.none());
    }
  }

  private RegistryAddress host() {
    return RegistryAddress.parse("https://" + HOST, authority);
  }

  private WayOut into(StackOptions options, ServiceAccount as) throws InterruptedException {
    return EgressWay.into(options, as, host(), laptop.cluster, laptop.tunnels, laptop.identities);
  }

  private Problem refused(StackOptions options, ServiceAccount as) {
    return assertThrows(MooringException.class, () -> into(options, as).close()).problem();
  }

  @Test
  void anImageOfARegistryThatOnlyTheEgressReachesIsMirroredAndNobodyElseUsesIt() throws Exception {
    Digest there = fill();
    try (WayOut out = into(OPTIONS, OPTIONS.firstWriter());
        RemoteRegistries.Remote remote = registries(folder).open(host(), out);
        RegistryForward forward = laptop.registries.fresh(OPTIONS.location())) {
      assertTrue(out.words().contains("egress of t-egress-mirror"), out::words);
      int port = forward.connect(0).listening().getFirst().getPort();
      try (HttpRegistry here = new HttpRegistry(URI.create("http://localhost:" + port), null)) {
        Copied copied =
            new ImageCopy(remote.registry().source("pub/app"), here.sink("pub/app"))
                .run("1", "1", Optional.empty(), Progress.none());
        assertEquals(there, copied.digest());
        assertEquals(Optional.of(there), here.digest("pub/app", "1"));
      }
    }
    theDirectWayIsNone();
    whoHasNoRightGetsNothing();
    whatTheProxyLeadsToIsWhatItWasToldAndNotWhatALaptopSays();
    assertEquals(0, stack.install(OPTIONS, Progress.none()).written());
  }

  private void theDirectWayIsNone() {
    try (RemoteRegistries.Remote direct = registries(folder).open(host())) {
      Problem problem =
          assertThrows(MooringException.class, () -> direct.registry().ping()).problem();
      assertEquals(Code.REGISTRY_UNREACHABLE, problem.code());
    }
  }

  private void whoHasNoRightGetsNothing() throws InterruptedException {
    Problem stranger = refused(OPTIONS, STRANGER);
    assertEquals(Code.EGRESS_REFUSED, stranger.code());
    assertTrue(stranger.why().contains(STRANGER.toString()), stranger::why);
    KubeObject pod =
        laptop.cluster.list(Kind.POD, OPTIONS.egressNamespace(), "app=mooring-egress").getFirst();
    // What a right to port-forward reaches is the sidecar's port, which asks for a certificate.
    PodPort past = new PodPort(OPTIONS.egressNamespace(), pod.name(), EgressProxy.PORT);
    EgressProbe.Said said = EgressProbe.ask(laptop.tunnels.open(past), HOST);
    assertTrue(
        said.answer() == EgressProbe.Answer.CLOSED || said.answer() == EgressProbe.Answer.NO_PROXY,
        said::toString);
  }

  private void whatTheProxyLeadsToIsWhatItWasToldAndNotWhatALaptopSays()
      throws InterruptedException {
    ServiceAccount writer = OPTIONS.firstWriter();
    StackOptions open = OPTIONS.withAdditions(Additions.NONE.withEgress(List.of(HOST)));
    assertEquals(
        Code.EGRESS_REFUSED,
        refused(OPTIONS.withAdditions(Additions.NONE.withEgress(List.of("github.com"))), writer)
            .code());
    stack.install(open, Progress.none());
    Problem inside = refused(open, writer);
    assertTrue(inside.why().contains("private"), inside::why);
    stack.install(
        OPTIONS.withAdditions(Additions.NONE.withEgress(List.of("github.com"))), Progress.none());
    assertEquals(Code.EGRESS_REFUSED, refused(OPTIONS, writer).code());
    stack.install(OPTIONS, Progress.none());
  }
}
