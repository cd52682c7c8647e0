package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The ways to change an object in part.
final class Patches {
  private Patches() {}

  /// RFC 7386.
  static Document merge(Document object, Document patch) {
    return Document.of(merged(object.plain(), patch.plain()));
  }

  private static @Nullable Object merged(@Nullable Object object, @Nullable Object patch) {
    if (!(patch instanceof Map<?, ?> changes)) {
      return patch;
    }
    Map<Object, @Nullable Object> result =
        object instanceof Map<?, ?> map ? new LinkedHashMap<>(map) : new LinkedHashMap<>();
    changes.forEach(
        (key, change) -> {
          if (change == null) {
            result.remove(key);
          } else {
            result.put(key, merged(result.get(key), change));
          }
        });
    return result;
  }

  /// Kubernetes' strategic merge: keyed lists merge by their keys, `$patch` deletes or replaces.
  static Document strategic(Resource resource, Document object, Document patch) {
    return Document.of(strategic(resource, object.plain(), patch.plain(), ""));
  }

  private static @Nullable Object strategic(
      Resource resource, @Nullable Object object, @Nullable Object patch, String field) {
    if (patch instanceof Map<?, ?> changes) {
      boolean replace = "replace".equals(changes.get("$patch"));
      Map<Object, @Nullable Object> result =
          object instanceof Map<?, ?> map && !replace
              ? new LinkedHashMap<>(map)
              : new LinkedHashMap<>();
      changes.forEach(
          (key, change) -> {
            if (change == null) {
              result.remove(key);
            } else if (!((String) key).startsWith("$")) {
              result.put(key, strategic(resource, result.get(key), change, (String) key));
            }
          });
      return result;
    }
    List<String> keys = ListKeys.of(resource, field);
    if (patch instanceof List<?> changes && object instanceof List<?> list && !keys.isEmpty()) {
      return strategicList(resource, list, changes, keys);
    }
    return patch;
  }

  private static List<@Nullable Object> strategicList(
      Resource resource, List<?> list, List<?> changes, List<String> keys) {
    Map<String, @Nullable Object> result = new LinkedHashMap<>();
    list.forEach(item -> result.put(strategicKey(keys, item), item));
    for (Object change : changes) {
      String key = strategicKey(keys, change);
      if (change instanceof Map<?, ?> map && "delete".equals(map.get("$patch"))) {
        result.remove(key);
      } else {
        result.put(key, strategic(resource, result.get(key), change, ""));
      }
    }
    return new ArrayList<>(result.values());
  }

  /// Strategic merge knows one key a list where apply knows two.
  private static String strategicKey(List<String> keys, @Nullable Object item) {
    return Fields.element(keys.subList(0, 1), item);
  }

  /// Server-side apply (KEP-555).
  ///
  /// @return the live object as it should become, its managed fields included
  static Document apply(
      Resource resource,
      Document live,
      Document desired,
      ManagedFields.Owner owner,
      boolean force) {
    ManagedFields fields = ManagedFields.of(live);
    SortedSet<String> wanted = Fields.of(resource, desired);
    SortedSet<String> contested = new TreeSet<>();
    ApplyConflicts conflicts = new ApplyConflicts();
    for (String path : wanted) {
      if (!Fields.value(resource, live, path).equals(Fields.value(resource, desired, path))) {
        for (ManagedFields.Owner other : fields.othersOf(owner, path)) {
          contested.add(path);
          conflicts.add(other, path);
        }
      }
    }
    if (!contested.isEmpty() && !force) {
      throw conflicts.failure();
    }
    Document result = Document.of(applied(resource, live.plain(), desired.plain(), ""));
    for (String path : fields.of(owner)) {
      if (!wanted.contains(path) && fields.othersOf(owner, path).isEmpty()) {
        result = Fields.without(resource, result, path);
      }
    }
    fields.take(owner, contested);
    fields.set(owner, wanted);
    return fields.on(result);
  }

  private static @Nullable Object applied(
      Resource resource, @Nullable Object live, @Nullable Object desired, String field) {
    if (live instanceof Map<?, ?> map && desired instanceof Map<?, ?> wanted) {
      Map<Object, @Nullable Object> result = new LinkedHashMap<>(map);
      wanted.forEach(
          (key, value) -> result.put(key, applied(resource, map.get(key), value, (String) key)));
      return result;
    }
    List<String> keys = ListKeys.of(resource, field);
    if (live instanceof List<?> list && desired instanceof List<?> wanted && !keys.isEmpty()) {
      Map<String, @Nullable Object> result = new LinkedHashMap<>();
      list.forEach(item -> result.put(Fields.element(keys, item), item));
      wanted.forEach(
          item ->
              result.compute(
                  Fields.element(keys, item), (_, old) -> applied(resource, old, item, "")));
      return new ArrayList<>(result.values());
    }
    return desired;
  }
}
