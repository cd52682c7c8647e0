package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Documents;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class JobRightsTest {
  private final CannedCluster cluster = new CannedCluster();
  private final StackOptions options = StackOptions.defaults();

  private Finding finding(String id) throws InterruptedException {
    return new JobRights(cluster, options)
        .findings().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private Problem refusedInstall() {
    return assertThrows(
            MooringException.class,
            () ->
                new ClusterStack(
                        cluster,
                        new NoTunnels(),
                        ignored -> {
                          throw new AssertionError();
                        })
                    .install(options, Progress.none()))
        .problem();
  }

  @Test
  void aDeveloperOfOneNamespaceIsToldYesThere() throws InterruptedException {
    cluster.lacking = request -> !request.namespace().equals("default");
    assertEquals(Finding.Level.OK, finding("rights.forward").level());
    assertEquals("yes, in namespace default", finding("rights.forward").sentence());
    assertEquals("yes, in namespace default", finding("rights.debug").sentence());
  }

  @Test
  void whoeverHasThemEverywhereIsToldSo() throws InterruptedException {
    assertEquals("yes, in all namespaces", finding("rights.debug").sentence());
  }

  @Test
  void debuggingWithoutTheRightToAttachIsNoted() throws InterruptedException {
    cluster.lacking = request -> request.resource().equals("pods/attach");
    Finding finding = finding("rights.debug");
    assertEquals(Finding.Level.WARNING, finding.level());
    assertTrue(finding.sentence().contains("get and create pods/attach in default"));
    assertTrue(
        assertInstanceOf(Remedy.Grant.class, finding.remedy()).role().contains("pods/attach"));
  }

  @Test
  void aMissingRightToInstallStopsTheInstallBeforeAnythingIsWritten() {
    cluster.lacking =
        request ->
            Set.of("deployments", "sidecars").contains(request.resource())
                && request.verb().equals("patch");
    Problem problem = refusedInstall();
    assertEquals(Code.MISSING_RIGHT, problem.code());
    assertTrue(problem.why().contains("patch deployments.apps in kube-registry"), problem.why());
    assertTrue(problem.why().contains("sidecars.networking.istio.io"), problem.why());
    Remedy.Grant grant = assertInstanceOf(Remedy.Grant.class, problem.remedy());
    Set<String> granted =
        Documents.yaml(grant.role(), "role").stream()
            .flatMap(role -> role.at("rules").items().stream())
            .flatMap(rule -> rule.at("resources").texts().stream())
            .collect(Collectors.toSet());
    assertEquals(Set.of("deployments", "sidecars"), granted);
    assertEquals(List.of(), cluster.names());
  }

  @Test
  void doctorBlocksOnARightToInstallOnlyWhereNothingIsInstalled() throws InterruptedException {
    cluster.lacking = request -> request.verb().equals("patch");
    assertEquals(Finding.Level.BLOCKER, finding("rights.install").level());
    new Rendering(options, Surroundings.usual()).objects().forEach(cluster::apply);
    assertEquals(Finding.Level.WARNING, finding("rights.install").level());
  }

  @Test
  void objectsThatStandNeedNoRightToCreateThem() throws InterruptedException {
    cluster.lacking = request -> request.verb().equals("create");
    assertEquals(Finding.Level.BLOCKER, finding("rights.install").level());
    new Rendering(options, Surroundings.usual()).objects().forEach(cluster::apply);
    assertEquals(Finding.Level.OK, finding("rights.install").level());
  }

  @Test
  void namespacesThatSomebodyElseMadeNeedNoRightToMakeThem() throws InterruptedException {
    cluster.with(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: kube-registry}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: mooring-node}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: mooring-entrance}
        """);
    cluster.lacking = request -> request.resource().equals("namespaces");
    assertEquals(Finding.Level.OK, finding("rights.install").level());
  }

  private static final class NoTunnels implements Tunnels {
    @Override
    public ByteStream open(PodPort port) {
      throw new AssertionError();
    }

    @Override
    public ByteStream attach(String namespace, String pod, String container) {
      throw new AssertionError();
    }

    @Override
    public void check(String namespace, String pod) {
      throw new AssertionError();
    }

    @Override
    public void close() {}
  }
}
