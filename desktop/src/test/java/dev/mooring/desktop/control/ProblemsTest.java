package dev.mooring.desktop.control;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.Finding;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ProblemsTest {
  private static Problem with(Remedy remedy) {
    return new Problem(Code.PORT_TAKEN, "Cannot listen", "in use", remedy, "pid 812");
  }

  @Test
  void everyKindOfRemedyCrossesTheSocketUnchanged() {
    for (Remedy each :
        List.of(
            new Remedy.Advice("Use another port"),
            new Remedy.Command("Check it", "kubectl get pods"),
            new Remedy.Setting("Use port 27101", "--port", "27101"),
            new Remedy.Grant("Ask for it", "kind: Role\n"),
            new Remedy.Wait("Try again", Duration.ofSeconds(30)))) {
      assertEquals(with(each), Problems.read(Problems.write(with(each))));
    }
  }

  @Test
  void scriptsReadTheCodeAndTheRemedyByItsKind() {
    Map<String, Object> json =
        Problems.json(with(new Remedy.Setting("Use port 27101", "localPort", "27101")));
    assertEquals("port-taken", json.get("code"));
    assertEquals(
        Map.of(
            "kind", "setting", "words", "Use port 27101", "setting", "localPort", "value", "27101"),
        json.get("remedy"));
    assertEquals("Use port 27101: mooring settings localPort 27101", json.get("whatToDo"));
  }

  @Test
  void findingsHaveTheSameRemedy() {
    Map<String, Object> json =
        Problems.json(
            Finding.blocker(
                "rights.install",
                "Permission to install",
                "missing: patch deployments.apps",
                new Remedy.Grant("Ask an administrator", "kind: Role\n")));
    assertEquals("blocker", json.get("level"));
    assertEquals(
        Map.of("kind", "grant", "words", "Ask an administrator", "role", "kind: Role\n"),
        json.get("remedy"));
  }

  @Test
  void anOlderMooringThatKnowsNoCodesIsUnderstood() {
    Document old = Document.of(Map.of("what", "a", "why", "b", "whatToDo", "c", "detail", ""));
    assertEquals(
        new Problem(Code.GENERAL, "a", "b", new Remedy.Advice("c"), ""), Problems.read(old));
  }

  @Test
  void aCodeOfALaterMooringIsTheCatchAll() {
    Document later = Problems.write(with(Remedy.none())).with("quite-new", "code");
    assertEquals(Code.GENERAL, Problems.read(later).code());
  }
}
