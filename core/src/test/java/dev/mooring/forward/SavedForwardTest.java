package dev.mooring.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SavedForwardTest {

  @Test
  void whatIsWrittenIsReadAsItWas() {
    SavedForward everything =
        new SavedForward(
            "lab",
            new ForwardSpec(
                "api",
                "work",
                new Target.Workload("StatefulSet", "dev", "db", "postgres"),
                new Local(List.of(InetAddress.ofLiteral("127.0.0.9")), 5432, true, "db.test"),
                PodSelection.pinned("db-0"),
                true,
                true,
                new AccountName("shop", "ana")),
            true);
    SavedForward nothingChosen =
        new SavedForward(
            "lab", ForwardSpec.of("web", new Target.Selector("dev", "app=web", "80"), 0), false);
    for (SavedForward each : List.of(everything, nothingChosen)) {
      assertEquals(each, SavedForward.read(each.write()));
    }
    assertEquals(
        "{\"name\":\"web\",\"context\":\"lab\",\"namespace\":\"dev\",\"target\":\"app=web\","
            + "\"port\":\"80\"}",
        Documents.json(nothingChosen.write()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"name\":\"a\"}",
        "{\"name\":\"a\",\"target\":\"svc/a\"}",
        "{\"name\":\"a\",\"target\":\"svc/a\",\"port\":70000}",
        "{\"name\":\"a\",\"target\":\"svc/../a\",\"port\":80}",
        "{\"name\":\"a\",\"target\":\"svc/a\",\"port\":80,\"localPort\":-1}",
        "{\"name\":\"a\",\"target\":\"svc/a\",\"port\":80,\"localPort\":\"x\"}",
        "{\"name\":\"a\",\"target\":\"svc/a\",\"port\":80,\"addresses\":[\"example.org\"]}",
        "{\"name\":\"a\",\"target\":\"svc/a\",\"port\":80,\"pick\":\"any\"}"
      })
  void whatMakesNoSenseIsRefusedByField(String text) {
    Document entry = Documents.json(text, "the test");
    MooringException refused = assertThrows(MooringException.class, () -> SavedForward.read(entry));
    assertTrue(refused.problem().what().startsWith("Can't read"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"app=api", "app in (a, b)", "tier!=db,app==x", "a.b/c=d"})
  void aLabelSelectorIsATarget(String text) {
    assertEquals(new Target.Selector("dev", text, "80"), Target.parse(text, "dev", "80"), text);
  }
}
