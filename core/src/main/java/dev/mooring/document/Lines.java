package dev.mooring.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Lines of a stream whose writer is not trusted to end them. For one thread.
public final class Lines {
  private final InputStream input;
  private final int longest;
  private final boolean rest;
  private final byte[] buffer = new byte[16 * 1024];
  private int next;
  private int filled;

  /// What was written last counts also where it did not come to be ended.
  ///
  /// @param longest a longer line is an error, in bytes
  public Lines(InputStream input, int longest) {
    this(input, longest, true);
  }

  private Lines(InputStream input, int longest, boolean rest) {
    this.input = input;
    this.longest = longest;
    this.rest = rest;
  }

  /// A last line without an end was cut off, and is left out.
  public static Lines whole(InputStream input, int longest) {
    return new Lines(input, longest, false);
  }

  /// The next line without its end; null after the last.
  public byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (next == filled) {
        next = 0;
        filled = Math.max(0, input.read(buffer));
        if (filled == 0) {
          return rest && line.size() > 0 ? line.toByteArray() : null;
        }
      }
      int from = next;
      while (next < filled && buffer[next] != '\n') {
        next++;
      }
      if (line.size() + next - from > longest) {
        throw new IOException("a line of more than " + longest + " bytes");
      }
      line.write(buffer, from, next - from);
      if (next < filled) {
        next++;
        return line.toByteArray();
      }
    }
  }
}
