package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import org.junit.jupiter.api.Test;

/// Which image an install runs: by digest where a node knows one, by its tag with a finding where
/// none does.
final class DigestsTest {
  private static final String TAG = "registry.example:5443/library/registry:3";
  private static final String REPOSITORY = "registry.example:5443/library/registry";
  private static final String ONE = REPOSITORY + "@sha256:" + "1".repeat(64);
  private static final String OTHER = REPOSITORY + "@sha256:" + "2".repeat(64);
  private static final StackOptions OPTIONS = StackOptions.defaults().withRegistryImage(TAG);

  private final CannedCluster cluster = new CannedCluster();

  private void node(String name, String... images) {
    cluster.with(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s}
        status: {images: [{names: ["docker.io/library/busybox:1"]}, {names: ["%s"]}]}
        """
            .formatted(name, String.join("\", \"", images)));
  }

  private void installed(StackOptions recorded, String running) {
    new Rendering(recorded, Surroundings.usual().withImage(running))
        .objects()
        .forEach(cluster::apply);
  }

  private void registryPod(String imageId) {
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: r, namespace: kube-registry, labels: {app: kube-registry}}
        status:
          containerStatuses:
          - {name: istio-proxy, imageID: "%s"}
          - {name: registry, imageID: "%s"}
        """
            .formatted(OTHER, imageId));
  }

  private String resolved() throws InterruptedException {
    return new Digests(cluster, OPTIONS).resolve();
  }

  private Finding finding() throws InterruptedException {
    return new Digests(cluster, OPTIONS).finding();
  }

  /// The image of the registry's container as an install would apply it.
  private String applied(StackOptions options) throws InterruptedException {
    KubeObject deployment =
        new ClusterStack(
                cluster,
                new CannedTunnels(),
                ignored -> {
                  throw new AssertionError();
                })
            .render(options).stream()
                .filter(each -> each.words().equals("Deployment kube-registry/kube-registry"))
                .findFirst()
                .orElseThrow();
    return Readiness.image(deployment);
  }

  @Test
  void whatANodeKnowsByDigestIsInstalledByDigest() throws InterruptedException {
    node("node-a", TAG, ONE);
    node("node-b", "registry.example:5443/library/other:3");
    assertEquals(ONE, applied(OPTIONS));
  }

  @Test
  void whereNoNodeKnowsADigestTheTagIsInstalledAndFoundFault() throws InterruptedException {
    node("node-a", TAG);
    assertEquals(TAG, applied(OPTIONS));
    installed(OPTIONS, "");
    Finding finding = finding();
    assertEquals(Finding.Level.WARNING, finding.level());
    assertEquals(
        TAG + " is referenced by tag, and tags can move to another image", finding.sentence());
    assertTrue(finding.whatToDo().contains("--registry-image NAME@sha256:"), finding::whatToDo);
  }

  @Test
  void theRunningPodsDigestIsOfferedToPinATag() throws InterruptedException {
    installed(OPTIONS, "");
    registryPod(ONE);
    assertEquals(
        new Remedy.Command("Pin it", "mooring install --registry-image " + ONE),
        finding().remedy());
  }

  @Test
  void aDigestThatCouldNotBePulledIsNotOffered() throws InterruptedException {
    installed(OPTIONS, "");
    for (String each : new String[] {"sha256:" + "1".repeat(64), "other@sha256:1", ""}) {
      registryPod(each);
      assertEquals(Remedy.Advice.class, finding().remedy().getClass(), each);
    }
  }

  @Test
  void nodesThatDisagreePinNothing() throws InterruptedException {
    node("node-a", TAG, ONE);
    node("node-b", TAG, OTHER);
    assertEquals("", resolved());
  }

  @Test
  void nodesThatAgreePinTheImage() throws InterruptedException {
    node("node-a", TAG, ONE);
    node("node-b", ONE, TAG);
    assertEquals(ONE, resolved());
  }

  @Test
  void theDigestOfAnotherTagIsNotTaken() throws InterruptedException {
    node("node-a", REPOSITORY + ":2", ONE);
    assertEquals("", resolved());
  }

  @Test
  void theDigestOfAnotherRepositoryIsNotTaken() throws InterruptedException {
    node("node-a", TAG, "mirror.example/registry@sha256:" + "1".repeat(64));
    assertEquals("", resolved());
  }

  @Test
  void whatWasAskedForByDigestStays() throws InterruptedException {
    node("node-a", TAG, OTHER);
    assertEquals(ONE, applied(OPTIONS.withRegistryImage(ONE)));
  }

  @Test
  void anInstallThatAsksForTheSameKeepsWhatRuns() throws InterruptedException {
    installed(OPTIONS, ONE);
    node("node-a", TAG, OTHER);
    assertEquals(ONE, resolved());
  }

  @Test
  void anInstallThatAsksForAnotherImageGetsThat() throws InterruptedException {
    installed(OPTIONS.withRegistryImage(REPOSITORY + ":2"), OTHER);
    node("node-a", TAG, ONE);
    assertEquals(ONE, resolved());
  }

  @Test
  void withoutARecordWhatRunsIsWhatWasAskedFor() throws InterruptedException {
    installed(OPTIONS, "");
    cluster.delete(Kind.CONFIG_MAP, "kube-registry", "mooring-stack", java.time.Duration.ZERO);
    node("node-a", TAG, ONE);
    assertEquals(TAG, resolved());
  }

  @Test
  void aDeploymentOfSomebodyElseSaysNothingOfOurImage() throws InterruptedException {
    cluster.with(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: kube-registry, namespace: kube-registry}
        spec: {template: {spec: {containers: [{name: registry, image: "x:1"}]}}}
        """);
    assertEquals("not running", finding().sentence());
    assertEquals(Finding.Level.OK, finding().level());
  }

  @Test
  void aRegistryThatRunsByDigestIsAsItShouldBe() throws InterruptedException {
    installed(OPTIONS, ONE);
    assertEquals(Finding.ok("stack.image", "Registry image", "by digest"), finding());
  }

  @Test
  void whoMayNotSeeNodesInstallsByTag() throws InterruptedException {
    node("node-a", TAG, ONE);
    cluster.hidden.add("Node");
    assertEquals("", resolved());
  }

  @Test
  void anImageWithoutATagIsPinnedToo() throws InterruptedException {
    node("node-a", REPOSITORY, ONE);
    assertEquals(ONE, new Digests(cluster, OPTIONS.withRegistryImage(REPOSITORY)).resolve());
  }
}
