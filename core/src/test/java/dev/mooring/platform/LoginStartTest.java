package dev.mooring.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LoginStartTest {
  @TempDir Path home;

  @Test
  void linuxGetsADesktopEntryWhoseCommandIsQuoted() throws IOException {
    LoginStart start =
        LoginStart.of(OperatingSystem.LINUX, Map.of(), home, "/opt/my $tools/100%/mooring");
    start.turnOn();
    Path file = home.resolve(".config/autostart/mooring.desktop");
    String text = Files.readString(file);
    assertTrue(text.startsWith("[Desktop Entry]\nType=Application\n"), text);
    // A session passes the entry over once the program is removed.
    assertTrue(text.contains("\nTryExec=/opt/my $tools/100%/mooring\n"), text);
    assertTrue(text.contains("\nExec=\"/opt/my \\\\$tools/100%%/mooring\" --tray\n"), text);
    start.turnOff();
    assertFalse(Files.exists(file));
  }

  @Test
  void linuxFollowsTheConfigurationDirectory() {
    Path config = home.resolve("configuration");
    LoginStart start =
        LoginStart.of(
            OperatingSystem.LINUX, Map.of("XDG_CONFIG_HOME", config.toString()), home, "/m");
    assertEquals(config.resolve("autostart/mooring.desktop"), start.file());
  }

  @Test
  void macGetsALaunchAgent() throws IOException {
    LoginStart start =
        LoginStart.of(OperatingSystem.MAC, Map.of(), home, "/Applications/A&B.app/mooring");
    start.turnOn();
    String text = Files.readString(home.resolve("Library/LaunchAgents/dev.mooring.plist"));
    assertTrue(text.contains("<string>/Applications/A&amp;B.app/mooring</string>"), text);
    assertTrue(text.contains("<string>--tray</string>"), text);
    start.turnOff();
    assertFalse(start.isOn());
  }

  @Test
  void windowsGetsABatchFileInTheStartupFolder() throws IOException {
    LoginStart start =
        LoginStart.of(
            OperatingSystem.WINDOWS,
            Map.of("APPDATA", home.resolve("roaming").toString()),
            home,
            "C:\\Program Files\\Mooring\\mooring.exe");
    start.turnOn();
    assertEquals(
        home.resolve("roaming/Microsoft/Windows/Start Menu/Programs/Startup/Mooring.cmd"),
        start.file());
    assertTrue(
        Files.readString(start.file())
            .contains("start \"\" \"C:\\Program Files\\Mooring\\mooring.exe\" --tray\r\n"));
  }

  @Test
  void turningItOnAgainReplacesTheFileAndLeavesNothingBeside() throws IOException {
    LoginStart.of(OperatingSystem.LINUX, Map.of(), home, "/old/mooring").turnOn();
    LoginStart start = LoginStart.of(OperatingSystem.LINUX, Map.of(), home, "/new/mooring");
    start.turnOn();
    assertTrue(Files.readString(start.file()).contains("/new/mooring"));
    try (Stream<Path> files = Files.list(home.resolve(".config/autostart"))) {
      assertEquals(List.of(start.file()), files.toList());
    }
    start.turnOff();
    start.turnOff();
  }

  @Test
  void aFolderThatCannotBeMadeIsAProblem() throws IOException {
    Files.writeString(home.resolve(".config"), "in the way");
    LoginStart start = LoginStart.of(OperatingSystem.LINUX, Map.of(), home, "/m");
    assertThrows(MooringException.class, start::turnOn);
  }
}
