package dev.mooring.debug.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Variables as Delve sends them: kind 2 is an int, 21 a map, 22 a pointer, 23 a slice, 24 a
/// string, 25 a struct.
final class ValuesTest {
  private static final String NAME = "{\"name\":\"Name\",\"kind\":24,\"value\":\"eve\",\"len\":3}";

  @Test
  void structsMapsSlicesAndPointersAreWrittenAsGoDoes() {
    String item = "{\"type\":\"main.Item\",\"kind\":25,\"addr\":16,\"children\":[" + NAME + "]}";
    String pointer = "{\"type\":\"*main.Item\",\"kind\":22,\"children\":[" + item + "]}";
    assertEquals("&main.Item {Name: \"eve\"}", text(pointer));
    assertEquals(
        "map[string]int {\"eve\": 2}",
        text(
            "{\"type\":\"map[string]int\",\"kind\":21,\"len\":1,\"children\":["
                + NAME
                + ",{\"kind\":2,\"value\":\"2\"}]}"));
    assertEquals(
        "[]int {1, ...+99 more}",
        text(
            "{\"type\":\"[]int\",\"kind\":23,\"len\":100,\"children\":[{\"kind\":2,\"value\":\"1\"}]}"));
    assertEquals(
        "nil", text("{\"type\":\"*int\",\"kind\":22,\"children\":[{\"kind\":2,\"addr\":0}]}"));
  }

  @Test
  void whatIsNotWholeSaysSo() {
    Value cut = read("{\"kind\":24,\"value\":\"abc\",\"len\":900}");
    assertEquals("\"abc\"...+897 more", cut.text());
    assertTrue(cut.cut());
    assertFalse(read(NAME).cut());
    assertEquals("(no such memory)", text("{\"unreadable\":\"no such memory\",\"kind\":2}"));
  }

  @Test
  void aProgramCannotDriveTheTerminalByWhatItHolds() {
    String text = text("{\"kind\":24,\"value\":\"a\\u001b[2Jb\\u202ec\\nd\",\"len\":12}");
    assertFalse(text.contains("\u001b") || text.contains("\u202e") || text.contains("\n"), text);
    assertTrue(text.contains("\\n"), text);
  }

  @Test
  void anEndlessOrBottomlessValueIsCutOff() {
    String wide =
        "{\"type\":\"T\",\"kind\":23,\"len\":9999,\"children\":[" + repeated(9_999) + "]}";
    Value value = read(wide);
    assertTrue(value.text().length() < 5_000 && value.cut(), () -> value.text().substring(0, 80));
    StringBuilder deep = new StringBuilder("{\"kind\":2,\"value\":\"1\"}");
    for (int i = 0; i < 50; i++) {
      deep.insert(0, "{\"type\":\"T\",\"kind\":25,\"children\":[").append("]}");
    }
    assertTrue(read(deep.toString()).cut());
  }

  private static String repeated(int times) {
    return "{\"kind\":2,\"value\":\"12345\"},".repeat(times) + "{\"kind\":2,\"value\":\"1\"}";
  }

  private static String text(String json) {
    return read(json).text();
  }

  private static Value read(String json) {
    Document variable =
        Documents.json(json.getBytes(StandardCharsets.UTF_8), "the test", Bounds.MESSAGE);
    return Values.read(variable);
  }
}
