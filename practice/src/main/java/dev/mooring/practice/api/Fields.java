package dev.mooring.practice.api;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Sets of field paths as server-side apply keeps them (FieldsV1): `f:` a field, `k:` the element
/// of a list by its keys, `v:` a member of a set, `.` the thing itself.
final class Fields {
  static final String SEPARATOR = "\u0001";
  private static final SortedSet<String> UNOWNED =
      new TreeSet<>(
          List.of(
              "f:apiVersion",
              "f:kind",
              "f:metadata",
              "f:status",
              path("f:metadata", "f:name"),
              path("f:metadata", "f:namespace"),
              path("f:metadata", "f:uid"),
              path("f:metadata", "f:resourceVersion"),
              path("f:metadata", "f:generation"),
              path("f:metadata", "f:generateName"),
              path("f:metadata", "f:creationTimestamp"),
              path("f:metadata", "f:deletionTimestamp"),
              path("f:metadata", "f:managedFields")));

  private Fields() {}

  static String path(String... elements) {
    return String.join(SEPARATOR, elements);
  }

  /// Every leaf that an object sets, the server's own fields left out.
  static SortedSet<String> of(Resource resource, Document object) {
    SortedSet<String> found = new TreeSet<>();
    collect(resource, object.plain(), "", "", found);
    found.removeIf(
        each ->
            UNOWNED.contains(each)
                || each.startsWith(path("f:status", ""))
                || each.startsWith(path("f:metadata", "f:managedFields")));
    return found;
  }

  private static void collect(
      Resource resource, @Nullable Object value, String field, String here, SortedSet<String> out) {
    switch (value) {
      case Map<?, ?> map when !map.isEmpty() ->
          map.forEach(
              (key, each) -> collect(resource, each, (String) key, join(here, "f:" + key), out));
      case List<?> list when !list.isEmpty() && !ListKeys.of(resource, field).isEmpty() -> {
        List<String> keys = ListKeys.of(resource, field);
        for (Object item : list) {
          String inner = join(here, element(keys, item));
          out.add(keys.getFirst().equals(ListKeys.SET) ? inner : join(inner, "."));
          if (item instanceof Map<?, ?>) {
            collect(resource, item, "", inner, out);
          }
        }
      }
      case null, default -> out.add(here);
    }
  }

  private static String join(String here, String element) {
    return here.isEmpty() ? element : here + SEPARATOR + element;
  }

  /// How a path names the element of a list.
  static String element(List<String> keys, @Nullable Object item) {
    if (keys.getFirst().equals(ListKeys.SET)) {
      return "v:" + Documents.json(Document.of(item));
    }
    Map<String, Object> named = new LinkedHashMap<>();
    if (item instanceof Map<?, ?> map) {
      for (String key : keys) {
        Object value = map.get(key);
        named.put(key, value == null ? ListKeys.byDefault(key) : value);
      }
    }
    return "k:" + Documents.json(Document.of(named));
  }

  static Document tree(SortedSet<String> paths) {
    Map<String, Object> root = new TreeMap<>();
    for (String each : paths) {
      Map<String, Object> here = root;
      for (String element : each.split(SEPARATOR, -1)) {
        here = child(here, element);
      }
    }
    return Document.of(root);
  }

  @SuppressWarnings("unchecked") // only this class builds these maps
  private static Map<String, Object> child(Map<String, Object> parent, String element) {
    return (Map<String, Object>) parent.computeIfAbsent(element, _ -> new TreeMap<>());
  }

  static SortedSet<String> paths(Document tree) {
    SortedSet<String> out = new TreeSet<>();
    walk(tree, "", out);
    return out;
  }

  private static void walk(Document tree, String here, SortedSet<String> out) {
    tree.entries()
        .forEach(
            (element, inner) -> {
              String path = join(here, element);
              if (inner.entries().isEmpty()) {
                out.add(path);
              } else {
                walk(inner, path, out);
              }
            });
  }

  /// The value at a path of an object.
  static Optional<Object> value(Resource resource, Document object, String path) {
    Object here = object.plain();
    String field = "";
    for (String element : path.split(SEPARATOR, -1)) {
      if (element.equals(".")) {
        return Optional.of(".");
      }
      if (element.startsWith("f:")) {
        field = element.substring(2);
        here = here instanceof Map<?, ?> map ? map.get(field) : null;
      } else {
        here = member(resource, here, field, element);
      }
    }
    return Optional.ofNullable(here);
  }

  private static @Nullable Object member(
      Resource resource, @Nullable Object list, String field, String element) {
    List<String> keys = ListKeys.of(resource, field);
    if (list instanceof List<?> items && !keys.isEmpty()) {
      for (Object item : items) {
        if (element(keys, item).equals(element)) {
          return item;
        }
      }
    }
    return null;
  }

  /// The object without what is at a path; containers that become empty go too.
  static Document without(Resource resource, Document object, String path) {
    List<String> elements = new ArrayList<>(List.of(path.split(SEPARATOR, -1)));
    if (elements.getLast().equals(".")) {
      elements.removeLast();
    }
    return Document.of(remove(resource, object.plain(), "", elements));
  }

  private static @Nullable Object remove(
      Resource resource, @Nullable Object here, String field, List<String> path) {
    String element = path.getFirst();
    List<String> rest = path.subList(1, path.size());
    if (here instanceof Map<?, ?> map && element.startsWith("f:")) {
      String key = element.substring(2);
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
      Object inner = rest.isEmpty() ? null : remove(resource, map.get(key), key, rest);
      if (inner == null) {
        copy.remove(key);
      } else {
        copy.put(key, inner);
      }
      return copy.isEmpty() ? null : copy;
    }
    List<String> keys = ListKeys.of(resource, field);
    if (here instanceof List<?> list && !keys.isEmpty()) {
      List<@Nullable Object> copy = new ArrayList<>();
      for (Object item : list) {
        Object inner =
            !element(keys, item).equals(element)
                ? item
                : rest.isEmpty() ? null : remove(resource, item, "", rest);
        if (inner != null) {
          copy.add(inner);
        }
      }
      return copy.isEmpty() ? null : copy;
    }
    return here;
  }

  /// As messages name it: `.spec.template.spec.containers[name="a"].image`.
  static String words(String path) {
    StringBuilder words = new StringBuilder();
    for (String element : path.split(SEPARATOR, -1)) {
      if (element.startsWith("f:")) {
        words.append('.').append(element.substring(2));
      } else if (element.startsWith("k:")) {
        Documents.json(element.substring(2), "a key")
            .strings()
            .forEach(
                (key, value) ->
                    words.append("[").append(key).append("=\"").append(value).append("\"]"));
      }
    }
    return words.toString();
  }
}
