package dev.mooring.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DirectoriesTest {
  private static final Path HOME = Path.of("/home/ana");

  @Test
  void linuxFollowsTheXdgVariablesAndIgnoresRelativeOnes() {
    assertEquals(
        new Directories(
            Path.of("/etc/ana/mooring"),
            Path.of("/home/ana/.cache/mooring"),
            Path.of("/home/ana/.local/state/mooring"),
            Path.of("/run/user/1000/mooring")),
        Directories.of(
            Map.of(
                "XDG_CONFIG_HOME",
                "/etc/ana",
                "XDG_CACHE_HOME",
                "relative",
                "XDG_RUNTIME_DIR",
                "/run/user/1000"),
            HOME,
            "Linux"));
  }

  @Test
  void withoutASessionTheStateHoldsWhatEndsWithTheRun() {
    assertEquals(
        Path.of("/home/ana/.local/state/mooring/run"),
        Directories.of(Map.of(), HOME, "Linux").runtime());
  }

  @Test
  void macKeepsItInTheLibrary() {
    assertEquals(
        Path.of("/home/ana/Library/Caches/Mooring"),
        Directories.of(Map.of(), HOME, "Mac OS X").cache());
  }

  @Test
  void oneVariablePutsAllBelowOneDirectory() {
    assertEquals(
        Path.of("/tmp/m/config"),
        Directories.of(Map.of("MOORING_HOME", "/tmp/m"), HOME, "Linux").config());
  }

  @Test
  void homeIsWhatTheVariableSaysAndElseTheAccounts() {
    assertEquals(
        Path.of("/srv/ana"), Directories.home(Map.of("HOME", "/srv/ana"), "/home/ana", "Linux"));
    assertEquals(HOME, Directories.home(Map.of("HOME", "relative"), "/home/ana", "Linux"));
    assertEquals(HOME, Directories.home(Map.of(), "/home/ana", "Mac OS X"));
    assertEquals(HOME, Directories.home(Map.of("HOME", "/c/ana"), "/home/ana", "Windows 11"));
  }
}
