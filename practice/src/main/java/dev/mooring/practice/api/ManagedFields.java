package dev.mooring.practice.api;

import dev.mooring.document.Document;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/// Who owns which fields of one object: `metadata.managedFields`.
final class ManagedFields {

  record Owner(String manager, String operation, String apiVersion, String subresource) {}

  private final Map<Owner, SortedSet<String>> owned = new LinkedHashMap<>();
  private final Map<Owner, String> times = new LinkedHashMap<>();

  static ManagedFields of(Document object) {
    ManagedFields fields = new ManagedFields();
    for (Document each : object.at("metadata", "managedFields").items()) {
      Owner owner =
          new Owner(
              each.at("manager").textOrEmpty(),
              each.at("operation").textOrEmpty(),
              each.at("apiVersion").textOrEmpty(),
              each.at("subresource").textOrEmpty());
      fields.owned.put(owner, Fields.paths(each.at("fieldsV1")));
      fields.times.put(owner, each.at("time").textOrEmpty());
    }
    return fields;
  }

  SortedSet<String> of(Owner owner) {
    return owned.getOrDefault(owner, new TreeSet<>());
  }

  /// The others that own a path.
  List<Owner> othersOf(Owner owner, String path) {
    return owned.entrySet().stream()
        .filter(each -> !each.getKey().equals(owner) && each.getValue().contains(path))
        .map(Map.Entry::getKey)
        .toList();
  }

  void set(Owner owner, SortedSet<String> paths) {
    if (!Objects.equals(owned.get(owner), paths)) {
      owned.put(owner, paths);
      times.put(owner, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }
  }

  /// Takes paths from everyone but the owner.
  void take(Owner owner, SortedSet<String> paths) {
    owned.forEach(
        (each, theirs) -> {
          if (!each.equals(owner)) {
            theirs.removeAll(paths);
          }
        });
  }

  /// Notes what a plain write changed: the writer owns it now, and nobody what is gone.
  void written(Owner writer, Resource resource, Document before, Document after) {
    SortedSet<String> now = Fields.of(resource, after);
    SortedSet<String> then = Fields.of(resource, before);
    SortedSet<String> changed = new TreeSet<>(now);
    changed.removeIf(
        path ->
            then.contains(path)
                && Fields.value(resource, before, path)
                    .equals(Fields.value(resource, after, path)));
    then.removeAll(now);
    owned.values().forEach(each -> each.removeAll(then));
    if (!changed.isEmpty()) {
      take(writer, changed);
      SortedSet<String> mine = new TreeSet<>(of(writer));
      mine.addAll(changed);
      set(writer, mine);
    }
  }

  Document on(Document object) {
    List<Document> entries = new ArrayList<>();
    owned.forEach(
        (owner, paths) -> {
          if (!paths.isEmpty()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("manager", owner.manager());
            entry.put("operation", owner.operation());
            entry.put("apiVersion", owner.apiVersion());
            entry.put("time", times.getOrDefault(owner, ""));
            entry.put("fieldsType", "FieldsV1");
            entry.put("fieldsV1", Fields.tree(paths));
            if (!owner.subresource().isEmpty()) {
              entry.put("subresource", owner.subresource());
            }
            entries.add(Document.of(entry));
          }
        });
    return entries.isEmpty()
        ? object.without("metadata", "managedFields")
        : object.with(entries, "metadata", "managedFields");
  }
}
