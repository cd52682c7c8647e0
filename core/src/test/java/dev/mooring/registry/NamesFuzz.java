package dev.mooring.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A reference that is read is read again from what it says, and leads out of no path.
public final class NamesFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    try {
      ImageReference read = ImageReference.parse(text);
      assertEquals(read, ImageReference.parse(read.toString()));
      assertFalse(read.repository().contains(".."));
    } catch (MooringException e) {
      // It is none.
    }
    try {
      ImageReference.inside(text);
    } catch (MooringException e) {
      // It is none.
    }
    Digests.read(text);
    ImageReferences.isTag(text);
    ImageReferences.isRepository(text);
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts(
        "localhost:5000/ana/app:1.2@sha256:" + "0".repeat(64),
        "[::1]:5000/a__b/c-d:x",
        "app",
        "docker.io/library/app:latest",
        "../etc/passwd:1",
        "a.example/" + "a/".repeat(120) + "b");
  }
}
