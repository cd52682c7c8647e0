package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.cluster.KubeObject;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Several registries in one cluster, one a namespace.
final class InstalledRegistriesTest {
  private static final StackOptions DEFAULTS = StackOptions.defaults();
  private static final StackOptions TEAM =
      DEFAULTS.named("team-a").withNamespace("tools").withNodePort(5001);

  private final CannedCluster cluster = new CannedCluster();
  private final InstalledRegistries registries = new InstalledRegistries(cluster);

  private void install(StackOptions options) throws InterruptedException {
    Installer installer = new Installer(cluster, options, Progress.none());
    installer.carryOut(installer.tasks(Surroundings.usual()));
  }

  private StackOptions locate(String name, String namespace) throws InterruptedException {
    return registries.locate(
        Optional.of(name).filter(each -> !each.isEmpty()),
        Optional.of(namespace).filter(each -> !each.isEmpty()),
        DEFAULTS);
  }

  @Test
  void theDefaultOneIsListedFirst() throws InterruptedException {
    install(DEFAULTS.named("a-team").withNodePort(5002));
    install(TEAM);
    install(DEFAULTS);
    assertEquals(
        List.of("kube-registry", "a-team", "team-a"),
        registries.all(DEFAULTS).stream().map(StackOptions::registry).toList());
  }

  @Test
  void aRegistryIsFoundByItsNameWhereverItIs() throws InterruptedException {
    install(DEFAULTS);
    install(TEAM);
    assertEquals(TEAM, locate("team-a", ""));
    assertEquals(DEFAULTS, locate("", ""));
  }

  @Test
  void aRegistryIsFoundByItsNamespaceAlone() throws InterruptedException {
    install(TEAM);
    assertEquals(TEAM, locate("", "tools"));
  }

  @Test
  void whoeverMayNotListFindsTheDefaultOneAndOnesCalledLikeTheirNamespace()
      throws InterruptedException {
    StackOptions alike = DEFAULTS.named("team-b").withNodePort(5003);
    install(DEFAULTS.withStorageSize("7Gi"));
    install(alike);
    cluster.hiddenEverywhere.add("ConfigMap");
    assertEquals("7Gi", locate("", "").storageSize());
    assertEquals(alike, locate("team-b", ""));
    assertEquals(1, registries.all(DEFAULTS).size());
  }

  @Test
  void aNewRegistryGetsNamespacesOfItsOwn() throws InterruptedException {
    StackOptions fresh = locate("team-c", "");
    assertEquals("team-c", fresh.namespace());
    assertEquals("mooring-node-team-c", fresh.nodeNamespace());
    assertEquals("mooring-entrance-team-c", fresh.entranceNamespace());
    assertEquals("images", locate("", "images").registry());
  }

  @Test
  void aNameIsGivenOnceInACluster() throws InterruptedException {
    install(TEAM);
    MooringException refused =
        assertThrows(
            MooringException.class,
            () -> registries.demandNameFree(TEAM.withNamespace("elsewhere")));
    assertEquals(Code.NAMESPACE_TAKEN, refused.problem().code());
    registries.demandNameFree(TEAM);
    registries.demandNameFree(DEFAULTS);
  }

  @Test
  void objectsOfTwoRegistriesShareNeitherNamespaceNorLabel() {
    List<String> first = words(DEFAULTS);
    List<String> second = words(TEAM);
    assertEquals(List.of(), first.stream().filter(second::contains).toList());
  }

  private static List<String> words(StackOptions options) {
    return new Rendering(options, Surroundings.usual())
        .objects().stream().map(KubeObject::words).toList();
  }
}
