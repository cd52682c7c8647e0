package dev.mooring.cluster.fabric8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Cuts a stream at its line ends, with a limit on the length of a line.
final class Lines {
  /// etcd holds objects of at most 1.5 MiB; their JSON is somewhat longer.
  private static final int LONGEST = 16 << 20;

  private final InputStream in;
  private final boolean rest;
  private final byte[] buffer = new byte[16 << 10];
  private int from;
  private int to;

  /// A last line without an end is cut off and therefore left out.
  Lines(InputStream in) {
    this(in, false);
  }

  private Lines(InputStream in, boolean rest) {
    this.in = in;
    this.rest = rest;
  }

  /// What a program wrote last counts also where it did not come to end the line.
  static Lines withRest(InputStream in) {
    return new Lines(in, true);
  }

  /// The next line without its end, or null at the end.
  byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      for (int i = from; i < to; i++) {
        if (buffer[i] == '\n') {
          line.write(buffer, from, i - from);
          from = i + 1;
          return line.toByteArray();
        }
      }
      line.write(buffer, from, to - from);
      if (line.size() > LONGEST) {
        throw new IOException("a line of more than " + LONGEST + " bytes");
      }
      from = 0;
      to = Math.max(0, in.read(buffer));
      if (to == 0) {
        return rest && line.size() > 0 ? line.toByteArray() : null;
      }
    }
  }
}
