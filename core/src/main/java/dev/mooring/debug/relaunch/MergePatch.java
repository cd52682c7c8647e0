package dev.mooring.debug.relaunch;

import dev.mooring.document.Document;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Differences as JSON merge patches (RFC 7386), where nothing is null and lists are values.
final class MergePatch {
  private MergePatch() {}

  /// What turns one into the other exactly.
  static Document between(Document now, Document wanted) {
    Map<String, @Nullable Object> changes = new LinkedHashMap<>();
    now.entries()
        .forEach(
            (key, each) -> {
              if (wanted.at(key).isNothing()) {
                changes.put(key, null);
              }
            });
    wanted
        .entries()
        .forEach(
            (key, each) -> {
              Document before = now.at(key);
              if (each.isMap() && before.isMap()) {
                Document inner = between(before, each);
                if (!inner.entries().isEmpty()) {
                  changes.put(key, inner.plain());
                }
              } else if (!each.isNothing() && !each.equals(before)) {
                changes.put(key, each.plain());
              }
            });
    return Document.of(changes);
  }
}
