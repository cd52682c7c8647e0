package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.problem.Finding;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the doctor says of a cluster without a mesh.
final class DoorChecksTest {
  private static final StackOptions OPTIONS =
      StackOptions.defaults().withProtection(Protection.TOKENS);
  private static final String DISCOVERY =
      """
      apiVersion: rbac.authorization.k8s.io/v1
      kind: ClusterRoleBinding
      metadata: {name: system:service-account-issuer-discovery}
      roleRef: {kind: ClusterRole, name: system:service-account-issuer-discovery}
      subjects: [{kind: Group, name: system:serviceaccounts}]
      """;

  private final CannedCluster cluster = new CannedCluster();

  private Finding found(StackOptions options, String id) throws InterruptedException {
    List<Finding> all =
        new Doctor(cluster, options, options.firstWriter(), 0, ignored -> {}).examine();
    assertTrue(all.stream().noneMatch(each -> each.id().startsWith("istio.")), all::toString);
    return all.stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  @Test
  void theKeysThatKubernetesShowsEveryAccountAreEnough() throws InterruptedException {
    cluster.with(DISCOVERY);
    assertEquals(Finding.Level.OK, found(OPTIONS, "door.keys").level());
  }

  @Test
  void whereThatWasTakenAwayTheDoorGetsItsOwn() throws InterruptedException {
    Finding finding = found(OPTIONS, "door.keys");
    assertEquals(Finding.Level.WARNING, finding.level());
    assertTrue(
        finding.remedy().toString().contains("--serviceaccount=kube-registry:kube-registry"),
        finding::toString);
    cluster.with(
        DISCOVERY.replace(
            "{kind: Group, name: system:serviceaccounts}",
            "{kind: ServiceAccount, name: kube-registry, namespace: kube-registry}"));
    assertEquals(Finding.Level.OK, found(OPTIONS, "door.keys").level());
  }

  @Test
  void withoutNativeSidecarsThereIsNoDoor() throws InterruptedException {
    cluster.version = new ServerVersion(1, 28, "v1.28.0");
    assertEquals(Finding.Level.BLOCKER, found(OPTIONS, "door.sidecars").level());
  }

  @Test
  void aPlainRegistryIsCalledPlain() throws InterruptedException {
    Finding finding = found(OPTIONS.withProtection(Protection.PLAIN), ProtectionCheck.ID);
    assertEquals(Finding.Level.WARNING, finding.level());
    assertTrue(finding.sentence().contains("not encrypted, no identities"), finding::sentence);
  }

  @Test
  void connectingNeedsTheDoorsNamespaceAndNoOther() throws InterruptedException {
    cluster.lacking =
        request ->
            request.resource().equals("pods/portforward")
                && !request.namespace().equals("kube-registry");
    assertEquals(Finding.Level.OK, found(OPTIONS, "rights.connect").level());
    AccessRequest authority =
        new AccessRequest("get", "", "configmaps", "kube-registry", "mooring-authority");
    cluster.lacking = authority::equals;
    assertEquals(Finding.Level.WARNING, found(OPTIONS, "rights.connect").level());
  }
}
