package dev.mooring.debug.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SurroundingsTest {
  @Test
  void readsWhatTheDebugContainerSays() {
    Surroundings read =
        Surroundings.read(
            List.of(
                "pid 7",
                "resident 1024",
                "delve /dbg/go/bin/dlv",
                "core 83886080",
                "place /tmp/.mooring-snapshot-abc",
                "disk /dev/mapper/a long name 1000000 300000 700000 30% /",
                "has gzip"));
    assertEquals(
        new Surroundings(
            7,
            1 << 20,
            83886080,
            "/dbg/go/bin/dlv",
            "/tmp/.mooring-snapshot-abc",
            (700_000 - 150_000) * 1024L,
            true,
            false),
        read);
  }

  @Test
  void whatIsNoAnswerIsNothing() {
    Surroundings none = new Surroundings(0, 0, 0, "", "", 0, false, false);
    assertEquals(none, Surroundings.read(List.of()));
    assertEquals(
        none,
        Surroundings.read(
            List.of(
                "pid -7",
                "resident 99999999999999999999",
                "core 1e9",
                "delve ",
                "place /tmp/$(reboot)",
                "disk overlay 99 many",
                "has everything")));
  }

  @Test
  void aHugeNumberIsCut() {
    assertTrue(Surroundings.read(List.of("core 999999999999999999")).core() <= 1L << 50);
  }
}
