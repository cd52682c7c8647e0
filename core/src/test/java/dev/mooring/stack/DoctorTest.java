package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Kind;
import dev.mooring.cluster.KubeObject;
import dev.mooring.cluster.ServerVersion;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Remedy;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.Rendering;
import dev.mooring.stack.render.Surroundings;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DoctorTest {
  private final CannedCluster cluster = new CannedCluster();
  private StackOptions options = StackOptions.defaults();
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
    return new Doctor(cluster, options, options.firstWriter(), localPort, ignored -> {})
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
    cluster.delete(Kind.DEPLOYMENT, "istio-system", "istiod", Duration.ZERO);
    expect("istio.control-plane", Finding.Level.BLOCKER, "istiod isn't installed");
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
  void aPodOnThePortOfTheEntranceForLaptopsIsNamed() throws InterruptedException {
    options = options.withEntrance(EntranceMode.NODE);
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: other, namespace: mooring-entrance-team-a}
        spec: {nodeName: node-a, containers: [{ports: [{hostPort: 9443}]}]}
        """);
    expect("port.entrance", Finding.Level.BLOCKER, "mooring-entrance-team-a/other on node-a");
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
    assertEquals(
        "mooring config crio",
        assertInstanceOf(Remedy.Command.class, examine().get("nodes.runtime").remedy()).command());
  }

  @Test
  void nodesThatNoProxyIsBuiltForAreNamed() throws InterruptedException {
    node("node-p", "status: {nodeInfo: {architecture: ppc64le}}");
    expect("nodes.architecture", Finding.Level.WARNING, "no entrance on node-p");
  }

  private void daemons(String namespace, String name, String more) {
    cluster.with(
        """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: %s, namespace: %s}
        spec: {template: {spec: {containers: [%s]}}}
        """
            .formatted(name, namespace, more));
  }

  private void setting(String name, String data) {
    cluster.with(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s, namespace: kube-system}
        data: {%s}
        """
            .formatted(name, data));
  }

  @Test
  void aNetworkWithoutHostPortsIsNamed() throws InterruptedException {
    expect("network.host-ports", Finding.Level.OK, "verification pulls on every node");
    daemons("kube-flannel", "kube-flannel-ds", "");
    expect("network.host-ports", Finding.Level.OK, "kube-flannel-ds supports them");
    daemons("kube-system", "calico-node", "{env: [{name: FELIX_BPFENABLED, value: 'true'}]}");
    expect("network.host-ports", Finding.Level.WARNING, "eBPF mode");
    daemons("kube-system", "calico-node", "{name: calico-node}");
    expect("network.host-ports", Finding.Level.OK, "Calico supports them");
    cluster.with(
        "{apiVersion: crd.projectcalico.org/v1, kind: FelixConfiguration, metadata: {name:"
            + " default}, spec: {bpfEnabled: true}}");
    expect("network.host-ports", Finding.Level.WARNING, "eBPF mode");
  }

  @Test
  void ciliumServesHostPortsWhenItIsTold() throws InterruptedException {
    daemons("kube-system", "cilium", "");
    setting("cilium-config", "kube-proxy-replacement: 'false'");
    expect("network.host-ports", Finding.Level.WARNING, "doesn't replace kube-proxy");
    setting("cilium-config", "kube-proxy-replacement: 'true'");
    expect("network.host-ports", Finding.Level.OK, "Cilium supports them");
    setting("cilium-config", "cni-chaining-mode: portmap");
    expect("network.host-ports", Finding.Level.OK, "Cilium supports them");
  }

  @Test
  void kubeProxysModeIsToldAndMattersNot() throws InterruptedException {
    expect("network.kube-proxy", Finding.Level.OK, "none was found");
    setting("kube-proxy", "config.conf: 'mode: nftables'");
    expect("network.kube-proxy", Finding.Level.OK, "mode nftables; host ports don't depend on it");
    setting("kube-proxy", "config.conf: 'mode: \"\"'");
    expect("network.kube-proxy", Finding.Level.OK, "mode iptables");
  }

  @Test
  void aRightThatIsMissingIsNamedAndStopsNoOtherLook() throws InterruptedException {
    cluster.refused.add("pods/portforward");
    cluster.hidden.add("Node");
    expect("rights.connect", Finding.Level.WARNING, "pods/portforward in mooring-entrance");
    expect("nodes.ready", Finding.Level.WARNING, "couldn't be checked");
    expect("storage.class", Finding.Level.OK, "standard");
  }

  @Test
  void thePortThatIsConfiguredHereIsLookedAtAndNotTheNodes() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      localPort = taken.getLocalPort();
      expect("port.local", Finding.Level.OK, "Mooring itself uses " + localPort);
    }
    expect("port.local", Finding.Level.OK, localPort + " is free");
  }

  private static final String OURS =
      "labels: {app.kubernetes.io/managed-by: mooring, app.kubernetes.io/part-of: kube-registry}";

  private void istiod(String more) {
    cluster.with(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod, namespace: istio-system, labels: {app: istiod}}
        %s
        """
            .formatted(more));
  }

  @Test
  void theClusterIsNamedWithItsVersionAndAnOldOneIsWarnedOf() throws InterruptedException {
    expect("cluster.server", Finding.Level.OK, "https://192.0.2.1, Kubernetes v1.35.4");
    cluster.version = new ServerVersion(1, 27, "v1.27.0");
    expect("cluster.server", Finding.Level.OK, "v1.27.0");
    cluster.version = new ServerVersion(1, 26, "v1.26.9");
    expect("cluster.server", Finding.Level.WARNING, "v1.26.9");
  }

  @Test
  void anIstiodThatIsNotReadyBlocks() throws InterruptedException {
    istiod("spec: {template: {spec: {containers: [{image: 'example:5000/pilot'}]}}}");
    expect(
        "istio.control-plane",
        Finding.Level.BLOCKER,
        "version unknown, revision default, namespace istio-system: istiod isn't ready");
    istiod("status: {readyReplicas: 0}");
    expect("istio.control-plane", Finding.Level.BLOCKER, "isn't ready");
  }

  @Test
  void anIstiodThatOnlyARevisionNamesIsFoundInItsNamespace() throws InterruptedException {
    cluster.delete(Kind.DEPLOYMENT, "istio-system", "istiod", Duration.ZERO);
    cluster.with(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod-1-30, namespace: mesh-control, labels: {app: istiod, istio.io/rev: 1-30}}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: istiod-1-31, namespace: mesh-control, labels: {app: istiod, istio.io/rev: 1-31}}
        status: {readyReplicas: 2}
        ---
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: istio, labels: {istio.io/rev: 1-31}}
        webhooks:
        - name: rev.object.sidecar-injector.istio.io
          clientConfig: {service: {name: istiod-1-31, namespace: mesh-control}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio-1-31, namespace: mesh-control}
        data: {mesh: "trustDomain: corp.example"}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: istio-sidecar-injector-1-31, namespace: mesh-control}
        data:
          values: '{"global": {"hub": "docker.io/istio", "tag": "1.31.0", "variant": "distroless",
            "proxy": {"clusterDomain": "k8s.corp", "image": "proxyv2"}}}'
        ---
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: mesh-control}
        spec: {mtls: {mode: STRICT}}
        """);
    expect("istio.control-plane", Finding.Level.OK, "revision 1-31, namespace mesh-control");
    expect("istio.injector", Finding.Level.OK, "revision 1-31");
    expect("istio.mtls", Finding.Level.OK, "mesh STRICT");
    expect("istio.domains", Finding.Level.OK, "trust domain corp.example, cluster domain k8s.corp");
    expect("istio.proxy-image", Finding.Level.OK, "docker.io/istio/proxyv2:1.31.0-distroless");
    options = options.withImageRegistry("mirror.corp.example");
    expect("istio.proxy-image", Finding.Level.WARNING, "isn't in mirror.corp.example");
    assertEquals(
        "Copy it to mirror.corp.example/istio/proxyv2:1.31.0-distroless and set Istio's global.hub"
            + " to match, or make sure that the nodes have it",
        examine().get("istio.proxy-image").whatToDo());
  }

  @Test
  void anAmbientMeshIsToldByItsZtunnel() throws InterruptedException {
    assertNull(examine().get("istio.ambient"));
    cluster.with(AmbientTest.RECORDED);
    expect("istio.ambient", Finding.Level.OK, "ztunnel runs on 2 nodes");
    cluster.with(
        "{apiVersion: v1, kind: Namespace, metadata: {name: kube-registry, labels:"
            + " {istio.io/dataplane-mode: ambient}}}");
    expect("istio.ambient", Finding.Level.OK, "namespace kube-registry takes part");
  }

  @Test
  void nativeSidecarsAreOffWhereTheClusterIsTooOldOrIstiodIsToldSo() throws InterruptedException {
    expect("istio.native-sidecars", Finding.Level.OK, "the default of this Istio version");
    cluster.version = new ServerVersion(1, 28, "v1.28.0");
    expect("istio.native-sidecars", Finding.Level.WARNING, "doesn't complete by itself");
    cluster.version = new ServerVersion(1, 29, "v1.29.0");
    String env =
        "{status: {readyReplicas: 1}, spec: {template: {spec: {containers: [{env: [{name: X,"
            + " value: 'false'}, {name: ENABLE_NATIVE_SIDECARS, value: '%s'}]}]}}}}";
    istiodWith(env.formatted("false"));
    expect("istio.native-sidecars", Finding.Level.WARNING, "off");
    istiodWith(env.formatted("true"));
    expect("istio.native-sidecars", Finding.Level.OK, "ENABLE_NATIVE_SIDECARS=true");
  }

  private void istiodWith(String fields) {
    Document more = Documents.yaml(fields, "test").getFirst();
    KubeObject plane = cluster.get(Kind.DEPLOYMENT, "istio-system", "istiod").orElseThrow();
    cluster.apply(
        new KubeObject(
            plane.document().with(more.at("spec"), "spec").with(more.at("status"), "status")));
  }

  @Test
  void withoutAnInjectorTheRegistryWouldHaveNoMutualTls() throws InterruptedException {
    expect("istio.injector", Finding.Level.OK, "injects labeled pods");
    cluster.with(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: istio, labels: {istio.io/rev: canary}}
        webhooks: [{name: rev.object.sidecar-injector.istio.io}]
        """);
    expect("istio.injector", Finding.Level.OK, "revision canary");
    cluster.with(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: MutatingWebhookConfiguration
        metadata: {name: istio, labels: {istio.io/rev: canary}}
        webhooks: [{name: something.else}]
        """);
    expect("istio.injector", Finding.Level.BLOCKER, "no sidecar injector");
  }

  @Test
  void theMeshsMutualTlsIsToldAndMayBeOff() throws InterruptedException {
    expect("istio.mtls", Finding.Level.OK, "mesh PERMISSIVE, the registry is always STRICT");
    cluster.with(
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: a, namespace: istio-system}
        spec: {selector: {matchLabels: {app: x}}, mtls: {mode: DISABLE}}
        ---
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: istio-system}
        spec: {mtls: {mode: STRICT}}
        """);
    expect("istio.mtls", Finding.Level.OK, "mesh STRICT");
    cluster.with(
        """
        apiVersion: security.istio.io/v1
        kind: PeerAuthentication
        metadata: {name: default, namespace: istio-system}
        spec: {mtls: {mode: DISABLE}}
        """);
    expect("istio.mtls", Finding.Level.WARNING, "the mesh disables it");
  }

  @Test
  void aChosenStorageClassHasToBeThere() throws InterruptedException {
    options = options.withStorageClass("standard");
    expect("storage.class", Finding.Level.OK, "StorageClass standard exists");
    options = options.withStorageClass("fast");
    expect("storage.class", Finding.Level.BLOCKER, "StorageClass fast doesn't exist");
  }

  @Test
  void withoutADefaultClassOnlyAClaimThatStandsDoes() throws InterruptedException {
    cluster.with("{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: standard}}");
    expect("storage.class", Finding.Level.BLOCKER, "there is no default StorageClass");
    cluster.with(
        "{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: kube-registry, namespace:"
            + " kube-registry}}");
    expect("storage.class", Finding.Level.WARNING, "already has its PersistentVolumeClaim");
    expect("stack.state", Finding.Level.OK, "the images of a previous installation are kept");
  }

  @Test
  void aNamespaceOfOthersThatForbidsHostPortsBlocks() throws InterruptedException {
    expect("pod-security", Finding.Level.OK, "mooring-node allows the host port");
    String namespace =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: mooring-node, labels: {pod-security.kubernetes.io/enforce: %s%s}}
        """;
    cluster.with(namespace.formatted("baseline", ""));
    expect("pod-security", Finding.Level.BLOCKER, "namespace mooring-node enforces baseline");
    cluster.with(namespace.formatted("privileged", ""));
    expect("pod-security", Finding.Level.OK, "");
    cluster.with(namespace.formatted("baseline", ", " + OURS.substring(9, OURS.length() - 1)));
    expect("pod-security", Finding.Level.OK, "");
    cluster.with("{apiVersion: v1, kind: Namespace, metadata: {name: mooring-node}}");
    expect("pod-security", Finding.Level.OK, "");
  }

  @Test
  void anAnnouncementOfAnotherRegistryIsNamedAndOurOwnIsFine() throws InterruptedException {
    expect("hosting", Finding.Level.OK, "no other registry is announced");
    String announcement =
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: local-registry-hosting, namespace: kube-public, %s}
        data: {localRegistryHosting.v1: "%s"}
        """;
    cluster.with(announcement.formatted(OURS, "host: localhost:5000"));
    expect("hosting", Finding.Level.OK, "announces localhost:5000");
    cluster.with(announcement.formatted("labels: {}", "host: other:5000"));
    expect("hosting", Finding.Level.WARNING, "announces other:5000, which isn't this registry");
    cluster.with(announcement.formatted("labels: {}", "help: none"));
    expect("hosting", Finding.Level.WARNING, "announces no registry");
    cluster.with(announcement.formatted("labels: {}", "[: {"));
    expect("hosting", Finding.Level.WARNING, "in an invalid format");
  }

  @Test
  void aStackThatIsNotReadySaysWhyAndOneThatIsSaysItsImage() throws InterruptedException {
    expect("stack.state", Finding.Level.OK, "not installed");
    new Rendering(options, Surroundings.usual()).objects().forEach(cluster::apply);
    expect("stack.state", Finding.Level.WARNING, "not ready: the registry is starting");
    expect("stack.image", Finding.Level.WARNING, "is referenced by tag");
  }

  private void node(String name, String more) {
    cluster.with(
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s}
        %s
        """
            .formatted(name, more));
  }

  @Test
  void aClusterWithoutANodeThatIsReadyOrSchedulableBlocks() throws InterruptedException {
    expect("nodes.ready", Finding.Level.OK, "1 ready");
    expect("nodes.schedulable", Finding.Level.OK, "all");
    expect("nodes.address", Finding.Level.OK, "IPv4");
    expect("nodes.runtime", Finding.Level.OK, "containerd://2.2.9");
    node("node-a", "spec: {unschedulable: true}");
    expect("nodes.ready", Finding.Level.BLOCKER, "no node is ready");
    expect("nodes.schedulable", Finding.Level.BLOCKER, "cordoned: node-a");
  }

  @Test
  void ofManyNodesTheFirstFiveAreNamed() throws InterruptedException {
    for (int i = 1; i <= 5; i++) {
      node("x" + i, "");
    }
    expect("nodes.ready", Finding.Level.WARNING, "not ready: x1, x2, x3, x4, x5");
    node("x6", "");
    node("x7", "");
    expect("nodes.ready", Finding.Level.WARNING, "not ready: x1, x2, x3, x4, x5 and 2 more");
  }

  @Test
  void aNodeWithBothKindsOfAddressIsReachedByItsFirst() throws InterruptedException {
    node(
        "node-b",
        "status: {addresses: [{type: InternalIP, address: 'fd00::1'}, {type: InternalIP, address:"
            + " 192.0.2.8}, {type: Hostname, address: b}]}");
    expect("nodes.address", Finding.Level.OK, "IPv4");
  }

  private void holding(String name, String labels, String more) {
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: mooring-node, %s}
        spec: {nodeName: node-a, containers: [{ports: [{hostPort: 5000}]}]}
        %s
        """
            .formatted(name, labels, more));
  }

  @Test
  void ourOwnPodsAndThoseThatEndedDoNotHoldThePort() throws InterruptedException {
    holding("own", OURS, "");
    holding("done", "labels: {}", "status: {phase: Succeeded}");
    holding("failed", "labels: {}", "status: {phase: Failed}");
    cluster.with(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: other-port, namespace: web}
        spec: {containers: [{ports: [{hostPort: 5001}, {containerPort: 5000}]}]}
        """);
    expect("port.nodes", Finding.Level.OK, "no pod uses host port 5000");
    options = options.withNodePort(5001);
    expect("port.nodes", Finding.Level.BLOCKER, "host port 5001 is used by Pod web/other-port");
  }

  @Test
  void rightsThatAnOlderMooringNeededAreNamedWithTheCommandThatRemovesThem()
      throws InterruptedException {
    expect("rights.wide", Finding.Level.OK, "none beyond what a push needs");
    cluster.with(
        """
        {apiVersion: rbac.authorization.k8s.io/v1, kind: Role,
         metadata: {name: mooring-connect, namespace: istio-system}}
        ---
        {apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding,
         metadata: {name: mooring-connect-ana, namespace: kube-registry}}
        ---
        {apiVersion: rbac.authorization.k8s.io/v1, kind: Role,
         metadata: {name: mooring-connector, namespace: kube-registry}}
        """);
    expect(
        "rights.wide",
        Finding.Level.WARNING,
        "Role istio-system/mooring-connect, RoleBinding kube-registry/mooring-connect-ana allow");
    assertEquals(
        "kubectl -n istio-system delete role mooring-connect && kubectl -n kube-registry delete"
            + " rolebinding mooring-connect-ana",
        assertInstanceOf(Remedy.Command.class, examine().get("rights.wide").remedy()).command());
  }

  @Test
  void whoSeesOneNamespaceOnlyStillFindsIstiod() throws InterruptedException {
    cluster.hiddenEverywhere.add("Deployment");
    expect("istio.control-plane", Finding.Level.OK, "1.31.0");
  }
}
