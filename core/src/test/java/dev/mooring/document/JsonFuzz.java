package dev.mooring.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is read says the same when it was written and read again, and its scalars are the same that
/// are read alone.
public final class JsonFuzz implements FuzzTarget {
  private static final Set<String> NAMES = Set.of("a", "os", "created");

  @Override
  public void feed(byte[] input) {
    Document read;
    try {
      read = Documents.json(input, "it");
    } catch (MooringException e) {
      return;
    }
    byte[] written = Documents.jsonBytes(read);
    if (!new String(input, StandardCharsets.ISO_8859_1).matches("(?s).*[0-9][eE.].*")) {
      assertEquals(read, Documents.json(written, "it", Bounds.ANSWER));
    }
    Map<String, Object> scalars = new LinkedHashMap<>();
    read.map()
        .forEach(
            (name, value) -> {
              if (NAMES.contains(name) && !(value instanceof Map) && !(value instanceof List)) {
                scalars.put(name, value);
              }
            });
    Document alone = Documents.scalars(input, "it", Bounds.CONTENT, NAMES);
    assertEquals(read.isMap() ? scalars : Map.of(), alone.map());
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "{\"a\":[1,-2.5e3,true,null,\"\\u00e4\\n\"],\"os\":\"linux\",\"created\":{\"a\":{}}}",
        "[]",
        "\"\"",
        "{\"a\":1,\"a\":[],\"os\":123456789012345678901234567890}",
        "[[[[[[[[[[]]]]]]]]]]",
        "1e400");
  }
}
