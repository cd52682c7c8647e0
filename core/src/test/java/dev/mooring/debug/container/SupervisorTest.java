package dev.mooring.debug.container;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.PipeStream;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
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
      echo "telemetry ${GO_TELEMETRY_CHILD:-starts a child}"
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
  void delveStartsNoTelemetryThatWouldOutliveIt() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      assertTrue(supervisor.ask("version", LIMIT).contains("line telemetry 2"));
      supervisor.ask("start 42 23456", LIMIT);
      awaitSaid(supervisor, "telemetry 2");
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
  void whoAsksMaySayHowLongTheNextSilenceIsBearable() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      supervisor.ask("start 42 23456", LIMIT);
      awaitSaid(supervisor, "attach 42");
      supervisor.ask("ping 1", LIMIT);
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
      awaitSaid(supervisor, "detached");
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
  void saysHowMuchMemoryAProcessHas() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      assertTrue(
          supervisor
              .ask("memory " + ProcessHandle.current().pid(), LIMIT)
              .getFirst()
              .matches("resident \\d+"));
      assertEquals(List.of(), supervisor.ask("memory 999999999", LIMIT));
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

  @Test
  void aProgramThatIsSentIsRunFromThenOn() throws Exception {
    for (boolean packed : List.of(true, false)) {
      try (Supervisor supervisor = start(30, 30)) {
        List<String> tools = supervisor.ask("tools", LIMIT);
        assertTrue(tools.contains("place " + directory), tools::toString);
        assertTrue(tools.containsAll(List.of("has gunzip", "has sha256sum")), tools::toString);
        byte[] sent = sent("1.26.2");
        byte[] content = packed ? gzip(sent) : sent;
        supervisor.send(
            "receive " + content.length + (packed ? " gzip " : " plain ") + Digests.of(sent).hex(),
            content,
            LIMIT);
        assertEquals(List.of("line Version: 1.26.2"), supervisor.ask("version", LIMIT));
        supervisor.ask("quit", LIMIT);
      }
      assertEquals(
          List.of("dlv", "mooring-dlv"), Stream.of(directory.toFile().list()).sorted().toList());
    }
  }

  @Test
  void aProgramThatIsNotWhatItsDigestSaysIsNotRun() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      supervisor.ask("tools", LIMIT);
      byte[] sent = sent("1.26.2");
      String other = Digests.of(sent("1.26.3")).hex();
      String request = "receive " + sent.length + " plain " + other;
      assertTrue(
          assertThrows(MooringException.class, () -> supervisor.send(request, sent, LIMIT))
              .problem()
              .why()
              .contains("another SHA-256"));
      assertTrue(supervisor.ask("version", LIMIT).contains("line Version: 1.27.2"));
    }
  }

  @Test
  void aSenderThatIsGoneEndsTheContainer() throws Exception {
    try (Supervisor supervisor = start(1, 10)) {
      supervisor.ask("tools", LIMIT);
      byte[] some = new byte[10_000];
      String request = "receive 20000 plain " + Digests.of(some).hex();
      assertThrows(
          MooringException.class, () -> supervisor.send(request, some, Duration.ofSeconds(5)));
      assertTrue(process.waitFor(10, TimeUnit.SECONDS));
    }
  }

  @Test
  void requestsAfterAProgramAreUnderstood() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      supervisor.ask("tools", LIMIT);
      byte[] large = new byte[8 << 20];
      new Random(7).nextBytes(large);
      supervisor.send(
          "receive " + large.length + " plain " + Digests.of(large).hex(), large, LIMIT);
      assertEquals(List.of("delve none"), supervisor.ask("ping", LIMIT));
      assertArrayEquals(large, Files.readAllBytes(directory.resolve("mooring-dlv")));
    }
  }

  private static byte[] sent(String version) {
    return ("#!/bin/sh\necho Version: " + version + "\n").getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  @Test
  void processesAreFoundByTheirCgroup() throws Exception {
    try (Supervisor supervisor = start(30, 30)) {
      assertEquals(List.of(), supervisor.ask("processes no-such-cgroup", LIMIT));
      // This process shares the mount namespace of the script, as none of another container does.
      for (String each : supervisor.ask("processes", LIMIT)) {
        String pid = each.split(" ", 3)[1];
        assertFalse(pid.equals(String.valueOf(ProcessHandle.current().pid())), each);
        Path cgroup = Path.of("/proc", pid, "cgroup");
        String path = Files.exists(cgroup) ? lastLine(cgroup) : "";
        List<String> same = supervisor.ask("processes " + path, LIMIT);
        assertTrue(same.contains(each) || !Files.exists(cgroup), path);
        break;
      }
      assertEquals(List.of("delve none"), supervisor.ask("ping", LIMIT));
    }
  }

  private static String lastLine(Path file) throws IOException {
    return Files.readAllLines(file).getLast();
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
    builder.environment().put("TMPDIR", directory.toString());
    process = builder.start();
    Process started = process;
    return new Supervisor(
        () -> new PipeStream(started.getInputStream(), started.getOutputStream(), () -> {}));
  }
}
