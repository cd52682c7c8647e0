package dev.mooring.debug;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// The real script in the real shells of this machine; a small program stands where Delve would
/// be.
@ParameterizedClass
@MethodSource("shells")
final class SupervisorTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String DELVE =
      """
      #!/bin/sh
      if [ "$1" = version ]; then
        printf 'Delve Debugger\\nVersion: 1.27.2\\n'
        exit 0
      fi
      trap 'echo detached; exit 0' TERM
      echo "$@"
      [ "$2" != 13 ] || { echo 'could not attach to pid 13: operation not permitted'; exit 1; }
      while :; do sleep 0.1; done
      """;

  @Parameter String shell;
  @TempDir Path directory;
  private Process process;

  @AfterEach
  void end() throws InterruptedException {
    if (process != null && process.isAlive()) {
      process.destroy();
      process.waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void startsDelveTellsThatItRunsAndEndsItByTermOnQuit() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      assertEquals(List.of("delve none"), supervisor.ask("ping", LIMIT));
      assertTrue(supervisor.ask("version", LIMIT).contains("line Version: 1.27.2"));
      supervisor.ask("start 42 23456", LIMIT);
      assertEquals(List.of("delve running"), supervisor.ask("ping", LIMIT));
      awaitSaid(supervisor, "attach 42");
      supervisor.ask("quit", LIMIT);
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      assertTrue(
          supervisor
              .said()
              .contains(
                  "attach 42 --headless --accept-multiclient --continue --api-version=2"
                      + " --listen=127.0.0.1:23456 --only-same-user=false --check-go-version=false"));
      awaitSaid(supervisor, "detached");
    }
  }

  @Test
  void silenceDetachesDelve() throws Exception {
    try (Supervisor supervisor = start(1, 10)) {
      supervisor.ask("start 42 23456", LIMIT);
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      awaitSaid(supervisor, "detached");
    }
  }

  @Test
  void endedInputDetachesDelve() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      supervisor.ask("start 42 23456", LIMIT);
      awaitSaid(supervisor, "attach 42");
      process.getOutputStream().close();
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      awaitSaid(supervisor, "detached");
    }
  }

  @Test
  void termDetachesDelve() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      supervisor.ask("start 42 23456", LIMIT);
      awaitSaid(supervisor, "attach 42");
      process.toHandle().destroy();
      supervisor.ask("ping", LIMIT);
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      awaitSaid(supervisor, "detached");
    } catch (MooringException e) {
      // it may end before it answers; then the stream's end is the answer
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void nobodyWhoAsksEndsItByItself() throws Exception {
    try (Supervisor supervisor = start(30, 1)) {
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      assertThrows(MooringException.class, () -> supervisor.ask("ping", LIMIT));
    }
  }

  @Test
  void delveThatEndsIsReportedWithItsWords() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      supervisor.ask("start 13 23456", LIMIT);
      org.awaitility.Awaitility.await()
          .atMost(LIMIT)
          .until(() -> supervisor.ask("ping", LIMIT), List.of("delve exited 1")::equals);
      assertTrue(supervisor.said().contains("operation not permitted"));
    }
  }

  @Test
  void unknownRequestsAreRefusedAndDoNoHarm() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      assertTrue(
          assertThrows(MooringException.class, () -> supervisor.ask("rm -rf *", LIMIT))
              .getMessage()
              .contains("unknown"));
      assertEquals(List.of("delve none"), supervisor.ask("ping", LIMIT));
    }
  }

  @Test
  void readsBlocksOfAProgramFile() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      long self = ProcessHandle.current().pid();
      List<String> lines = supervisor.ask("read " + self + " 0 1", LIMIT);
      byte[] start = java.util.Base64.getDecoder().decode(lines.getFirst().substring(5));
      assertArrayEquals(new byte[] {0x7f, 'E', 'L', 'F'}, Arrays.copyOf(start, 4));
      assertEquals(List.of("unreadable"), supervisor.ask("read 999999999 0 1", LIMIT));
      assertTrue(
          supervisor.ask("ports", LIMIT).stream().allMatch(l -> l.matches("port [0-9A-F]{4}")));
    }
  }

  static List<String> shells() {
    List<String> shells = new ArrayList<>();
    for (String each : List.of("bash", "busybox sh")) {
      String program = each.replace(" sh", "");
      if (Stream.of("/bin/", "/usr/bin/").anyMatch(d -> Files.isExecutable(Path.of(d, program)))) {
        shells.add(each);
      }
    }
    return shells;
  }

  private static void awaitSaid(Supervisor supervisor, String words) {
    org.awaitility.Awaitility.await().atMost(LIMIT).until(() -> supervisor.said().contains(words));
  }

  private Supervisor start(int silence, int patience) throws IOException {
    Path delve = directory.resolve("dlv");
    Files.writeString(delve, DELVE);
    assertTrue(delve.toFile().setExecutable(true));
    List<String> command = new ArrayList<>(List.of(shell.split(" ", -1)));
    command.addAll(
        List.of(
            "-c",
            Supervisor.script(),
            "mooring",
            String.valueOf(silence),
            String.valueOf(patience)));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("DLV", delve.toString());
    process = builder.start();
    Process started = process;
    return new Supervisor(
        () -> new PipeStream(started.getInputStream(), started.getOutputStream(), () -> {}));
  }
}
