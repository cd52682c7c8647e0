package dev.mooring.platform;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
final class SpareMemoryTest {
  private static final long MIB = 1 << 20;

  private long used = 20 * MIB;
  private long held = 32 * MIB;
  private int collected;
  private final SpareMemory memory = new SpareMemory(() -> used, () -> held, this::collect);

  private void collect() {
    collected++;
    used = 10 * MIB;
    held = 32 * MIB;
  }

  @Test
  void aHeapThatGrewIsCollectedOnceItRests() {
    memory.look();
    held = 700 * MIB;
    used = 600 * MIB;
    memory.look();
    assertEquals(0, collected, "it still works");
    used += 100;
    memory.look();
    assertEquals(1, collected);
    memory.look();
    memory.look();
    assertEquals(1, collected, "it has not grown since");
  }

  @Test
  void aHeapInWhichSomethingHappensIsLeftAlone() {
    memory.look();
    held = 700 * MIB;
    for (int i = 0; i < 10; i++) {
      used = (i % 2 == 0 ? 600 : 100) * MIB;
      memory.look();
    }
    assertEquals(0, collected);
  }

  @Test
  void aLittleGrowthIsLeftAlone() {
    memory.look();
    held += 31 * MIB;
    for (int i = 0; i < 3; i++) {
      memory.look();
    }
    assertEquals(0, collected);
  }

  @Test
  void whatIsAliveIsAskedForLessAndLessOften() {
    SpareMemory full = new SpareMemory(() -> used, () -> held, () -> collected++);
    full.look();
    held = 700 * MIB;
    for (int i = 0; i < 10; i++) {
      full.look();
    }
    assertEquals(3, collected);
    for (int i = 0; i < 240; i++) {
      full.look();
    }
    assertEquals(8, collected);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theSystemHasItBackFromAProcessWithTheLaunchersFlags() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(LauncherFlags.read());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Loaded.class.getName()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("came back"), said);
  }

  /// A program that needed much for a moment.
  static final class Loaded {
    private Loaded() {}

    public static void main(String[] ignored) throws IOException {
      SpareMemory.giveBack(Duration.ofMillis(100));
      long before = resident();
      long most = load();
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> resident() < before + 64 * MIB);
      System.out.println(before + " " + most + " came back to " + resident());
    }

    private static long load() throws IOException {
      List<byte[]> all = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        all.add(new byte[1 << 20]);
      }
      long most = resident();
      assertTrue(most > 300 * MIB && all.size() == 300);
      return most;
    }

    private static long resident() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(each -> each.startsWith("VmRSS:"))
          .mapToLong(each -> Long.parseLong(each.replaceAll("[^0-9]", "")) << 10)
          .findFirst()
          .orElseThrow();
    }
  }
}
