package dev.mooring.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DocumentsTest {

  @Test
  void whatIsNotThereReadsAsAbsent() {
    Document document = Documents.json("{\"a\":{\"b\":[1,\"x\",null]},\"n\":null}", "a test");
    assertEquals(List.of("x"), document.at("a", "b").texts());
    assertEquals(3, document.at("a", "b").items().size());
    assertEquals(Optional.of(1L), document.at("a", "b").items().getFirst().integer());
    assertTrue(document.at("n").isNothing());
    assertTrue(document.at("a", "b", "c", "d").isNothing());
    assertEquals("", document.at("a").textOrEmpty());
    assertEquals(Map.of(), document.at("a", "b").map());
    assertEquals(List.of(), document.at("a").items());
    assertFalse(document.at("a").isTrue());
  }

  @Test
  void changesMakeACopy() {
    Document first = Documents.json("{\"a\":{\"b\":1}}", "a test");
    Document second = first.with("x", "a", "c").with(true, "d", "e", "f");
    assertEquals("{\"a\":{\"b\":1}}", Documents.json(first));
    assertEquals(
        "{\"a\":{\"b\":1,\"c\":\"x\"},\"d\":{\"e\":{\"f\":true}}}", Documents.json(second));
    assertEquals(first, second.without("a", "c").without("d"));
    assertEquals(first, first.without("none", "such"));
  }

  @Test
  void laterChangesOfWrappedMapsDoNotShow() {
    Map<String, Object> inner = new HashMap<>(Map.of("k", "v"));
    List<Object> list = new ArrayList<>(List.of(inner));
    Document document = Document.of(Map.of("list", list));
    inner.put("k", "other");
    list.clear();
    assertEquals("v", document.at("list").items().getFirst().at("k").textOrEmpty());
    assertThrows(UnsupportedOperationException.class, () -> document.map().clear());
  }

  @Test
  void yamlStreamsKeepTheirDocuments() {
    List<Document> all = Documents.yaml("a: 1\n---\n---\nb: [x, 'y']\n", "a test");
    assertEquals(2, all.size());
    assertEquals(List.of("x", "y"), all.getLast().at("b").texts());
    assertEquals(
        all,
        Documents.yaml(
            Documents.yaml(all.getFirst()) + "---\n" + Documents.yaml(all.getLast()), "a test"));
  }

  @Test
  void stringsThatLookLikeNumbersStayStrings() {
    Document port = Document.of(Map.of("port", "5000", "on", "yes", "version", "1.10"));
    assertEquals(port, Documents.yaml(Documents.yaml(port), "a test").getFirst());
  }

  @Test
  void brokenTextIsRefusedByPlaceAndNotQuotedInTheProblem() {
    for (String text :
        List.of("", "{", "{} trailing", "{\"secret\": tr0ub4dor}", "[".repeat(500))) {
      MooringException failed =
          assertThrows(MooringException.class, () -> Documents.json(text, "the file x"), text);
      assertEquals("Can't read the file x", failed.problem().what());
      assertFalse(failed.problem().toString().contains("tr0ub4dor"), failed.problem()::toString);
    }
    MooringException yaml =
        assertThrows(MooringException.class, () -> Documents.yaml("a: 1\nb: [tr0ub4dor", "x"));
    assertTrue(yaml.problem().why().contains("line "), yaml.problem()::toString);
    assertFalse(yaml.problem().toString().contains("tr0ub4dor"), yaml.problem()::toString);
  }

  @Test
  void yamlBombsStaySmall() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 9; i++) {
      bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(9)));
    }
    try {
      Document document = Documents.yaml(bomb.toString(), "a test").getFirst();
      assertTrue(Documents.json(document).length() < 100_000);
    } catch (MooringException e) {
      assertTrue(e.problem().why().contains("YAML"));
    }
  }
}
