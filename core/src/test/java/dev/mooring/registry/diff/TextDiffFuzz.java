package dev.mooring.registry.diff;

import dev.mooring.fuzz.FuzzTarget;
import java.util.Arrays;
import java.util.List;

/// The two halves of any bytes are compared, or are no texts.
public final class TextDiffFuzz implements FuzzTarget {

  @Override
  public void feed(byte[] input) {
    int middle = input.length / 2;
    TextDiff.of(Arrays.copyOf(input, middle), Arrays.copyOfRange(input, middle, input.length));
  }

  @Override
  public List<byte[]> seeds() {
    return FuzzTarget.texts("a\nb\nc\na\nx\nc\n", "\n\n\n\n", "a\r\nb\rc\n\u2028d\n");
  }
}
