package dev.mooring.stack.render;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The lines of shell that start a registry, with a program in the registry's place that notes what
/// becomes of it. Pods share the volume and nothing else.
@EnabledOnOs(OS.LINUX)
final class RegistryStartTest {
  /// It serves until it is told to end and the file of its pod is gone, as one with a request in
  /// its hands; the collector works until its file is gone.
  private static final String PROGRAM =
      """
      #!/bin/sh
      test "$1" = serve && what=serves || what=collects
      echo "$what $HOSTNAME" >> "$NOTES"
      test "$what" = collects || echo > "${REGISTRY_HTTP_ADDR:-$SOCKETS/registry.sock}"
      ended=
      trap 'ended=1' TERM
      while test -z "$ended" && { test "$what" = serves || test -e "$BUSY.$HOSTNAME"; }; do sleep 0.02; done
      while test "$what" = serves && test -e "$BUSY.$HOSTNAME"; do sleep 0.02; done
      echo "ended $what $HOSTNAME" >> "$NOTES"
      exit "${ENDS:-0}"
      """;

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void make() throws IOException {
    for (String each : List.of("bin", "volume/docker/registry/v2/blobs", "asks-a", "asks-b")) {
      Files.createDirectories(folder.resolve(each));
    }
    for (String program : List.of("registry", "busybox")) {
      Path file = folder.resolve("bin/" + program);
      Files.writeString(file, program.equals("registry") ? PROGRAM : BUSYBOX);
      assertTrue(file.toFile().setExecutable(true));
    }
    Files.writeString(folder.resolve("notes"), "");
  }

  /// Its applets as the system has them; without the limit of time.
  private static final String BUSYBOX =
      """
      #!/bin/sh
      applet=$1
      shift
      test "$applet" != timeout || { shift; exec "$@"; }
      exec "$applet" "$@"
      """;

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void nothingIsCollectedUntilThePodBeforeHasEnded() throws Exception {
    busy("a");
    Process old = start("a", 0);
    noted("serves a");
    Files.writeString(folder.resolve("asks-b/id"), "1");
    Process next = start("b", 0);
    noted("serves b");
    old.destroy();
    // It reads meanwhile, and the old one still has a request in its hands.
    await().during(Duration.ofMillis(500)).until(() -> !notes().contains("collects b"));
    Files.delete(folder.resolve("busy.a"));
    noted("collects b");
    assertTrue(
        notes().indexOf("ended serves a") < notes().indexOf("collects b"), notes()::toString);
    assertTrue(old.waitFor(10, TimeUnit.SECONDS));
    await().until(() -> Files.exists(folder.resolve("volume/.mooring.collected")));
    assertTrue(next.isAlive());
  }

  @Test
  void nothingIsWrittenUntilACollectionThatWasCalledOffHasEnded() throws Exception {
    busy("a");
    Files.writeString(folder.resolve("asks-a/id"), "1");
    Process collecting = start("a", 0);
    noted("collects a");
    start("b", 0);
    await().during(Duration.ofMillis(500)).until(() -> !notes().contains("serves b"));
    Files.delete(folder.resolve("busy.a"));
    collecting.destroy();
    noted("serves b");
    assertTrue(
        notes().indexOf("ended collects a") < notes().indexOf("serves b"), notes()::toString);
  }

  @Test
  void aDrainedPodsSuccessorDoesNotWaitForIt() throws Exception {
    busy("a");
    start("a", 0);
    noted("serves a");
    start("b", 0);
    noted("serves b");
  }

  @Test
  void theRegistrysEndIsThePodsWithNoMarkLeft() throws Exception {
    Process pod = start("a", 3);
    noted("serves a");
    pod.destroy();
    assertTrue(pod.waitFor(10, TimeUnit.SECONDS));
    assertEquals(3, pod.exitValue());
    assertEquals(List.of("serves a", "ended serves a"), notes());
    assertFalse(Files.exists(folder.resolve("volume/.mooring.serving.a")));
  }

  private void busy(String pod) throws IOException {
    Files.writeString(folder.resolve("busy." + pod), "");
  }

  private Process start(String pod, int ends) throws IOException {
    Path sockets = Files.createDirectories(folder.resolve("sockets-" + pod));
    Path script = folder.resolve("collect-" + pod + ".sh");
    Files.writeString(script, placed(Collecting.SCRIPT, pod, sockets, script));
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", "-euc", placed(RegistryPods.START, pod, sockets, script));
    builder.environment().put("HOSTNAME", pod);
    builder.environment().put("NOTES", folder.resolve("notes").toString());
    builder.environment().put("BUSY", folder.resolve("busy").toString());
    builder.environment().put("SOCKETS", sockets.toString());
    builder.environment().put("ENDS", Integer.toString(ends));
    builder.environment().compute("PATH", (key, path) -> folder.resolve("bin") + ":" + path);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("out-" + pod).toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /// The same lines in this test's folder, with files for sockets.
  private String placed(String lines, String pod, Path sockets, Path script) {
    return lines
        .replace("/etc/mooring-collection", folder.resolve("asks-" + pod).toString())
        .replace("/etc/mooring/collect.sh", script.toString())
        .replace("/var/lib/registry", folder.resolve("volume").toString())
        .replace("/run/registry", sockets.toString())
        .replace("test ! -S ", "test ! -e ");
  }

  private List<String> notes() throws IOException {
    return Files.readAllLines(folder.resolve("notes"));
  }

  private void noted(String note) {
    await().atMost(Duration.ofSeconds(20)).until(() -> notes().contains(note));
  }
}
