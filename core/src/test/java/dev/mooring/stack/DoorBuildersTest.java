package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.Builder;
import dev.mooring.stack.options.BuilderAccess;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.DoorKeys;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Builders of a registry behind a door of Mooring's.
final class DoorBuildersTest {
  private static final StackOptions OPTIONS =
      StackOptions.defaults().withProtection(Protection.TOKENS);
  private static final ServiceAccount KANIKO = new ServiceAccount("build", "kaniko");
  private static final Builder BUILDER = new Builder(KANIKO, List.of("app/*"));

  private final CannedCluster cluster = new CannedCluster();
  private final Builders builders = new Builders(cluster, OPTIONS);

  @BeforeEach
  void install() {
    new Rendering(OPTIONS, Surroundings.usual()).objects().forEach(cluster::apply);
    cluster.apply(DoorKeys.authorities(OPTIONS, OPTIONS.namespace(), "ca"));
    cluster.with(
        "{apiVersion: v1, kind: ServiceAccount, metadata: {name: kaniko, namespace: build}}");
  }

  private Document configuration() throws InterruptedException {
    return cluster
        .get(Kind.CONFIG_MAP, "build", "mooring-builder-kube-registry")
        .map(each -> each.at("data"))
        .orElse(Document.nothing());
  }

  @Test
  void whoIsAllowedHasARuleAndItsPodsAConfigurationUntilRemoved() throws InterruptedException {
    BuilderAccess access = builders.allow(BUILDER);
    assertEquals("kaniko.builder in ConfigMap kube-registry/mooring-writers", access.rule());
    assertEquals(List.of("ConfigMap build/mooring-builder-kube-registry"), access.ways());
    assertEquals(List.of(access), builders.list());
    assertEquals("ca", configuration().at("ca.crt").textOrEmpty());
    builders.remove(KANIKO);
    assertEquals(List.of(), builders.list());
    assertTrue(configuration().isNothing());
    assertEquals(
        Code.BUILDER_UNKNOWN,
        assertThrows(MooringException.class, () -> builders.remove(KANIKO)).problem().code());
  }

  @Test
  void itsAddressAnswersThePodAloneAndLeadsToTheDoor() throws InterruptedException {
    builders.allow(BUILDER);
    Document bootstrap =
        Documents.yaml(configuration().at("envoy.yaml").textOrEmpty(), "envoy").getFirst();
    List<Document> listeners = bootstrap.at("static_resources", "listeners").items();
    Document registry = listeners.getFirst().at("address", "socket_address");
    assertEquals("127.0.0.1", registry.at("address").textOrEmpty());
    assertEquals(5000L, registry.at("port_value").integer().orElseThrow());
    // What a kubelet asks leads nowhere.
    assertFalse(listeners.getLast().toString().contains("cluster"), listeners.getLast()::toString);
    assertTrue(bootstrap.at("admin").isNothing());
  }

  @Test
  void anInstallKeepsBuildersThoughTheyAreNoWriters() throws InterruptedException {
    builders.allow(BUILDER);
    List<Writer> kept = KeptWriters.of(cluster, OPTIONS);
    assertTrue(kept.contains(BUILDER.atDoor()), kept::toString);
    assertTrue(
        new Writers(cluster, OPTIONS)
            .list().stream().noneMatch(each -> each.account().equals("kaniko")));
  }

  @Test
  void aChangeOfWhatProtectsTheRegistryKeepsItsBuilders() throws InterruptedException {
    StackOptions mesh = OPTIONS.withProtection(Protection.MESH);
    new Builders(cluster, mesh).allow(BUILDER);
    assertTrue(KeptWriters.of(cluster, OPTIONS).contains(BUILDER.atDoor()));
    assertTrue(
        new Writers(cluster, mesh).list().stream().noneMatch(each -> each.name().contains(".")));
  }

  @Test
  void noWriterCanTakeABuildersRule() {
    Writer same = new Writer("kaniko.builder", "build", "mallory", List.of("*"));
    assertEquals(
        Code.INVALID_NAME,
        assertThrows(
                MooringException.class, () -> new Writers(cluster, OPTIONS).add(same, "mallory"))
            .problem()
            .code());
  }

  @Test
  void aRenewedAuthorityReachesBuilders() throws InterruptedException {
    builders.allow(BUILDER);
    assertTrue(new DoorBuilders(cluster, OPTIONS).believe("ca and next"));
    assertEquals("ca and next", configuration().at("ca.crt").textOrEmpty());
  }

  @Test
  void aConfigMapOfSomebodyElseStays() throws InterruptedException {
    builders.allow(BUILDER);
    KubeObject there =
        cluster.get(Kind.CONFIG_MAP, "build", "mooring-builder-kube-registry").orElseThrow();
    cluster.apply(new KubeObject(there.document().without("metadata", "labels")));
    builders.remove(KANIKO);
    assertFalse(configuration().isNothing());
  }

  @Test
  void theNodesAccountAndAPlainRegistryHaveNoBuilders() {
    Builder nodes = new Builder(new ServiceAccount("mooring-node", "node-entrance"), List.of("*"));
    for (MooringException each :
        List.of(
            assertThrows(MooringException.class, () -> builders.allow(nodes)),
            assertThrows(
                MooringException.class,
                () ->
                    new Builders(cluster, OPTIONS.withProtection(Protection.PLAIN))
                        .allow(BUILDER)))) {
      assertEquals(Code.WRITER_NOT_ALLOWED, each.problem().code());
    }
  }
}
