package dev.mooring.desktop.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What the launchers start, with a program in Java's place that tells how it was called.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the scripts are for Linux and macOS")
final class StartScriptTest {
  private static final Path SCRIPT =
      Path.of("../src/packaging/start.sh").toAbsolutePath().normalize();

  @TempDir Path home;
  private Path jars;
  private Path java;

  @BeforeEach
  void anInstalledMooring() throws IOException {
    jars = Files.createDirectories(home.resolve("some where"));
    Files.writeString(jars.resolve("b.jar"), "b");
    Files.writeString(jars.resolve("a.jar"), "a");
    Files.writeString(jars.resolve("classpath"), "b.jar\na.jar\n");
    Files.writeString(jars.resolve("hash"), "0123456789abcdef\n");
    java = home.resolve("java");
    Files.writeString(java, "#!/bin/sh\nfor each; do echo \"$each\"; done\n");
    assertTrue(java.toFile().setExecutable(true));
  }

  private List<String> sh(String line, String... words) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-euc",
                "java='%s' jars='%s' launcher=/opt/m; . '%s'; %s"
                    .formatted(java, jars, SCRIPT, line),
                "sh"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said.lines().toList();
  }

  private String kind(String... words) throws IOException, InterruptedException {
    return sh("kind_of \"$@\"", words).getFirst();
  }

  @Test
  void eachKindOfStartHasItsOwnCache() throws Exception {
    assertEquals("window", kind());
    assertEquals("window", kind("--tray"));
    assertEquals("command", kind("forward", "ls"));
    assertEquals("command", kind("doctor"));
    assertEquals("forward", kind("forward", "svc/api", "80"));
    assertEquals("forward", kind("connect"));
  }

  @Test
  void commandsThatHashLayersHaveBothCompilers() throws Exception {
    for (String each : List.of("push", "copy", "mirror", "save", "seed", "export")) {
      assertEquals("forward", kind(each));
    }
    assertEquals("forward", kind("image", "files"));
    assertEquals("command", kind("image", "show"));
  }

  @Test
  void jarsAreNamedInTheOrderOfTheListAndWordsArePassedOnWhole() throws Exception {
    List<String> called = sh("start \"$(kind_of \"$@\")\" \"$@\"", "open", "a link");
    int at = called.indexOf("-cp");
    assertEquals(jars + "/b.jar:" + jars + "/a.jar", called.get(at + 1));
    assertEquals(List.of("open", "a link"), called.subList(at + 3, called.size()));
    assertTrue(called.contains("-Dmooring.launcher=/opt/m"), called::toString);
  }

  @Test
  void aCacheIsUsedOnlyForTheJarsThatItWasMadeFrom() throws Exception {
    Files.writeString(jars.resolve("command-fedcba9876543210.aot"), "");
    assertFalse(cacheOption());
    Files.writeString(jars.resolve("command-0123456789abcdef.aot"), "");
    assertTrue(cacheOption());
  }

  private boolean cacheOption() throws IOException, InterruptedException {
    return sh("start command doctor").stream().anyMatch(each -> each.startsWith("-XX:AOTCache="));
  }

  @Test
  void otherJarsGiveAnotherHash() throws Exception {
    List<String> before = sh("hash_jars");
    Files.writeString(jars.resolve("a.jar"), "changed");
    assertFalse(before.equals(sh("hash_jars")));
  }

  @Test
  void aLongLivedCommandCompilesOnlyWhatRunsAllTheTime() throws Exception {
    assertTrue(sh("start forward mirror").contains("-XX:Tier4InvocationThreshold=50000"));
    List<String> command = sh("start command doctor");
    assertTrue(command.contains("-XX:TieredStopAtLevel=1"), command::toString);
    assertTrue(command.stream().noneMatch(each -> each.contains("Tier4")), command::toString);
  }

  @Test
  void noCacheHoldsMachineCode() throws Exception {
    for (String line : List.of("start command doctor", "learn=1; start window")) {
      List<String> called = sh(line);
      assertTrue(called.contains("-XX:-AOTAdapterCaching"), called::toString);
    }
  }
}
