package dev.mooring.desktop.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The window's process, ended by the system as at the end of a desktop's session.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there a process is ended without a word")
final class OrderlyEndTest {
  @TempDir Path home;

  private List<Path> sockets() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files.filter(each -> each.toString().endsWith(".sock")).toList();
    }
  }

  @Test
  void aWindowThatIsAskedToEndClosesWhatItOpened() throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("out").toFile());
    builder.environment().keySet().removeIf(each -> each.startsWith("XDG_"));
    builder.environment().remove("KUBECONFIG");
    builder.environment().remove("DBUS_SESSION_BUS_ADDRESS");
    builder.environment().put("HOME", home.toString());
    builder.environment().put("MOORING_HOME", home.toString());
    Process mooring = builder.start();
    try {
      await().atMost(Duration.ofMinutes(1)).until(() -> !sockets().isEmpty());
      mooring.destroy();
      assertTrue(mooring.waitFor(30, TimeUnit.SECONDS), "it did not end");
      assertEquals(List.of(), sockets());
    } finally {
      mooring.destroyForcibly();
    }
  }
}
