package dev.mooring.document;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
  void eachBoundIsSaidByItsName() {
    Bounds small = new Bounds(100, 3, 10, 1 << 20);
    assertEquals("it is longer than 0 MiB", why(" ".repeat(101), small));
    assertEquals("it is nested more than 3 levels deep", why("[[[[1]]]]", small));
    assertEquals("it contains more than 10 values", why("[1,2,3,4,5,6,7,8,9,10]", small));
    assertEquals("it is nested more than 3 levels deep", whyOfScalars("{\"x\":[[[1]]]}", small));
    assertEquals(
        "it contains more than 10 values", whyOfScalars("{\"x\":[1,2,3,4,5,6,7,8]}", small));
    String text = "[\"" + "x".repeat(Bounds.CONTENT.text() + 1) + "\"]";
    assertTrue(why(text, Bounds.CONTENT).contains("too long"), text);
    assertEquals(1, Documents.json(text.getBytes(UTF_8), "it", Bounds.ANSWER).items().size());
  }

  @Test
  void whatNobodyVouchesForIsAStrangers() {
    String many = "[" + "1,".repeat(Bounds.CONTENT.tokens()) + "1]";
    MooringException failed =
        assertThrows(MooringException.class, () -> Documents.json(many, "the file x"));
    assertEquals("it contains more than 400000 values", failed.problem().why());
  }

  @Test
  void scalarsAreReadOutOfWhateverStandsAround() {
    String text =
        """
        {"os": "linux", "rootfs": {"os": "no", "created": "no"}, "x": ["os", {"os": 1}],
         "created": null, "architecture": {"a": 1}, "size": 7, "os": "windows"}""";
    Set<String> names = Set.of("os", "created", "architecture", "size");
    assertEquals(
        "{\"created\":null,\"size\":7,\"os\":\"windows\"}",
        Documents.json(Documents.scalars(bytes(text), "it", Bounds.CONTENT, names)));
    assertTrue(Documents.scalars(bytes("[1]"), "it", Bounds.CONTENT, names).isNothing());
    assertEquals(
        Document.of(Map.of()), Documents.scalars(bytes("{}"), "it", Bounds.CONTENT, names));
    for (String wrong : List.of("{\"os\": 1", "{} 1", "", "{\"os\" 1}")) {
      assertThrows(
          MooringException.class,
          () -> Documents.scalars(bytes(wrong), "it", Bounds.CONTENT, names),
          wrong);
    }
  }

  @Test
  void namesThatStrangersChooseAreForgotten() {
    System.gc();
    Runtime heap = Runtime.getRuntime();
    long before = heap.totalMemory() - heap.freeMemory();
    // Three thousand names of eight thousand letters.
    for (int i = 0; i < 30; i++) {
      StringBuilder text = new StringBuilder("{");
      for (int j = 0; j < 100; j++) {
        text.append(j == 0 ? "" : ",").append("\"").append(i * 100 + j);
        text.append("n".repeat(8_000)).append("\":1");
      }
      Documents.json(text.append("}").toString(), "it");
    }
    System.gc();
    long kept = heap.totalMemory() - heap.freeMemory() - before;
    assertTrue(kept < 8 << 20, () -> (kept >> 20) + " MiB are kept");
  }

  @Test
  void yamlLongerThanTheLibrarysOwnLimitIsReadAndLongerThanOursIsRefusedInWords() {
    String line = "- " + "x".repeat(998) + "\n";
    assertEquals(4_500, Documents.yaml(line.repeat(4_500), "it").getFirst().items().size());
    MooringException failed =
        assertThrows(
            MooringException.class, () -> Documents.yaml(line.repeat(34_000), "the file x"));
    assertEquals("Can't read the file x", failed.problem().what());
    assertEquals("it is longer than 32 MiB", failed.problem().why());
    assertTrue(
        YamlText.set(
                "a: {b: c}\n" + "# x\n".repeat(1_000_000),
                List.of(YamlText.Step.key("a")),
                "b",
                "d")
            .orElseThrow()
            .startsWith("a: {b: \"d\"}"));
  }

  @Test
  void librariesKeepToBoundsToo() {
    Documents.boundLibraries();
    var constraints = new JsonFactory().streamReadConstraints();
    assertEquals(Bounds.ANSWER.tokens(), constraints.getMaxTokenCount());
    assertEquals(Bounds.ANSWER.bytes(), constraints.getMaxDocumentLength());
  }

  private static String why(String text, Bounds bounds) {
    return assertThrows(
            MooringException.class, () -> Documents.json(bytes(text), "the file x", bounds))
        .problem()
        .why();
  }

  private static String whyOfScalars(String text, Bounds bounds) {
    return assertThrows(
            MooringException.class,
            () -> Documents.scalars(bytes(text), "the file x", bounds, Set.of()))
        .problem()
        .why();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
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
