package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.NeedsIstio;
import dev.mooring.WithoutIstio;
import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.fabric8.FabricKubeconfig;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.job.Concurrently;
import dev.mooring.job.Progress;
import dev.mooring.problem.Finding;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The overlays, as those use them who have kubectl and no Mooring.
@Tag("cluster")
final class OverlaysClusterTest {
  private static final Path OVERLAYS = Path.of("../manifests/overlays");
  private static final Set<String> WITHOUT_MESH = Set.of("tokens", "plain");
  private static final Duration GOES = Duration.ofMinutes(1);

  private final Laptop admin = new Laptop(new FabricKubeconfig().connect(null));
  private final Stack stack =
      new ClusterStack(admin.cluster, admin.tunnels, admin.registries::fresh);
  private final Map<String, StackOptions> installed = new TreeMap<>();
  private Set<String> before = Set.of();

  @BeforeEach
  void look() throws Exception {
    before = AllObjects.names(admin.cluster.context());
  }

  /// Also after a failure.
  @AfterEach
  void leaveNothing() throws InterruptedException {
    for (StackOptions each : installed.values()) {
      stack.uninstall(each, Stack.DataFate.DELETE, Progress.none());
    }
    admin.close();
  }

  @Test
  @NeedsIstio
  void theApiServerTakesEveryObjectOfTheOverlaysForAMesh(@TempDir Path folder) throws Exception {
    taken(names().stream().filter(each -> !WITHOUT_MESH.contains(each)).toList(), folder);
  }

  @Test
  @WithoutIstio
  void theApiServerTakesEveryObjectOfTheOverlaysWithoutAMesh(@TempDir Path folder)
      throws Exception {
    taken(List.copyOf(WITHOUT_MESH), folder);
  }

  private static List<String> names() throws Exception {
    try (var found = Files.list(OVERLAYS)) {
      return found.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  private static List<Document> rendered(String overlay) throws Exception {
    return Documents.yaml(
        Laptop.run("kubectl", "kustomize", OVERLAYS.resolve(overlay).toString()), overlay);
  }

  /// The server checks an object in a namespace only where there is that namespace.
  private void taken(List<String> overlays, Path folder) throws Exception {
    List<Document> all = new ArrayList<>();
    for (String each : overlays) {
      all.addAll(rendered(each));
    }
    List<String> namespaces = new ArrayList<>();
    for (Document each : all) {
      KubeObject object = new KubeObject(each);
      if (object.kind().equals("Namespace")
          && admin.cluster.get(Kind.NAMESPACE, null, object.name()).isEmpty()) {
        admin.cluster.apply(object);
        namespaces.add(object.name());
      }
    }
    try {
      for (String each : overlays) {
        Path file = folder.resolve(each + ".yaml");
        Files.writeString(
            file,
            rendered(each).stream().map(Documents::yaml).collect(Collectors.joining("---\n")));
        String said =
            Laptop.run(
                "kubectl",
                "apply",
                "--server-side",
                "--force-conflicts",
                "--dry-run=server",
                "--filename=" + file);
        assertEquals(rendered(each).size(), said.lines().count(), said);
      }
    } finally {
      List<Callable<Boolean>> deletions = new ArrayList<>();
      for (String each : namespaces) {
        deletions.add(
            () -> {
              admin.cluster.delete(Kind.NAMESPACE, null, each, GOES);
              return true;
            });
      }
      Concurrently.all(deletions);
    }
  }

  @Test
  @NeedsIstio
  void kustomizeRendersTheSameObjectsAsTheButton() throws Exception {
    assertEquals(
        byName(rendered("default").stream().map(KubeObject::new).toList()),
        byName(new Rendering(StackOptions.defaults(), Surroundings.usual()).objects()));
  }

  private static Map<String, Document> byName(List<KubeObject> objects) {
    return objects.stream().collect(Collectors.toMap(KubeObject::words, KubeObject::document));
  }

  private StackOptions apply(String overlay, String registry) throws Exception {
    StackOptions usual = StackOptions.defaults().named(registry);
    installed.put(registry, usual);
    Laptop.run("kubectl", "apply", "-k", OVERLAYS.resolve(overlay).toString());
    StackOptions recorded = stack.inForce(usual);
    installed.put(registry, recorded);
    return recorded;
  }

  private boolean verified(StackOptions options) throws InterruptedException {
    new Readiness(admin.cluster, options).await(Progress.none());
    Verification proof = stack.verify(options, Progress.none());
    assertTrue(proof.passed(), () -> options.registry() + ": " + proof.rows());
    return true;
  }

  @Test
  @NeedsIstio
  void aRegistryWithArchivesAndACacheAreCompleteByKubectlAlone() throws Exception {
    StackOptions archives = apply("archives", StackOptions.REGISTRY);
    StackOptions cache = apply("pull-through", "hub");
    assertEquals("10Gi", archives.additions().archives());
    assertEquals("https://registry-1.docker.io", cache.additions().pullThrough());
    Concurrently.all(List.of(() -> verified(archives), () -> verified(cache)));
    leavesNothing();
  }

  @Test
  @WithoutIstio
  void aRegistryWithTokensSaysThatItWaitsForItsCertificateAndInstallingCompletesIt()
      throws Exception {
    StackOptions options = apply("tokens", StackOptions.REGISTRY);
    assertEquals(Protection.TOKENS, options.protection());
    StackStatus status = stack.status(options);
    assertFalse(status.ready());
    assertTrue(status.why().contains("certificate is missing"), status::why);
    Finding told =
        stack.examine(options, 0, ignored -> {}).stream()
            .filter(each -> each.id().equals(CertificateCheck.ID))
            .findFirst()
            .orElseThrow();
    assertEquals(Finding.Level.WARNING, told.level());
    stack.install(options, Progress.none());
    verified(options);
    leavesNothing();
  }

  private void leavesNothing() throws InterruptedException {
    for (StackOptions each : installed.values()) {
      stack.uninstall(each, Stack.DataFate.DELETE, Progress.none());
    }
    AllObjects.await(admin.cluster.context(), before);
  }
}
