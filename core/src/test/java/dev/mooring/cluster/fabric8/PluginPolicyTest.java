package dev.mooring.cluster.fabric8;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the plugins are shell scripts")
final class PluginPolicyTest {
  @TempDir Path home;
  private Path bin;
  private PluginPrograms programs;

  @BeforeEach
  void aPluginOnlyInTheTerminalsPath() throws IOException {
    bin = Files.createDirectories(home.resolve("bin"));
    program("cluster-login");
    program("other");
    programs = new PluginPrograms("/usr/bin:/bin", bin::toString);
  }

  private void program(String name) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  private Optional<String> refusal(String kuberc) throws Exception {
    Files.createDirectories(home.resolve(".kube"));
    Files.writeString(home.resolve(".kube").resolve("kuberc"), kuberc);
    String program = programs.find("cluster-login").orElseThrow().program();
    return PluginPolicy.of(Map.of(), home).refusal(program, programs);
  }

  @Test
  void aPluginIsFoundInTheTerminalsPathAndRunsWithIt() throws Exception {
    PluginPrograms.Found found = programs.find("cluster-login").orElseThrow();
    assertEquals(bin.resolve("cluster-login").toString(), found.program());
    assertEquals(bin.toString(), found.path());
    assertEquals("/usr/bin:/bin", programs.find("sh").orElseThrow().path());
    assertTrue(programs.find("nosuch").isEmpty());
  }

  @Test
  void withoutAPolicyEveryPluginRuns() throws Exception {
    String program = bin.resolve("cluster-login").toString();
    assertEquals(Optional.empty(), PluginPolicy.of(Map.of(), home).refusal(program, programs));
    assertEquals(Optional.empty(), refusal("kind: Preference"));
    assertEquals(Optional.empty(), refusal("credentialPluginPolicy: AllowAll"));
  }

  @Test
  void denyAllRefusesEveryPlugin() throws Exception {
    assertTrue(refusal("credentialPluginPolicy: DenyAll").orElseThrow().contains("denies all"));
  }

  @Test
  void aListAllowsByNameOrPathInTheFieldOfEitherRelease() throws Exception {
    String list = "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: ";
    assertEquals(Optional.empty(), refusal(list + "[{name: cluster-login}]"));
    assertEquals(Optional.empty(), refusal(list + "[{command: other}, {command: cluster-login}]"));
    assertEquals(Optional.empty(), refusal(list + "[{command: " + bin + "/cluster-login}]"));
    assertTrue(refusal(list + "[{command: other}]").orElseThrow().contains("isn't in"));
    assertTrue(refusal(list + "[{command: /usr/bin/cluster-login}]").isPresent());
  }

  @Test
  void whatContradictsItselfAllowsNothing() throws Exception {
    assertTrue(refusal("credentialPluginPolicy: Allowlist").isPresent());
    assertTrue(
        refusal("credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: []").isPresent());
    assertTrue(refusal("credentialPluginAllowlist: [{command: cluster-login}]").isPresent());
    assertTrue(refusal("credentialPluginPolicy: Allow").isPresent());
    assertTrue(refusal("{").orElseThrow().contains("can't be read"));
  }

  @Test
  void theFileIsWhereKubectlLooks() throws Exception {
    Path named = home.resolve("mine");
    Files.writeString(named, "credentialPluginPolicy: DenyAll");
    String program = bin.resolve("cluster-login").toString();
    PluginPolicy policy = PluginPolicy.of(Map.of("KUBERC", named.toString()), home);
    assertTrue(policy.refusal(program, programs).isPresent());
    PluginPolicy off =
        PluginPolicy.of(Map.of("KUBERC", named.toString(), "KUBECTL_KUBERC", "false"), home);
    assertTrue(off.refusal(program, programs).isEmpty());
  }
}
