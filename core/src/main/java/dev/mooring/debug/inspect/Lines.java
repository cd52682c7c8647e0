package dev.mooring.debug.inspect;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Lines of a stream whose writer is not trusted to end them.
public final class Lines {
  private final InputStream input;
  private final int longest;
  private final byte[] buffer = new byte[16 * 1024];
  private int next;
  private int filled;

  /// @param longest a longer line is an error
  public Lines(InputStream input, int longest) {
    this.input = input;
    this.longest = longest;
  }

  /// The next line without its end; null after the last.
  public byte @Nullable [] next() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      if (next == filled) {
        next = 0;
        filled = Math.max(0, input.read(buffer));
        if (filled == 0) {
          return line.size() == 0 ? null : line.toByteArray();
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
