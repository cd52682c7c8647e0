package dev.mooring.debug.copy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.ScriptedSupervisor;
import dev.mooring.debug.container.Supervisor;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.program.GoBinaryTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class HeldProgramTest {
  @Test
  void itsFileItsWordsAndItsBuildAreRead() throws Exception {
    HeldProgram held =
        of(
                "/opt/my app\n",
                "/opt/my app\0-x\0\0`id`\n; \u001b[2J\0",
                GoBinaryTest.elf("go1.26.8", "", ".debug_info"))
            .orElseThrow();
    assertEquals("/opt/my app", held.executable());
    assertEquals("my app", held.name());
    assertEquals(List.of("/opt/my app", "-x", "", "`id`\n; \u001b[2J"), held.words());
    assertEquals("go1.26.8", held.go().orElseThrow().goVersion());
  }

  @Test
  void anotherProgramIsHeldToo() throws Exception {
    assertTrue(of("/bin/sh", "sh\0-c\0x\0", new byte[4096]).orElseThrow().go().isEmpty());
  }

  @Test
  void aProgramWithoutAWordIsOne() throws Exception {
    assertEquals(List.of(), of("/app", "", new byte[4096]).orElseThrow().words());
  }

  @Test
  void noneIsHeldWhereNoneBegan() throws Exception {
    try (Supervisor supervisor = ScriptedSupervisor.answering(words -> List.of())) {
      assertEquals(Optional.empty(), HeldProgram.of(supervisor));
    }
  }

  @Test
  void oneThatMayNotBeReadIsSaidToBe() {
    try (Supervisor supervisor =
        ScriptedSupervisor.answering(
            words -> words[1].equals("held") ? List.of("held 7") : List.of("unreadable"))) {
      assertEquals(
          Code.DEBUG_NOT_PERMITTED,
          assertThrows(MooringException.class, () -> HeldProgram.of(supervisor)).problem().code());
    }
  }

  private static Optional<HeldProgram> of(String file, String line, byte[] program)
      throws Exception {
    try (Supervisor supervisor =
        ScriptedSupervisor.answering(
            words ->
                words[1].equals("held")
                    ? held(file, line)
                    : blocks(program, Integer.parseInt(words[3]), Integer.parseInt(words[4])))) {
      return HeldProgram.of(supervisor);
    }
  }

  /// In pieces, as base64 writes it.
  private static List<String> held(String file, String line) {
    List<String> lines = new ArrayList<>(List.of("held 7"));
    lines.add("exe " + encoded(file));
    String words = encoded(line);
    for (int at = 0; at < words.length(); at += 8) {
      lines.add("words " + words.substring(at, Math.min(words.length(), at + 8)));
    }
    return lines;
  }

  private static String encoded(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> blocks(byte[] program, int first, int count) {
    int from = Math.min(program.length, first * 4096);
    int to = Math.min(program.length, (first + count) * 4096);
    return List.of(
        "data "
            + Base64.getEncoder().encodeToString(java.util.Arrays.copyOfRange(program, from, to)));
  }
}
