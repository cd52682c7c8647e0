package dev.mooring.stack.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.stack.envoy.AccountRules;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.options.Writer;
import dev.mooring.stack.options.WriterRights;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DoorRenderingTest {
  private static final DoorCertificate CERTIFICATE = new DoorCertificate("chain", "KEY", "root");
  private static final StackOptions OPTIONS =
      StackOptions.defaults().named("team-a").withProtection(Protection.TOKENS);

  private static List<KubeObject> objects(StackOptions options) {
    Surroundings usual = Surroundings.usual();
    return new Rendering(options, usual.withDoor(usual.door().withCertificate(CERTIFICATE)))
        .objects();
  }

  private static KubeObject find(StackOptions options, String words) {
    return objects(options).stream()
        .filter(each -> each.words().equals(words))
        .findFirst()
        .orElseThrow();
  }

  private static Stream<Document> containers(KubeObject workload) {
    return Stream.of("initContainers", "containers")
        .flatMap(list -> workload.at("spec", "template", "spec", list).stream());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOKENS", "PLAIN"})
  void nothingOfIstioIsNeeded(Protection protection) {
    assertEquals(
        List.of(),
        objects(OPTIONS.withProtection(protection)).stream()
            .filter(each -> each.apiVersion().contains("istio"))
            .toList());
  }

  @ParameterizedTest
  @EnumSource(names = {"TOKENS", "PLAIN"})
  void noEnvoyHasAnAdminPortAndNoPortIsOnAnAddressOfANode(Protection protection) {
    for (KubeObject each : objects(OPTIONS.withProtection(protection))) {
      each.at("data")
          .strings()
          .forEach(
              (file, text) -> {
                if (file.equals("envoy.yaml")) {
                  assertTrue(Documents.yaml(text, file).getFirst().at("admin").isNothing(), text);
                }
              });
      containers(each)
          .flatMap(container -> container.at("ports").stream())
          .filter(port -> port.at("hostPort").integer().isPresent())
          .forEach(port -> assertEquals("127.0.0.1", port.at("hostIP").textOrEmpty()));
    }
    assertEquals(
        "ClusterIP",
        find(OPTIONS.withProtection(protection), "Service team-a/kube-registry")
            .at("spec", "type")
            .textOrEmpty());
  }

  @Test
  void theDoorOutlivesTheRegistryAndEachPodHasItsOwnToken() {
    KubeObject registry = find(OPTIONS, "Deployment team-a/kube-registry");
    Document envoy = registry.at("spec", "template", "spec", "initContainers").items().getFirst();
    assertEquals("Always", envoy.at("restartPolicy").textOrEmpty());
    assertEquals(List.of(""), audiences(registry));
    assertEquals(
        List.of("mooring-registry.team-a"),
        audiences(find(OPTIONS, "DaemonSet mooring-node-team-a/node-entrance")));
  }

  private static List<String> audiences(KubeObject workload) {
    return workload.at("spec", "template", "spec", "volumes").stream()
        .flatMap(each -> each.at("projected", "sources").stream())
        .map(each -> each.at("serviceAccountToken"))
        .filter(each -> !each.isNothing())
        .map(each -> each.at("audience").textOrEmpty())
        .toList();
  }

  @Test
  void allContainersKeepToRestrictedPodSecurity() {
    for (KubeObject each : objects(OPTIONS)) {
      containers(each)
          .forEach(
              container -> {
                Document security = container.at("securityContext");
                assertEquals(
                    List.of("ALL"), security.at("capabilities", "drop").texts(), each.words());
                assertEquals(
                    "false", security.at("allowPrivilegeEscalation").textOrEmpty(), each.words());
                assertEquals(
                    "true", security.at("readOnlyRootFilesystem").textOrEmpty(), each.words());
              });
    }
  }

  @Test
  void aChangedConfigurationMakesNewPodsAndAChangedCertificateDoesNot() {
    String before = hash(OPTIONS);
    assertEquals(before, hash(OPTIONS));
    assertFalse(before.isEmpty());
    assertFalse(before.equals(hash(OPTIONS.withNodeNamespace("elsewhere"))));
  }

  private static String hash(StackOptions options) {
    return find(options, "Deployment team-a/kube-registry")
        .at("spec", "template", "metadata", "annotations")
        .strings()
        .get(EnvoyPod.HASH);
  }

  @Test
  void writersThatStandStay() {
    Surroundings usual = Surroundings.usual();
    Writer ana = new Writer("ana", "shop", "ana", List.of("ana/*"));
    KubeObject rules =
        new Rendering(OPTIONS, usual.withDoor(usual.door().withWriters(List.of(ana))))
            .objects().stream()
                .filter(each -> each.name().equals(DoorRules.NAME))
                .findFirst()
                .orElseThrow();
    assertEquals(
        List.of(ana, new Writer("mooring", "team-a", "mooring", List.of("*"))).stream()
            .collect(Collectors.toSet()),
        Set.copyOf(AccountRules.read(rules.at("data", DoorRules.FILE).textOrEmpty())));
  }

  @Test
  void whereSomebodyElseMakesTheCertificateThereIsNoKey() {
    assertEquals(
        List.of(),
        new Rendering(OPTIONS, Surroundings.usual())
            .objects().stream().filter(each -> each.kind().equals("Secret")).toList());
    assertFalse(CERTIFICATE.toString().contains("KEY"), CERTIFICATE::toString);
  }

  @Test
  void aWriterForwardsToTheDoorAndNowhereElse() {
    List<WriterRights.Right> rights =
        new Grants(OPTIONS, new Writer("ana", "shop", "ana", List.of("ana/*")), "ana@x").rights();
    List<String> bound =
        rights.stream()
            .map(each -> new KubeObject(each.object()))
            .filter(each -> each.kind().equals("RoleBinding"))
            .map(each -> each.namespace() + " " + each.at("roleRef", "name").textOrEmpty())
            .toList();
    assertEquals(
        List.of("shop mooring-push-ana", "team-a mooring-stack", "team-a mooring-door"), bound);
    assertTrue(rights.getLast().reason().contains("no admin port"), rights::toString);
  }

  @Test
  void aPlainRegistryHasNeitherKeysNorAccounts() {
    Set<String> words =
        objects(OPTIONS.withProtection(Protection.PLAIN)).stream()
            .map(KubeObject::words)
            .collect(Collectors.toSet());
    assertTrue(words.stream().noneMatch(each -> each.contains("Secret")), words::toString);
    assertFalse(words.contains("ConfigMap team-a/" + DoorRules.NAME), words::toString);
  }
}
