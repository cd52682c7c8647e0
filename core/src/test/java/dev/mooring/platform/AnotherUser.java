package dev.mooring.platform;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Runs a line of bash as `nobody`, which only root can.
public final class AnotherUser {
  public static final String NAME = "nobody";
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  private AnotherUser() {}

  /// Skips the test where this user cannot become another.
  public static void isNeeded() {
    assumeTrue(
        System.getProperty("user.name", "").equals("root") && Files.isExecutable(SETPRIV),
        "needs root and setpriv (util-linux) to connect as another user");
  }

  public static Process start(String line) throws IOException {
    return new ProcessBuilder(
            SETPRIV.toString(),
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "bash",
            "-c",
            line)
        .redirectErrorStream(true)
        .start();
  }

  /// What it printed until it ended.
  public static String output(String line) throws IOException, InterruptedException {
    Process process = start(line);
    try {
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assumeTrue(process.waitFor(20, TimeUnit.SECONDS), "bash did not end");
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
