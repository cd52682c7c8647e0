package dev.mooring.stack.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.stack.options.Additions;
import dev.mooring.stack.options.Protection;
import dev.mooring.stack.options.StackOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a cache is made of, whatever stands before it.
final class PullThroughTest {
  private static final StackOptions CACHE =
      StackOptions.defaults()
          .named("hub")
          .withAdditions(Additions.NONE.withPullThrough("https://registry-1.docker.io"));

  private static List<KubeObject> objects(Protection protection) {
    return new Rendering(CACHE.withProtection(protection), Surroundings.usual()).objects();
  }

  private static KubeObject find(Protection protection, String kind, String name) {
    return objects(protection).stream()
        .filter(each -> each.kind().equals(kind) && each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @EnumSource
  void theRegistryKnowsItsUpstreamAndNoLogin(Protection protection) {
    KubeObject files = find(protection, "ConfigMap", "kube-registry");
    Document proxy =
        Documents.yaml(files.at("data", "config.yml").textOrEmpty(), "config.yml")
            .getFirst()
            .at("proxy");
    assertEquals("https://registry-1.docker.io", proxy.at("remoteurl").textOrEmpty());
    assertEquals("168h", proxy.at("ttl").textOrEmpty());
    assertEquals("/etc/mooring/login.sh", proxy.at("exec", "command").textOrEmpty());
    assertEquals("0s", proxy.at("exec", "lifetime").textOrEmpty());
    assertTrue(
        objects(protection).stream()
            .noneMatch(each -> each.kind().equals("Secret") && each.name().contains("upstream")));
  }

  @ParameterizedTest
  @EnumSource
  void theLoginIsMountedInTheRegistrysContainerAndNowhereElse(Protection protection) {
    for (KubeObject each : objects(protection)) {
      Document spec = each.at("spec", "template", "spec");
      boolean registry = each.kind().equals("Deployment") && each.name().equals("kube-registry");
      long mounts =
          List.of("containers", "initContainers").stream()
              .flatMap(list -> spec.at(list).stream())
              .filter(
                  container ->
                      container.at("volumeMounts").stream()
                          .anyMatch(
                              mount ->
                                  mount
                                      .at("mountPath")
                                      .textOrEmpty()
                                      .equals("/etc/mooring-upstream")))
              .peek(container -> assertEquals("registry", container.at("name").textOrEmpty()))
              .count();
      assertEquals(registry ? 1 : 0, mounts, each::words);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theNetworkLetsItOutToTheUpstream(Protection protection) {
    Document policy = find(protection, "NetworkPolicy", "kube-registry").at("spec", "egress");
    assertTrue(
        policy.stream()
            .flatMap(each -> each.at("ports").stream())
            .anyMatch(each -> each.at("port").integer().orElse(0L) == 443),
        policy::toString);
  }

  @Test
  void inAMeshEveryPushIsRefusedWhateverElseIsAllowed() {
    List<KubeObject> objects = objects(Protection.MESH);
    KubeObject wall =
        objects.stream()
            .filter(each -> each.words().equals("AuthorizationPolicy hub/no-pushes"))
            .findFirst()
            .orElseThrow();
    assertEquals("DENY", wall.at("spec", "action").textOrEmpty());
    assertEquals(
        "[{\"to\":[{\"operation\":{\"notMethods\":[\"GET\",\"HEAD\"]}}]}]",
        Documents.json(wall.at("spec", "rules")));
    assertTrue(objects.stream().noneMatch(each -> each.labels().containsKey(WriterPolicy.LABEL)));
    String said = Documents.json(find(Protection.MESH, "EnvoyFilter", "no-pushes").document());
    assertTrue(said.contains("this registry is a cache of docker.io and takes no pushes"), said);
  }

  @ParameterizedTest
  @EnumSource(names = {"TOKENS", "PLAIN"})
  void withoutAMeshTheDoorRefusesEveryPush(Protection protection) {
    String door =
        find(protection, "ConfigMap", "mooring-door").at("data", "envoy.yaml").textOrEmpty();
    assertTrue(door.contains("no-pushes"), door);
    assertTrue(door.contains("takes no pushes"), door);
    if (protection == Protection.TOKENS) {
      String rules =
          find(protection, "ConfigMap", DoorRules.NAME).at("data", "rules.yaml").textOrEmpty();
      assertFalse(rules.contains("writer."), rules);
    }
  }

  @Test
  void nobodyIsToldToPushToADefaultRegistryThatIsACache() {
    StackOptions options = CACHE.named(StackOptions.REGISTRY);
    assertTrue(
        new Rendering(options, Surroundings.usual())
            .objects().stream().noneMatch(each -> each.namespace().equals(Announcement.NAMESPACE)));
  }

  @ParameterizedTest
  @EnabledOnOs(OS.LINUX)
  @CsvSource({
    "registry-1.docker.io, true",
    "auth.docker.io, true",
    "docker.io, true",
    "auth.docker.io.evil.example, false",
    "evil.example, false",
    "evildocker.io, false",
    "auth.docker.io:8080, false",
    "'', false",
    "'*', false"
  })
  void theLoginIsToldForTheUpstreamsSiteOnly(String host, boolean told, @TempDir Path folder)
      throws Exception {
    Files.writeString(folder.resolve("login"), "{\"Username\":\"ana\",\"Secret\":\"s\"}");
    assertEquals(told, asked(host, folder).contains("ana"));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void withoutALoginItAsksAsAnybody(@TempDir Path folder) throws Exception {
    assertEquals("{}", asked("auth.docker.io", folder).strip());
  }

  private static String asked(String host, Path folder) throws Exception {
    String script =
        find(Protection.MESH, "ConfigMap", "kube-registry").at("data", "login.sh").textOrEmpty();
    Path file = folder.resolve("login.sh");
    Files.writeString(file, script.replace("/etc/mooring-upstream", folder.toString()));
    Process process = new ProcessBuilder("/bin/sh", file.toString(), "get").start();
    try (var in = process.getOutputStream()) {
      in.write(host.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
    return said;
  }
}
