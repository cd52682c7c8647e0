package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.AccessRequest;
import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.identity.ServiceAccount;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.render.Grants;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.PodPort;
import dev.mooring.tunnel.Tunnels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class JobRightsTest {
  private final CannedCluster cluster = new CannedCluster();
  private static final ServiceAccount ANA = new ServiceAccount("shop", "ana");

  private StackOptions options = StackOptions.defaults();
  private ServiceAccount as = options.firstWriter();

  private Finding finding(String id) throws InterruptedException {
    return new JobRights(cluster, options, as)
        .findings().stream().filter(each -> each.id().equals(id)).findFirst().orElseThrow();
  }

  private Stack stack() {
    return new ClusterStack(
        cluster,
        new NoTunnels(),
        ignored -> {
          throw new AssertionError();
        });
  }

  private Problem refusedInstall() {
    return assertThrows(MooringException.class, () -> stack().install(options, Progress.none()))
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
  void aWriterWithNothingButWhatWasPrintedCanConnectByPortForwardToTheEntrance()
      throws InterruptedException {
    allowOnlyWriter(options);
    assertEquals("yes", finding("rights.connect").sentence());
  }

  @Test
  void aWriterNeedsNoPortForwardWhereTheEntranceHasAnAddress() throws InterruptedException {
    options = options.withEntrance(EntranceMode.NODE);
    allowOnlyWriter(options);
    assertEquals("yes", finding("rights.connect").sentence());
    cluster.lacking = request -> true;
    String missing = finding("rights.connect").sentence();
    assertTrue(missing.contains("list and watch pods in mooring-entrance"), missing);
    assertFalse(missing.contains("portforward"), missing);
  }

  @Test
  void whoeverReachesTheRegistrysPodAndIstiodNeedsNoEntrance() throws InterruptedException {
    cluster.lacking = request -> request.namespace().equals("mooring-entrance");
    assertEquals("yes", finding("rights.connect").sentence());
  }

  @Test
  void ofSeveralWaysTheNarrowestIsAskedFor() throws InterruptedException {
    cluster.lacking = request -> request.resource().equals("pods/portforward");
    Finding finding = finding("rights.connect");
    assertEquals(
        "missing: get and create pods/portforward in mooring-entrance", finding.sentence());
    assertFalse(
        assertInstanceOf(Remedy.Grant.class, finding.remedy()).role().contains("istio-system"));
  }

  /// Exactly what `writer add` prints for somebody who works as [#ANA].
  private void allowOnlyWriter(StackOptions options) {
    Writer writer = new Writer("ana", ANA.namespace(), ANA.name(), List.of("ana/*"));
    List<KubeObject> granted =
        new ArrayList<>(
            new Grants(options, writer, "ana")
                .rights().stream().map(each -> new KubeObject(each.object())).toList());
    granted.addAll(new Rendering(options, Surroundings.usual()).objects());
    Map<String, KubeObject> roles = new HashMap<>();
    granted.stream()
        .filter(each -> each.kind().equals("Role"))
        .forEach(each -> roles.put(each.namespace() + "/" + each.name(), each));
    List<KubeObject> held =
        granted.stream()
            .filter(each -> each.kind().equals("RoleBinding"))
            .map(
                each ->
                    Objects.requireNonNull(
                        roles.get(
                            each.namespace() + "/" + each.at("roleRef", "name").textOrEmpty())))
            .toList();
    cluster.lacking =
        request ->
            held.stream()
                .filter(role -> role.namespace().equals(request.namespace()))
                .flatMap(role -> role.at("rules").stream())
                .noneMatch(rule -> allows(rule, request));
    as = ANA;
  }

  private static boolean allows(Document rule, AccessRequest request) {
    List<String> names = rule.at("resourceNames").texts();
    return rule.at("resources").texts().contains(request.resource())
        && rule.at("verbs").texts().contains(request.verb())
        && (names.isEmpty() || names.contains(request.name()));
  }

  @Test
  void aRightThatIsMissingToUninstallStopsItBeforeAnythingIsRemoved() {
    new Rendering(options, Surroundings.usual()).objects().forEach(cluster::apply);
    List<String> before = cluster.names();
    cluster.lacking =
        request -> request.verb().equals("delete") && request.resource().equals("deployments");
    Problem problem =
        assertThrows(
                MooringException.class,
                () -> stack().uninstall(options, Stack.DataFate.KEEP, Progress.none()))
            .problem();
    assertEquals(Code.MISSING_RIGHT, problem.code());
    assertTrue(problem.why().contains("delete deployments.apps in kube-registry"), problem.why());
    assertEquals(before, cluster.names());
  }

  @Test
  void aNamespaceThatOthersUseNeedsNoRightToDeleteIt() throws InterruptedException {
    new Rendering(options, Surroundings.usual()).objects().forEach(cluster::apply);
    for (String each : List.of("kube-registry", "mooring-node", "mooring-entrance")) {
      cluster.with("{apiVersion: v1, kind: Pod, metadata: {name: other, namespace: " + each + "}}");
    }
    cluster.lacking =
        request -> request.verb().equals("delete") && request.resource().equals("namespaces");
    assertFalse(stack().uninstall(options, Stack.DataFate.DELETE, Progress.none()).isEmpty());
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

  @Test
  void archivesAreAskedForOnlyWhereThereIsAVolumeForThem() throws Exception {
    cluster.lacking = request -> request.resource().equals("pods/exec");
    assertTrue(
        new JobRights(cluster, options, as)
            .findings().stream().noneMatch(each -> each.id().equals("rights.archives")));
    options = options.withAdditions(options.additions().withArchives("10Gi"));
    Finding lacking = finding("rights.archives");
    assertEquals(Finding.Level.WARNING, lacking.level());
    assertTrue(lacking.sentence().contains("pods/exec"), lacking.sentence());
    cluster.lacking = request -> false;
    assertEquals(Finding.Level.OK, finding("rights.archives").level());
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
