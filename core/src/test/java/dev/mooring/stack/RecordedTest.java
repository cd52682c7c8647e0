package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Surroundings;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The options in force, and what a cancelled install left.
final class RecordedTest {
  private static final StackOptions DEFAULTS = StackOptions.defaults();
  private static final StackOptions CHOSEN =
      DEFAULTS.withNodePort(5001).withEntranceNamespace("doors").withAccount("pusher");

  private final CannedCluster cluster = new CannedCluster();
  private final Stack stack =
      new ClusterStack(
          cluster,
          null,
          ignored -> {
            throw new UnsupportedOperationException();
          });

  private void install(StackOptions options) throws InterruptedException {
    Installer installer = new Installer(cluster, options, Progress.none());
    installer.carryOut(installer.tasks(Surroundings.usual()));
  }

  @Test
  void theOptionsOfTheInstallThatStandsAreInForce() throws InterruptedException {
    install(CHOSEN);
    assertEquals(CHOSEN, stack.inForce(DEFAULTS.withStorageSize("1Gi")));
    assertEquals(CHOSEN, stack.status(DEFAULTS).options());
    assertEquals(CHOSEN.location(), stack.inForce(DEFAULTS).location());
  }

  @Test
  void whereNothingIsRecordedOthersAreInForce() throws InterruptedException {
    assertEquals(CHOSEN, stack.inForce(CHOSEN));
    // There is no mesh here, so that Install would not choose one.
    assertEquals(CHOSEN.withProtection(Protection.TOKENS), stack.status(CHOSEN).options());
  }

  @Test
  void aUserWhoMayNotReadTheRecordGoesOnWithoutIt() throws InterruptedException {
    install(CHOSEN);
    cluster.hidden.add("ConfigMap");
    assertEquals(DEFAULTS, stack.inForce(DEFAULTS));
  }

  @Test
  void theRecordOfAnotherStackIsNotOurs() throws InterruptedException {
    install(CHOSEN);
    assertEquals("other", stack.inForce(DEFAULTS.withNamespace("other")).namespace());
    assertEquals(5000, stack.inForce(DEFAULTS.withNamespace("other")).nodePort());
  }

  @Test
  void aPreflightLooksAtWhatIsChosenNowAndNotAtWhatIsRecorded() throws InterruptedException {
    install(DEFAULTS.withStorageClass("gone"));
    cluster.with("{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: fast}}");
    List<Finding> found =
        stack.examine(DEFAULTS.withStorageClass("fast"), 0, ignored -> {}).stream()
            .filter(each -> each.id().equals("storage.class"))
            .toList();
    assertEquals(List.of(Finding.Level.OK), found.stream().map(Finding::level).toList());
  }

  @Test
  void aCancelledInstallSaysWhatStands() throws InterruptedException {
    CancelledInstall nothing = CancelledInstall.look(stack, DEFAULTS);
    assertFalse(nothing.removable());
    assertEquals("nothing was changed", nothing.problem().why());

    install(DEFAULTS.withEntrance(EntranceMode.NODE));
    CancelledInstall all = CancelledInstall.look(stack, DEFAULTS);
    assertTrue(all.removable());
    assertEquals(Code.INSTALL_CANCELLED, all.problem().code());
    assertTrue(all.problem().why().matches("\\d\\d objects are installed"), all.problem().why());

    cluster.hidden.add("Namespace");
    cluster.hidden.add("Deployment");
    CancelledInstall unknown = CancelledInstall.look(stack, DEFAULTS);
    assertTrue(unknown.removable());
    assertEquals("some objects might be installed", unknown.problem().why());
  }

  private void oldGateway(String labels) {
    cluster.with(
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: node-gateway, namespace: mooring-node, labels: {%s}}
        spec:
          template: {spec: {containers: [{name: a}, {ports: [{containerPort: 1}, {hostPort: 5007}]}]}}
        """
            .formatted(labels));
  }

  @Test
  void anInstallFromBeforeTheRecordKeepsItsNodesPort() throws InterruptedException {
    oldGateway("app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry");
    assertEquals(CHOSEN.withNodePort(5007), stack.inForce(CHOSEN));
  }

  @Test
  void aGatewayOfSomebodyElseSaysNothing() throws InterruptedException {
    oldGateway("app: theirs");
    assertEquals(CHOSEN, stack.inForce(CHOSEN));
  }
}
