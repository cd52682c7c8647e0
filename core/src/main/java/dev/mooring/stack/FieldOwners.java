package dev.mooring.stack;

import dev.mooring.cluster.KubeObject;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who set which field of an object, as its managedFields say (structured-merge-diff's FieldsV1):
/// `f:NAME` is a field, `k:{...}` an item of a list by its keys, `v:...` one by its value, and what
/// holds nothing further is owned whole.
final class FieldOwners {
  private static final String FIELD = "f:";
  private static final String KEYS = "k:";
  private static final String VALUE = "v:";
  private static final String SOURCE = "managedFields";

  /// One manager's set at the place that is looked at.
  private record Owner(String manager, Document fields) {
    boolean whole() {
      return fields.entries().isEmpty();
    }
  }

  private final List<Owner> owners;

  private FieldOwners(List<Owner> owners) {
    this.owners = owners;
  }

  static FieldOwners of(KubeObject object) {
    return new FieldOwners(
        object.at("metadata", "managedFields").stream()
            .filter(each -> each.at("subresource").textOrEmpty().isEmpty())
            .map(each -> new Owner(each.at("manager").textOrEmpty(), each.at("fieldsV1")))
            .toList());
  }

  FieldOwners field(String name) {
    return into(each -> each.entries().get(FIELD + name));
  }

  FieldOwners item(Document item) {
    return into(each -> entry(each, item));
  }

  private interface Way {
    @Nullable Document from(Document fields);
  }

  private FieldOwners into(Way way) {
    List<Owner> next = new ArrayList<>();
    for (Owner each : owners) {
      Document further = each.whole() ? each.fields() : way.from(each.fields());
      if (further != null) {
        next.add(new Owner(each.manager(), further));
      }
    }
    return new FieldOwners(next);
  }

  private static @Nullable Document entry(Document fields, Document item) {
    return fields.entries().entrySet().stream()
        .filter(each -> names(each.getKey(), item))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static boolean names(String key, Document item) {
    try {
      if (key.startsWith(VALUE)) {
        return Documents.json(key.substring(VALUE.length()), SOURCE).equals(item);
      }
      if (key.startsWith(KEYS)) {
        return item.entries().entrySet().containsAll(keys(key).entrySet());
      }
      return false;
    } catch (MooringException e) {
      return false;
    }
  }

  /// The managers of what is here, Mooring's own last.
  Optional<String> manager(String own) {
    return owners.stream().map(Owner::manager).min(Comparator.comparing(each -> each.equals(own)));
  }

  /// What some managers set of an object, as they would apply it.
  static KubeObject applied(KubeObject object, Set<String> managers) {
    List<Owner> owners =
        of(object).owners.stream().filter(each -> managers.contains(each.manager())).toList();
    Map<String, Object> whole = new LinkedHashMap<>();
    whole.put("apiVersion", object.apiVersion());
    whole.put("kind", object.kind());
    Map<String, Object> meta = new LinkedHashMap<>();
    meta.put("name", object.name());
    if (!object.namespace().isEmpty()) {
      meta.put("namespace", object.namespace());
    }
    FieldOwners all = new FieldOwners(owners);
    object
        .document()
        .entries()
        .forEach(
            (name, value) -> {
              FieldOwners here = all.field(name);
              if (name.equals("metadata")) {
                value
                    .entries()
                    .forEach(
                        (key, inner) -> {
                          FieldOwners below = here.field(key);
                          if (!below.owners.isEmpty() && !meta.containsKey(key)) {
                            meta.put(key, below.part(inner));
                          }
                        });
              } else if (!here.owners.isEmpty() && !name.equals("status")) {
                whole.put(name, here.part(value));
              }
            });
    whole.put("metadata", meta);
    return new KubeObject(Document.of(whole));
  }

  /// The part of a value that is owned here.
  private Document part(Document value) {
    if (owners.stream().anyMatch(Owner::whole)) {
      return value;
    }
    if (value.isMap()) {
      Map<String, Object> map = new LinkedHashMap<>();
      value
          .entries()
          .forEach(
              (key, inner) -> {
                FieldOwners below = field(key);
                if (!below.owners.isEmpty()) {
                  map.put(key, below.part(inner));
                }
              });
      return Document.of(map);
    }
    if (value.isList()) {
      List<Object> list = new ArrayList<>();
      for (Document item : value.items()) {
        FieldOwners below = item(item);
        if (!below.owners.isEmpty()) {
          list.add(keyed(item, below.part(item)));
        }
      }
      return Document.of(list);
    }
    return value;
  }

  /// An item needs its keys, whoever set them.
  private Document keyed(Document item, Document part) {
    if (!item.isMap()) {
      return part;
    }
    Map<String, Object> map = new LinkedHashMap<>();
    for (Owner each : owners) {
      each.fields().entries().keySet().stream()
          .filter(key -> key.startsWith(KEYS) && names(key, item))
          .forEach(key -> map.putAll(keys(key)));
    }
    map.putAll(part.entries());
    return Document.of(map);
  }

  private static Map<String, Document> keys(String key) {
    return Documents.json(key.substring(KEYS.length()), SOURCE).entries();
  }
}
