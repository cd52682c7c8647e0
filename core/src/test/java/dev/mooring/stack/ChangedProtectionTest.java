package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.job.Progress;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.DoorCertificate;
import dev.mooring.stack.render.Surroundings;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A registry that is installed again with another protection keeps its images and its writers, and
/// nothing of what protected it before.
final class ChangedProtectionTest {
  private static final StackOptions MESH = StackOptions.defaults();
  private static final StackOptions TOKENS = MESH.withProtection(Protection.TOKENS);
  private static final StackOptions PLAIN = MESH.withProtection(Protection.PLAIN);
  private static final Writer ANA = new Writer("ana", "dev", "pusher", List.of("ana/*", "app"));
  private static final Writer OWN = new Writer("mooring", "kube-registry", "mooring", List.of("*"));

  private final CannedCluster cluster = new CannedCluster();

  private void install(StackOptions options) throws InterruptedException {
    Surroundings usual = Surroundings.usual();
    Surroundings around =
        usual.withDoor(
            usual
                .door()
                .withCertificate(DoorCertificate.blank())
                .withWriters(KeptWriters.of(cluster, options)));
    Installer installer = new Installer(cluster, options, Progress.none());
    installer.carryOut(installer.tasks(around));
  }

  private List<Writer> writers(StackOptions options) throws InterruptedException {
    return WriterStore.of(cluster, options).list();
  }

  @Test
  void fromTheMeshToTokensAndBack() throws InterruptedException {
    install(MESH);
    new MeshWriters(cluster, MESH).put(ANA);
    install(TOKENS);
    assertEquals(List.of(ANA, OWN), writers(TOKENS));
    assertEquals(List.of(), cluster.list(Kind.AUTHORIZATION_POLICY, null, ""));
    assertEquals(List.of(), cluster.list(Kind.SIDECAR, null, ""));
    install(MESH);
    assertEquals(List.of(ANA, OWN), writers(MESH));
    assertEquals(List.of(), writers(TOKENS));
    assertEquals(List.of(), cluster.list(Kind.SECRET, null, ""));
    assertEquals(1, cluster.list(Kind.VOLUME_CLAIM, null, "").size());
  }

  @Test
  void aPlainRegistryHasNoKeysAndForgetsNoWriter() throws InterruptedException {
    install(TOKENS);
    new DoorWriters(cluster, TOKENS).put(ANA);
    install(PLAIN);
    assertEquals(List.of(), cluster.list(Kind.SECRET, null, ""));
    assertTrue(
        cluster.list(Kind.CONFIG_MAP, null, "").stream()
            .noneMatch(each -> each.name().equals("mooring-authority")));
    assertEquals(Protection.PLAIN, new Recorded(cluster).inForce(MESH).protection());
    install(TOKENS);
    assertEquals(List.of(ANA, OWN), writers(TOKENS));
    install(MESH);
    install(PLAIN);
    install(TOKENS);
    assertEquals(List.of(ANA, OWN), writers(TOKENS));
  }
}
