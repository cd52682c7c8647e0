package dev.mooring.registry.layer;

import dev.mooring.registry.tar.TarHeader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What headers before an entry of a tar say of it: in place of its own header's fields, and its
/// extended attributes. However many headers there are, it stays small.
final class PaxRecords {
  private static final String ATTRIBUTE = "SCHILY.xattr.";
  private static final Set<String> FIELDS =
      Set.of(
          "path",
          "linkpath",
          "size",
          "mtime",
          "uid",
          "gid",
          "GNU.sparse.major",
          "GNU.sparse.map",
          "GNU.sparse.numblocks");

  private final Map<String, String> fields = new HashMap<>();
  private final TreeMap<String, String> attributes = new TreeMap<>();

  /// @param header the content of a pax header
  /// @return false where it is damaged
  boolean add(byte[] header) {
    return TarHeader.pax(
        header, name -> FIELDS.contains(name) || name.startsWith(ATTRIBUTE), this::add);
  }

  private void add(String name, byte[] value) {
    if (FIELDS.contains(name)) {
      fields.put(name, new String(value, StandardCharsets.UTF_8));
      return;
    }
    attribute(name.substring(ATTRIBUTE.length()), value);
  }

  void attribute(String attribute, byte[] value) {
    boolean room = attributes.size() < Attributes.MOST || attributes.containsKey(attribute);
    if (!attribute.isEmpty() && attribute.length() <= Attributes.LONGEST_NAME && room) {
      attributes.put(attribute, Attributes.text(value));
    }
  }

  void put(String field, String value) {
    fields.put(field, value);
  }

  Optional<String> get(String field) {
    return Optional.ofNullable(fields.get(field));
  }

  boolean isSparse() {
    return fields.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."));
  }

  Attributes attributes() {
    return attributes.isEmpty() ? Attributes.NONE : new Attributes(new TreeMap<>(attributes));
  }

  /// What was said of one entry says nothing of the next.
  void clear() {
    fields.clear();
    attributes.clear();
  }
}
