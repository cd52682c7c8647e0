package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Finding;
import dev.mooring.stack.options.StackOptions;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DoctorTest {
  private final CannedCluster cluster = new CannedCluster();
  private int localPort = 0;

  @BeforeEach
  void usualCluster() {
    cluster.with(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: node-a}
        status:
          addresses: [{type: InternalIP, address: 192.0.2.7}]
          nodeInfo: {architecture: amd64, containerRuntimeVersion: "containerd://2.2.9"}
          conditions: [{type: Ready, status: "True"}]
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata:
          name: standard
          annotations: {storageclass.kubernetes.io/is-default-class: "true"}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: istio, labels: {istio.io/rev: default}}
        webhooks: [{name: object.sidecar-injector.istio.io}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system, labels: {app: istiod, istio.io/rev: default}}
        spec: {template: {spec: {containers: [{image: "istio/pilot:1.31.0"}]}}}
        status: {readyReplicas: 1}
        """);
  }

  private Map<String, Finding> examine() throws InterruptedException {
    StackOptions options = StackOptions.defaults();
    return new Doctor(cluster, options, options.location().account(), localPort, ignored -> {})
        .examine().stream().collect(Collectors.toMap(Finding::id, Function.identity()));
  }

  private void expect(String id, Finding.Level level, String part) throws InterruptedException {
    Finding finding = examine().get(id);
    assertEquals(level, finding.level(), finding.sentence());
    assertTrue(finding.sentence().contains(part), finding.sentence());
    assertEquals(level == Finding.Level.OK, finding.whatToDo().isEmpty());
  }

  @Test
  void aUsualClusterHasNoBlocker() throws InterruptedException {
    Map<String, Finding> findings = examine();
    assertTrue(findings.size() >= 12);
    assertTrue(
        findings.values().stream().noneMatch(each -> each.level() == Finding.Level.BLOCKER),
        findings::toString);
    expect("istio.control-plane", Finding.Level.OK, "1.31.0");
  }

  @Test
  void aClusterWithoutIstioCannotTakeIt() throws InterruptedException {
    cluster.delete(
        dev.mooring.cluster.Kind.DEPLOYMENT, "istio-system", "istiod", java.time.Duration.ZERO);
    expect("istio.control-plane", Finding.Level.BLOCKER, "no istiod");
  }

  @Test
  void aPodOnTheNodesPortIsNamed() throws InterruptedException {
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: other, namespace: web}
        spec: {nodeName: node-a, containers: [{ports: [{hostPort: 5000}]}]}
        """);
    expect("port.nodes", Finding.Level.BLOCKER, "web/other on node-a");
  }

  @Test
  void crioAndIpv6AreWarnedOf() throws InterruptedException {
    cluster.with(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: node-b}
        spec: {unschedulable: true}
        status:
          addresses: [{type: InternalIP, address: "2001:db8::1"}]
          nodeInfo: {architecture: arm64, containerRuntimeVersion: "cri-o://1.34"}
        """);
    expect("nodes.runtime", Finding.Level.WARNING, "node-b");
    expect("nodes.address", Finding.Level.WARNING, "node-b");
    expect("nodes.ready", Finding.Level.WARNING, "node-b");
    expect("nodes.schedulable", Finding.Level.WARNING, "node-b");
    expect("nodes.architecture", Finding.Level.OK, "amd64, arm64");
  }

  @Test
  void aRightThatIsMissingIsNamedAndStopsNoOtherLook() throws InterruptedException {
    cluster.refused.add("pods/portforward");
    cluster.hidden.add("Node");
    expect("rights.connect", Finding.Level.WARNING, "pods/portforward in mooring-entrance");
    expect("nodes.ready", Finding.Level.WARNING, "could not be looked at");
    expect("storage.class", Finding.Level.OK, "standard");
  }

  @Test
  void thePortThatIsConfiguredHereIsLookedAtAndNotTheNodes() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      localPort = taken.getLocalPort();
      expect("port.local", Finding.Level.OK, "Mooring itself holds " + localPort);
    }
    expect("port.local", Finding.Level.OK, localPort + " is free");
  }
}
