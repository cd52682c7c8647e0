package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// RFC 6902, without `move`, which no client of ours sends.
final class JsonPatch {
  private JsonPatch() {}

  static Document applied(Document object, Document patch) {
    Document result = object;
    for (Document step : patch.items()) {
      List<String> path = new ArrayList<>();
      String pointer = step.at("path").textOrEmpty();
      for (String each : pointer.isEmpty() ? List.<String>of() : parts(pointer)) {
        path.add(each.replace("~1", "/").replace("~0", "~"));
      }
      String operation = step.at("op").textOrEmpty();
      if (path.isEmpty()) {
        throw refused(operation, pointer);
      }
      result = Document.of(at(result.plain(), path, operation, step.at("value").plain(), pointer));
    }
    return result;
  }

  private static List<String> parts(String pointer) {
    return List.of(pointer.substring(1).split("/", -1));
  }

  private static ApiFailure refused(String operation, String pointer) {
    return ApiFailure.of(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request: jsonpatch "
            + operation
            + " operation does not apply: doc is missing path: \""
            + pointer
            + "\"");
  }

  private static @Nullable Object at(
      @Nullable Object here,
      List<String> path,
      String operation,
      @Nullable Object value,
      String pointer) {
    String key = path.getFirst();
    boolean last = path.size() == 1;
    if (here instanceof Map<?, ?> map) {
      Map<Object, @Nullable Object> copy = new LinkedHashMap<>(map);
      if (!last) {
        copy.put(key, at(map.get(key), path.subList(1, path.size()), operation, value, pointer));
        return copy;
      }
      boolean there = map.containsKey(key);
      switch (operation) {
        case "add" -> copy.put(key, value);
        case "replace" -> {
          if (!there) {
            throw refused(operation, pointer);
          }
          copy.put(key, value);
        }
        case "remove" -> {
          if (!there) {
            throw refused(operation, pointer);
          }
          copy.remove(key);
        }
        case "test" -> {
          if (!Document.of(map.get(key)).equals(Document.of(value))) {
            throw refused(operation, pointer);
          }
        }
        default -> throw refused(operation, pointer);
      }
      return copy;
    }
    if (here instanceof List<?> list) {
      return inList(list, path, operation, value, pointer);
    }
    throw refused(operation, pointer);
  }

  private static List<@Nullable Object> inList(
      List<?> list, List<String> path, String operation, @Nullable Object value, String pointer) {
    List<@Nullable Object> copy = new ArrayList<>(list);
    String key = path.getFirst();
    boolean append = key.equals("-") && operation.equals("add") && path.size() == 1;
    int index = append ? list.size() : index(key, operation, pointer);
    if (index > list.size() || (index == list.size() && !operation.equals("add"))) {
      throw refused(operation, pointer);
    }
    if (path.size() > 1) {
      copy.set(index, at(list.get(index), path.subList(1, path.size()), operation, value, pointer));
      return copy;
    }
    switch (operation) {
      case "add" -> copy.add(index, value);
      case "replace" -> copy.set(index, value);
      case "remove" -> copy.remove(index);
      case "test" -> {
        if (!Document.of(list.get(index)).equals(Document.of(value))) {
          throw refused(operation, pointer);
        }
      }
      default -> throw refused(operation, pointer);
    }
    return copy;
  }

  private static int index(String key, String operation, String pointer) {
    try {
      return Math.max(0, Integer.parseInt(key));
    } catch (NumberFormatException e) {
      throw refused(operation, pointer);
    }
  }
}
