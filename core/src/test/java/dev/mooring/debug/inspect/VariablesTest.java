package dev.mooring.debug.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.debug.ScriptedDelve;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Variables as Delve sends them; the program is stopped.
final class VariablesTest {
  private static final String STOPPED = "{\"State\": {\"currentThread\": {\"line\": 1}}}";
  private static final String ORDER =
      """
      {"name": "order", "addr": 4096, "type": "*main.Order", "kind": 22, "children": [
        {"addr": 8192, "type": "main.Order", "kind": 25, "len": 2, "children": [
          {"name": "ID", "addr": 8192, "type": "string", "kind": 24, "value": "7", "len": 1},
          {"name": "Items", "addr": 8208, "type": "[]main.Item", "kind": 23, "len": 200,
           "children": []}]}]}\
      """;

  /// Lies in a register: its address is one of Delve's own making.
  private static final String POINT =
      """
      {"name": "at", "addr": 13758215386640154624, "type": "main.Point", "kind": 25, "len": 1,
       "children": [{"name": "X", "addr": 13758215386640154624, "type": "int", "kind": 2,
       "value": "3"}]}\
      """;

  private final List<String> asked = new CopyOnWriteArrayList<>();

  private ScriptedDelve delve(String answer) throws IOException {
    return new ScriptedDelve(
        (method, argument) ->
            switch (method) {
              case "State" -> STOPPED;
              case "ListFunctionArgs" -> line("{\"Args\": [" + ORDER + "]}");
              case "ListLocalVars" -> line("{\"Variables\": [" + POINT + "]}");
              case "Eval" -> {
                asked.add(argument.at("Expr").textOrEmpty());
                yield line(answer);
              }
              default -> "error: " + method;
            });
  }

  /// An answer is one line.
  private static String line(String json) {
    return json.replace("\n", " ");
  }

  @Test
  void whatAPointerLeadsToIsFoundByItsAddressAndWhatIsInARegisterByItsName() throws Exception {
    try (ScriptedDelve delve = delve("");
        Inspection inspection = new Inspection(delve)) {
      List<Variable> all = new Variables(inspection).of(0, 0);
      assertEquals(List.of("order", "at"), all.stream().map(Variable::name).toList());
      assertEquals("*(*\"main.Order\")(0x2000)", all.getFirst().place());
      assertEquals(2, all.getFirst().parts());
      assertEquals("at", all.getLast().place());
      assertTrue(all.getLast().hasParts());
    }
  }

  @Test
  void partsAreReadAPageAtATime() throws Exception {
    String items =
        """
        {"Variable": {"type": "[]main.Item", "kind": 23, "len": 136, "children": [
          {"addr": 16384, "type": "main.Item", "kind": 25, "len": 1, "onlyAddr": true},
          {"addr": 0, "type": "main.Item", "kind": 25, "len": 1}]}}\
        """;
    try (ScriptedDelve delve = delve(items);
        Inspection inspection = new Inspection(delve)) {
      Variable of = new Variable("Items", "[]main.Item", "", true, 200, "order.Items");
      List<Variable> next = new Variables(inspection).parts(of, 64, 0, 0);
      assertEquals(List.of("(order.Items)[64:]"), asked);
      assertEquals(List.of("[64]", "[65]"), next.stream().map(Variable::name).toList());
      assertEquals("*(*\"main.Item\")(0x4000)", next.getFirst().place());
      assertEquals("(order.Items)[65]", next.getLast().place());
    }
  }

  @Test
  void nothingIsOpenedWhereThereIsNothing() throws Exception {
    String nil =
        "{\"Variable\": {\"name\": \"next\", \"type\": \"*main.Order\", \"kind\": 22,"
            + " \"children\": [{\"addr\": 0, \"type\": \"main.Order\", \"kind\": 25}]}}";
    try (ScriptedDelve delve = delve(nil);
        Inspection inspection = new Inspection(delve)) {
      Variable next = new Variables(inspection).eval("next", 0, 0);
      assertEquals("nil", next.text());
      assertFalse(next.hasParts());
    }
  }
}
