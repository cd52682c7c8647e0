package dev.mooring.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class VolumeStateTest {
  private static VolumeState read(String... lines) {
    return VolumeState.read(String.join("\n", lines));
  }

  @Test
  void aVolumeWithRoomIsFine() {
    VolumeState state = read("space 31457280 1024 31456256", "written");
    assertEquals(OptionalLong.of(30L << 30), state.size());
    assertTrue(state.writable());
    assertFalse(state.nearlyFull());
    assertFalse(state.full());
  }

  @Test
  void littleRoomIsNearlyFullAndNextToNoneIsFull() {
    assertTrue(read("space 1000000 900000 100000", "written").nearlyFull());
    assertFalse(read("space 1000000 900000 100000", "written").full());
    assertTrue(read("space 1000000 999000 1000", "written").full());
  }

  @Test
  void aRefusedWriteSaysWhy() {
    VolumeState full = read("space 1000 1000 0", "/bin/sh: write error: No space left on device");
    assertTrue(full.full());
    VolumeState locked =
        read("space 31457280 1 31457279", "/bin/sh: can't create x: Read-only file system");
    assertFalse(locked.writable());
    assertFalse(locked.full());
    assertTrue(locked.refused().contains("Read-only"));
  }

  @Test
  void nonsenseIsNoState() {
    VolumeState state = read("space a b", "space 99999999999999999999 1 1", "");
    assertTrue(state.size().isEmpty());
    assertFalse(state.nearlyFull());
    assertFalse(state.writable());
  }
}
