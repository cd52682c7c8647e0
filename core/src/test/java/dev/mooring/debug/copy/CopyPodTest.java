package dev.mooring.debug.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.debug.container.DebugImage;
import dev.mooring.debug.container.Patience;
import dev.mooring.debug.delve.DelveSources;
import dev.mooring.debug.subject.Privileges;
import dev.mooring.debug.subject.TargetContainer;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.program.GoBinary;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CopyPodTest {
  private static final KubeObject POD =
      object(
          """
          apiVersion: v1
          kind: Pod
          metadata:
            name: hello-7d9c-x
            namespace: shop
            labels: {app: hello, pod-template-hash: 7d9c}
            ownerReferences: [{controller: true, kind: ReplicaSet, name: hello-7d9c}]
          spec:
            nodeName: node-a
            containers: [{name: app, image: 'shop/app:1'}, {name: istio-proxy, image: proxy}]
          """);
  private static final Document TEMPLATE =
      object(
              """
              serviceAccountName: hello
              hostname: hello-0
              hostNetwork: true
              nodeSelector: {disk: fast}
              readinessGates: [{conditionType: x}]
              volumes:
              - {name: data, persistentVolumeClaim: {claimName: data}}
              - {name: tmp, emptyDir: {}}
              initContainers: [{name: prep, image: 'shop/prep:1'}]
              containers:
              - name: app
                image: shop/app:1
                command: [/app]
                args: ["$(X); touch /tmp/x"]
                ports: [{containerPort: 8080, hostPort: 80}]
                env: [{name: X, value: y}]
                resources: {limits: {memory: 64Mi}}
                livenessProbe: {httpGet: {port: 8080}}
                startupProbe: {httpGet: {port: 8080}}
                readinessProbe: {httpGet: {port: 8080}}
                lifecycle: {postStart: {httpGet: {port: 1}}}
                volumeMounts: [{name: data, mountPath: /data}, {name: tmp, mountPath: /tmp}]
                securityContext: {runAsUser: 1000}
              - {name: cache, image: 'shop/cache:1', livenessProbe: {exec: {command: [x]}}}
              """)
          .document();
  private static final Map<String, String> LABELS =
      Map.of(
          "app", "hello",
          "pod-template-hash", "7d9c",
          "istio.io/rev", "canary",
          "argocd.argoproj.io/instance", "shop");
  private static final HeldProgram PROGRAM =
      new HeldProgram(7, "/opt/my app/$x", List.of("/app", "y; touch /tmp/x"), Optional.of(go()));
  private static final LanguageRuntime GO =
      new GoRuntime(new DelveSources(Path.of("none"), Optional::empty), Patience.USUAL);

  @Test
  void theProgramBeginsUnderDelveWithItsOwnWordsAndWithoutAShell() {
    Document app = container(copy(Optional.empty()), "app");
    List<String> command = app.at("command").texts();
    assertEquals(List.of("/mooring-debug/mooring-dlv", "exec"), command.subList(0, 2));
    assertTrue(command.contains("--listen=127.0.0.1:20001"), command::toString);
    assertFalse(command.contains("--continue"), command::toString);
    assertEquals(
        List.of("/opt/my app/$$x", "--", "$(X); touch /tmp/x"),
        command.subList(command.size() - 3, command.size()));
    assertTrue(app.at("args").isNothing());
    assertEquals(TEMPLATE.at("containers").items().getFirst().at("env"), app.at("env"));
  }

  @Test
  void nothingKillsItWhileItStandsAndItHasRoomForDelve() {
    KubeObject copy = copy(Optional.empty());
    Document app = container(copy, "app");
    for (String each : List.of("livenessProbe", "startupProbe", "readinessProbe", "lifecycle")) {
      assertTrue(app.at(each).isNothing(), each);
    }
    assertTrue(container(copy, "cache").at("livenessProbe").isNothing());
    assertEquals(
        String.valueOf((64L + 256) << 20), app.at("resources", "limits", "memory").textOrEmpty());
    assertEquals("64Mi", app.at("resources", "requests", "memory").textOrEmpty());
    assertEquals("Never", copy.at("spec", "restartPolicy").textOrEmpty());
    assertTrue(copy.at("spec", "activeDeadlineSeconds").integer().orElse(0L) > 0);
  }

  @Test
  void itStandsBesideTheOriginalAndTakesNothingFromIt() {
    KubeObject copy = copy(Optional.empty());
    assertEquals("node-a", copy.at("spec", "nodeName").textOrEmpty());
    for (String each : List.of("hostname", "hostNetwork", "nodeSelector", "readinessGates")) {
      assertTrue(copy.at("spec", each).isNothing(), each);
    }
    Document app = container(copy, "app");
    assertTrue(app.at("ports").items().getFirst().at("hostPort").isNothing());
    assertTrue(app.at("volumeMounts").items().get(0).at("readOnly").isTrue(), "what outlives it");
    assertFalse(app.at("volumeMounts").items().get(1).at("readOnly").isTrue(), "its own");
    assertTrue(copy.at("metadata", "ownerReferences").isNothing());
    assertEquals("hello", copy.at("spec", "serviceAccountName").textOrEmpty());
  }

  @Test
  void itHasNoLabelByWhichItCouldGetTraffic() {
    assertEquals(
        Map.of(
            "app.kubernetes.io/managed-by", "mooring",
            "mooring.dev/debug-copy", "true",
            "istio.io/rev", "canary"),
        copy(Optional.empty()).labels());
  }

  @Test
  void withTrafficItHasTheLabelsOfServicesButNoneOfControllers() {
    KubeObject copy = copy(Optional.of(new CopyPod.Traffic(Optional.of(8080L))));
    assertEquals("hello", copy.labels().get("app"));
    assertFalse(copy.labels().containsKey("pod-template-hash"));
    assertFalse(container(copy, "app").at("readinessProbe").isNothing());
    assertFalse(container(copy, CopyPod.WITNESS).isNothing(), "ends when Mooring is gone");
  }

  @Test
  void withTrafficAndWithoutAProbeItTakesRequestsOnlyOnceItListens() {
    Document bare = CopyContainers.whenListening(Document.of(Map.of()), Optional.of(8080L));
    assertEquals(8080L, bare.at("readinessProbe", "tcpSocket", "port").integer().orElseThrow());
  }

  @Test
  void delveComesByAnInitContainerOfTheProgramsOwnUser() {
    KubeObject copy = copy(Optional.empty());
    List<Document> init = copy.at("spec", "initContainers").items();
    assertEquals(
        List.of("mooring-debug", "prep"),
        init.stream().map(each -> each.at("name").textOrEmpty()).toList());
    assertEquals(1000L, init.getFirst().at("securityContext", "runAsUser").integer().orElse(0L));
    assertEquals("Never", init.getFirst().at("imagePullPolicy").textOrEmpty());
    assertTrue(container(copy, "app").at("volumeMounts").items().getLast().at("readOnly").isTrue());
  }

  @Test
  void whereItIsOnlyLookedAtNothingElseRuns() {
    KubeObject pod = pod(Optional.empty()).looking(Patience.USUAL);
    assertEquals(
        List.of("mooring-debug", "app"),
        pod.at("spec", "containers").stream().map(each -> each.at("name").textOrEmpty()).toList());
    assertTrue(pod.at("spec", "initContainers").isNothing());
    assertTrue(pod.at("spec", "shareProcessNamespace").isTrue());
    assertEquals(List.of("/app"), container(pod, "app").at("command").texts());
    assertEquals("20m", container(pod, "app").at("resources", "limits", "cpu").textOrEmpty());
    assertEquals("false", pod.labels().get("sidecar.istio.io/inject"));
  }

  private static KubeObject copy(Optional<CopyPod.Traffic> traffic) {
    return pod(traffic).debugging(GO, PROGRAM, 20_001, Patience.USUAL);
  }

  private static CopyPod pod(Optional<CopyPod.Traffic> traffic) {
    return new CopyPod(
        new TargetContainer(POD, "app"),
        new PodTemplate(Optional.empty(), LABELS, Map.of("prometheus.io/scrape", "true"), TEMPLATE),
        new Copies.Name("hello-debug-b", "00"),
        traffic,
        DebugImage.onNode("busybox"),
        new Privileges(Document.of(Map.of("runAsUser", 1000L)), false, "uid 1000"));
  }

  private static Document container(KubeObject pod, String name) {
    return pod.at("spec", "containers").stream()
        .filter(each -> each.at("name").textOrEmpty().equals(name))
        .findFirst()
        .orElse(Document.nothing());
  }

  private static GoBinary go() {
    return new GoBinary("go1.26.8", "shop/app", "shop", Map.of(), "amd64", 5, List.of());
  }

  private static KubeObject object(String yaml) {
    return new KubeObject(Documents.yaml(yaml, "test").getFirst());
  }
}
