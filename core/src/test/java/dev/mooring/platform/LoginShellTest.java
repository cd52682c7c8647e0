package dev.mooring.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no login shell")
final class LoginShellTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path home;

  /// A shell whose files greet, change the PATH and print something at the end.
  private String shell(String itsFiles) throws IOException {
    Path shell = home.resolve("shell");
    Files.writeString(
        shell,
        """
        #!/bin/sh
        %s
        while [ "$1" != -c ]; do shift; done
        /bin/sh -c "$2"
        echo bye
        """
            .formatted(itsFiles));
    assertTrue(shell.toFile().setExecutable(true));
    return shell.toString();
  }

  @Test
  void thePathIsWhatTheShellsFilesMakeOfItWhateverElseTheyPrint() throws Exception {
    String shell = shell("echo PATH=greeting; export PATH=/home/ana/bin:$PATH");
    String path = LoginShell.ask(shell, LONG);
    assertTrue(path.startsWith("/home/ana/bin:"), path);
  }

  @Test
  void aShellThatWaitsForAnswersIsLeft() throws Exception {
    assertEquals("", LoginShell.ask(shell("exec sleep 600"), Duration.ofMillis(300)));
  }

  @Test
  void aShellThatPrintsWithoutEndIsLeft() throws Exception {
    assertEquals("", LoginShell.ask(shell("exec yes"), LONG));
  }

  @Test
  void withoutAShellNothingIsKnown() throws Exception {
    assertEquals("", LoginShell.ask("", LONG));
    assertEquals("", LoginShell.ask(home.resolve("nosuch").toString(), LONG));
  }
}
