package dev.mooring.document;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// An immutable tree of JSON values: maps, lists, strings, numbers, booleans and nothing. Equal to
/// another one that says the same, whatever the order of its names. Thread-safe.
///
/// Reading never fails: a path that is not there, or a value of another type, reads as absent.
/// Hostile input therefore needs no checks before it is looked at, only decisions about what
/// absence means.
public final class Document {
  private static final Document NOTHING = new Document(null);

  private final @Nullable Object value;

  private Document(@Nullable Object value) {
    this.value = value;
  }

  /// Wraps maps, lists and scalars as they are, copying maps and lists so that later changes do not
  /// show.
  public static Document of(@Nullable Object value) {
    return value == null ? NOTHING : new Document(copy(value));
  }

  /// Takes a value that nobody else holds and that cannot be changed.
  static Document owned(@Nullable Object value) {
    return value == null ? NOTHING : new Document(value);
  }

  /// What is not there.
  public static Document nothing() {
    return NOTHING;
  }

  /// The value below the given keys.
  public Document at(String... path) {
    Object here = value;
    for (String key : path) {
      here = here instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return here == null ? NOTHING : new Document(here);
  }

  /// The elements of a list, or none.
  public List<Document> items() {
    return value instanceof List<?> list
        ? list.stream().map(each -> each == null ? NOTHING : new Document(each)).toList()
        : List.of();
  }

  /// The entries of a map in their order, or none.
  public Map<String, Document> entries() {
    Map<String, Document> entries = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (key, each) -> entries.put((String) key, each == null ? NOTHING : new Document(each)));
    }
    return entries;
  }

  /// The string values of a map, such as labels.
  public Map<String, String> strings() {
    Map<String, String> strings = new LinkedHashMap<>();
    entries().forEach((key, each) -> each.text().ifPresent(text -> strings.put(key, text)));
    return strings;
  }

  /// The string values of a list.
  public List<String> texts() {
    return items().stream().flatMap(each -> each.text().stream()).toList();
  }

  /// A string; empty for anything else, also for a number.
  public Optional<String> text() {
    return value instanceof String text ? Optional.of(text) : Optional.empty();
  }

  /// A string, number or boolean as text; empty when there is none.
  public String textOrEmpty() {
    return value instanceof String || value instanceof Number || value instanceof Boolean
        ? String.valueOf(value)
        : "";
  }

  /// A number as a whole one, cut to the range of a long.
  public Optional<Long> integer() {
    return value instanceof Number number ? Optional.of(whole(number)) : Optional.empty();
  }

  private static long whole(Number number) {
    return number instanceof java.math.BigInteger big && big.bitLength() > 63
        ? big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE
        : number.longValue();
  }

  /// Whether it is the boolean `true`; the text "true" is not.
  public boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  /// Whether it is a map, if an empty one.
  public boolean isMap() {
    return value instanceof Map<?, ?>;
  }

  /// Whether it is a list, if an empty one.
  public boolean isList() {
    return value instanceof List<?>;
  }

  /// Whether it is absent, or `null`.
  public boolean isNothing() {
    return value == null;
  }

  /// The plain JDK value: a map, list, string, number, boolean or null.
  public @Nullable Object plain() {
    return value;
  }

  /// The value as a map; an empty one when it is none.
  @SuppressWarnings("unchecked")
  public Map<String, Object> map() {
    return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
  }

  /// This map with one entry set, or removed when `next` is nothing. Missing maps on the path are
  /// made.
  public Document with(Object next, String... path) {
    return change(ignored -> Document.of(next instanceof Document d ? d.value : next), path);
  }

  /// This map without the entry at the path.
  public Document without(String... path) {
    return at(path).isNothing() ? this : change(ignored -> NOTHING, path);
  }

  private Document change(UnaryOperator<Document> change, String... path) {
    if (path.length == 0) {
      return change.apply(this);
    }
    Map<String, @Nullable Object> copy = new LinkedHashMap<>(map());
    String[] rest = java.util.Arrays.copyOfRange(path, 1, path.length);
    Object inner = at(path[0]).change(change, rest).value;
    if (inner == null) {
      copy.remove(path[0]);
    } else {
      copy.put(path[0], inner);
    }
    return new Document(Collections.unmodifiableMap(copy));
  }

  /// The elements of a list, or none.
  public Stream<Document> stream() {
    return items().stream();
  }

  private static @Nullable Object copy(@Nullable Object value) {
    return switch (value) {
      case Document document -> document.value;
      case Map<?, ?> map -> {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, each) -> copy.put(String.valueOf(key), copy(each)));
        yield Collections.unmodifiableMap(copy);
      }
      case List<?> list -> {
        List<@Nullable Object> copy = new java.util.ArrayList<>();
        list.forEach(each -> copy.add(copy(each)));
        yield Collections.unmodifiableList(copy);
      }
      case null -> null;
      default -> value;
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Document document && java.util.Objects.equals(value, document.value);
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hashCode(value);
  }

  @Override
  public String toString() {
    return String.valueOf(value);
  }
}
