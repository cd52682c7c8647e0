package dev.mooring.desktop.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Several Moorings run at once, and each rolls its own log.
final class LogNameTest {
  @TempDir Path logs;

  @Test
  void twoMooringsWriteTwoLogs() {
    assertEquals("mooring", LogName.take(logs));
    assertEquals("mooring-2", LogName.take(logs));
  }

  @Test
  void aNameIsFreeAgainWhenItsMooringHasEnded() throws Exception {
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                logs.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertEquals("mooring", other.inputReader().readLine());
    assertEquals("mooring-2", LogName.take(logs));
    other.getOutputStream().close();
    other.waitFor(30, TimeUnit.SECONDS);
    assertEquals("mooring", LogName.take(logs));
  }

  @Test
  void aFolderThatCannotBeMadeIsNoReasonToStop() throws IOException {
    Path file = Files.writeString(logs.resolve("file"), "");
    assertEquals("mooring-" + ProcessHandle.current().pid(), LogName.take(file.resolve("below")));
    try (FileChannel there = FileChannel.open(file, StandardOpenOption.READ)) {
      assertEquals(0, there.size());
    }
  }

  /// Another Mooring, until its input ends.
  static final class Holder {
    private Holder() {}

    public static void main(String[] words) throws IOException {
      System.out.println(LogName.take(Path.of(words[0])));
      System.in.read();
    }
  }
}
