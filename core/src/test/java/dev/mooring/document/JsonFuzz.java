package dev.mooring.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What was written says the same when it is written again, and scalars are the same that are read
/// alone.
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
    // Half a surrogate and a number beyond all doubles are written as what stands for them.
    Document again = Documents.json(Documents.jsonBytes(read), "it", Bounds.ANSWER);
    assertEquals(again, Documents.json(Documents.jsonBytes(again), "it", Bounds.ANSWER));
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
