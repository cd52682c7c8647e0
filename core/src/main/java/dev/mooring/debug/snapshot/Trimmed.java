package dev.mooring.debug.snapshot;

import dev.mooring.document.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Delve's variables without what nobody shows, which is most of them. What is left reads as
/// Delve's own `api.Variable`.
final class Trimmed {
  private static final List<String> KEPT =
      List.of("name", "type", "kind", "value", "len", "cap", "addr", "unreadable", "onlyAddr");
  private static final int DEEPEST = 16;

  private Trimmed() {}

  static List<Document> all(List<Document> variables) {
    return variables.stream().map(each -> one(each, 0)).toList();
  }

  private static Document one(Document variable, int depth) {
    Map<String, Object> kept = new LinkedHashMap<>();
    for (String each : KEPT) {
      Object value = variable.at(each).plain();
      boolean empty = value == null || value.equals("") || value.equals(false) || isZero(value);
      if (value != null && !empty) {
        kept.put(each, value);
      }
    }
    List<Document> children = variable.at("children").items();
    if (!children.isEmpty() && depth < DEEPEST) {
      kept.put("children", children.stream().map(each -> one(each, depth + 1)).toList());
    }
    return Document.of(kept);
  }

  private static boolean isZero(Object value) {
    return value instanceof Number number && number.longValue() == 0;
  }
}
