package dev.mooring.stack.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.EntranceMode;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RenderingTest {
  private static final StackOptions DEFAULTS = StackOptions.defaults();
  private static final StackOptions OTHERS =
      new StackOptions(
          "team-images",
          "images",
          "images-node",
          "images-entrance",
          "mirror.test/r@sha256:" + "a".repeat(64),
          "5Gi",
          "fast",
          5001,
          "ana",
          EntranceMode.NONE,
          List.of(),
          Protection.MESH,
          "mirror.test/envoy:1",
          "mirror.test",
          "corp.example",
          Additions.NONE);

  private static List<KubeObject> objects(StackOptions options) {
    return new Rendering(options, Surroundings.usual()).objects();
  }

  private static String text(List<KubeObject> objects) {
    StringBuilder text = new StringBuilder();
    objects.forEach(each -> text.append(Documents.json(each.document())).append('\n'));
    return text.toString();
  }

  private static KubeObject find(List<KubeObject> objects, String words) {
    return objects.stream().filter(each -> each.words().equals(words)).findFirst().orElseThrow();
  }

  @Test
  void everyObjectSaysWhoseItIs() {
    for (KubeObject each : objects(OTHERS)) {
      assertTrue(Ownership.belongs(each, OTHERS), each::words);
    }
  }

  @ParameterizedTest
  @EnumSource(Protection.class)
  void aVolumeForArchivesIsThereOnlyWhereItWasAskedFor(Protection protection) {
    StackOptions without = OTHERS.withProtection(protection);
    StackOptions with = without.withAdditions(without.additions().withArchives("7Gi"));
    KubeObject claim = find(objects(with), "PersistentVolumeClaim images/kube-registry-archives");
    assertEquals("7Gi", claim.at("spec", "resources", "requests", "storage").textOrEmpty());
    assertEquals("fast", claim.at("spec", "storageClassName").textOrEmpty());
    assertTrue(Ownership.belongs(claim, with));
    assertEquals(objects(with).size() - 1, objects(without).size());
  }

  @Test
  void noDefaultNameSurvivesOtherOptions() {
    String text = text(objects(OTHERS));
    for (String each :
        List.of(
            "ns/kube-registry",
            "kube-registry.kube-registry",
            "mooring-node\"",
            "\"namespace\":\"mooring-entrance\"",
            "\"namespace\":\"kube-registry\"",
            DEFAULTS.registryImage(),
            "30Gi",
            "localhost:5000",
            "sa/mooring")) {
      assertFalse(text.contains(each), each);
    }
    assertTrue(text.contains("\"hostPort\":5001"));
    assertTrue(text.contains("\"storageClassName\":\"fast\""));
    assertTrue(text.contains("writer.images.ana"));
    assertTrue(text.contains("images.registry.mooring.internal"));
  }

  @Test
  void whatIsNeededComesFirst() {
    List<String> kinds = objects(DEFAULTS).stream().map(KubeObject::kind).toList();
    assertEquals("Namespace", kinds.getFirst());
    assertTrue(kinds.lastIndexOf("AuthorizationPolicy") < kinds.indexOf("Deployment"));
    assertTrue(kinds.lastIndexOf("ServiceAccount") < kinds.indexOf("Deployment"));
    assertEquals("DaemonSet", kinds.getLast());
  }

  @Test
  void noObjectThatOtherNamespacesCouldBendIsAmongThem() {
    assertTrue(
        objects(DEFAULTS).stream()
            .noneMatch(each -> List.of("Gateway", "VirtualService").contains(each.kind())));
    for (KubeObject each : objects(DEFAULTS)) {
      if (List.of("ServiceEntry", "DestinationRule").contains(each.kind())) {
        assertEquals(List.of("."), each.at("spec", "exportTo").texts(), each::words);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyContainerAsksForSomethingAndHasABound(EntranceMode mode) {
    List<Document> containers = new ArrayList<>();
    objects(DEFAULTS.withEntrance(mode)).stream()
        .flatMap(each -> each.at("spec", "template", "spec", "containers").stream())
        .forEach(containers::add);
    assertEquals(3, containers.size());
    for (Document each : containers) {
      for (String side : List.of("requests", "limits")) {
        assertEquals(
            java.util.Set.of("cpu", "memory"),
            each.at("resources", side).strings().keySet(),
            each::toString);
      }
    }
  }

  @Test
  void podsNameTheRevisionThatInjects() {
    Surroundings canary = new Surroundings("canary", "mesh", "istiod-canary", "");
    List<KubeObject> objects = new Rendering(DEFAULTS, canary).objects();
    long named =
        objects.stream()
            .map(each -> each.at("spec", "template", "metadata", "labels", "istio.io/rev"))
            .filter(each -> each.textOrEmpty().equals("canary"))
            .count();
    assertEquals(3, named);
    KubeObject entry = find(objects, "ServiceEntry mooring-entrance/istiod");
    assertEquals(List.of("istiod.mesh.svc"), entry.at("spec", "hosts").texts());
    assertEquals(
        "istiod-canary.mesh.svc.cluster.local",
        entry.at("spec", "endpoints").items().getFirst().at("address").textOrEmpty());
    assertEquals(
        "mesh",
        find(objects, "Deployment mooring-entrance/mooring-entrance")
            .at("spec", "template", "metadata", "annotations")
            .strings()
            .get("mooring.dev/control-plane"));
  }

  @Test
  void aClusterOfAnotherDomainIsCalledByItEverywhere() {
    String text = text(objects(DEFAULTS.withClusterDomain("corp.example")));
    assertFalse(text.contains("svc.cluster.local"));
    assertTrue(text.contains("kube-registry.kube-registry.svc.corp.example"));
    assertTrue(text.contains("istiod.istio-system.svc.corp.example"));
    // Istio reads this as its own trust domain, whatever that is; no domain of names is meant.
    assertTrue(text.contains("cluster.local/ns/mooring-node/sa/node-entrance"));
  }

  @Test
  void everyImageThatTheStackNamesComesFromTheImageRegistry() {
    List<KubeObject> objects = objects(DEFAULTS.withImageRegistry("registry.corp.example:5000/m"));
    List<String> images =
        objects.stream()
            .flatMap(each -> each.at("spec", "template", "spec", "containers").stream())
            .map(each -> each.at("image").textOrEmpty())
            .distinct()
            .sorted()
            .toList();
    // Istio's injector puts its proxy in the place of "auto".
    assertEquals(List.of("auto", "registry.corp.example:5000/m/library/registry:3.1.2"), images);
  }

  @Test
  void laptopsReachTheirEntranceAsChosen() {
    assertEquals(
        "restricted",
        find(objects(DEFAULTS), "Namespace mooring-entrance")
            .labels()
            .get("pod-security.kubernetes.io/enforce"));
    assertTrue(text(objects(DEFAULTS)).contains("pods/portforward"));
    String onNodes = text(objects(DEFAULTS.withEntrance(EntranceMode.NODE)));
    assertTrue(onNodes.contains("\"hostPort\":9443"));
    assertFalse(onNodes.contains("pods/portforward"));
    List<KubeObject> service = objects(DEFAULTS.withEntrance(EntranceMode.SERVICE));
    assertEquals(
        "LoadBalancer",
        find(service, "Service mooring-entrance/mooring-entrance")
            .at("spec", "type")
            .textOrEmpty());
    assertFalse(text(service).contains("pods/portforward"));
  }

  @Test
  void nodesMayBeToldApartByTheirAddresses() {
    assertFalse(text(objects(DEFAULTS)).contains("ipBlocks"));
    List<KubeObject> told = objects(DEFAULTS.withNodeSources(List.of("10.244.0.1/32")));
    Document rule =
        find(told, "AuthorizationPolicy mooring-node/kubelets-read")
            .at("spec", "rules")
            .items()
            .getFirst();
    assertEquals(
        List.of("10.244.0.1/32"),
        rule.at("from").items().getFirst().at("source", "ipBlocks").texts());
  }

  @Test
  void anImageIsRunByTheDigestThatTheNodesKnow() {
    String digest = "docker.io/library/registry@sha256:" + "b".repeat(64);
    List<KubeObject> objects =
        new Rendering(DEFAULTS, Surroundings.usual().withImage(digest)).objects();
    assertTrue(text(objects).contains("\"image\":\"" + digest + "\""));
    assertTrue(
        find(objects, "ConfigMap kube-registry/mooring-stack")
            .at("data", "options")
            .textOrEmpty()
            .contains(DEFAULTS.registryImage()),
        "what was chosen is recorded");
  }

  @Test
  void aWriterReadsBackAsWritten() {
    Writer ana = new Writer("ana", "dev-ana", "builder", List.of("ana/*", "shared/app", "*"));
    KubeObject policy = WriterPolicy.of(DEFAULTS, ana);
    assertEquals(ana, WriterPolicy.read(policy).orElseThrow());
    assertTrue(text(List.of(policy)).contains("cluster.local/ns/dev-ana/sa/builder"));
  }

  @Test
  void aWriterOfAnOlderMooringIsRead() {
    Document policy =
        Documents.yaml(
                """
                metadata: {labels: {mooring.dev/writer: ana}}
                spec:
                  rules:
                  - from: [{source: {principals: [cluster.local/ns/dev-ana/sa/ana]}}]
                    to:
                    - operation:
                        paths: ["/v2/ana/*", "/v2/app/blobs/*", "/v2/app/manifests/*"]
                """,
                "test")
            .getFirst();
    assertEquals(
        List.of("ana/*", "app"),
        WriterPolicy.read(new KubeObject(policy)).orElseThrow().repositories());
  }
}
