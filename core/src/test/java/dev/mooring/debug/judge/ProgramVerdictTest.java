package dev.mooring.debug.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.debug.program.Language;
import dev.mooring.debug.program.TargetProgram;
import dev.mooring.debug.running.Launch;
import dev.mooring.problem.Finding;
import dev.mooring.registry.program.GoBinary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProgramVerdictTest {

  @Test
  void nodeIsRuledOutOnlyWhenItsProcessCannotBeSeen() {
    TargetProgram glanced = program(Language.NODE, true, 0);
    assertEquals(List.of(), blockers(glanced));
    assertEquals(List.of("debug.runtime"), blockers(glanced.lookedAtClosely()));
    assertEquals(List.of(), blockers(program(Language.NODE, true, 7).lookedAtClosely()));
  }

  @Test
  void whatACopyCanDebugIsToldFromWhatNobodyCan() {
    assertEquals(List.of("debug.runtime"), blockers(program(Language.JVM, true, 1)));
    assertEquals(List.of("debug.runtime"), blockers(program(Language.PYTHON, true, 1)));
    assertEquals(List.of("debug.program"), blockers(program(Language.OTHER, true, 1)));
    assertEquals(List.of(), blockers(program(Language.GO, true, 1)));
    GoBinary stripped = new GoBinary("go1.26.8", "main", "", Map.of(), "amd64", 0, List.of());
    assertEquals(
        List.of("debug.program"),
        blockers(
            new TargetProgram(
                Language.GO,
                "/app",
                Optional.of(stripped),
                new Launch(List.of(), Map.of()),
                true,
                true,
                "",
                1)));
  }

  @Test
  void whatAScriptMayStartBlocksNothing() {
    for (Language each : Language.values()) {
      assertEquals(List.of(), blockers(program(each, false, 0).lookedAtClosely()));
    }
  }

  private static TargetProgram program(Language language, boolean certain, long pid) {
    Launch launch = new Launch(List.of("app"), Map.of());
    return new TargetProgram(
        language, "/bin/app", Optional.empty(), launch, certain, false, "", pid);
  }

  private static List<String> blockers(TargetProgram program) {
    Findings findings = new Findings();
    ProgramVerdict.judge(Optional.of(program), findings);
    return findings.all.stream()
        .filter(each -> each.level() == Finding.Level.BLOCKER)
        .map(Finding::id)
        .toList();
  }
}
