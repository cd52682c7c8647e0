package dev.mooring.registry.diff;

import dev.mooring.platform.BlockInput;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/// A place of which only so many bytes are read: who asks for more meets a problem. A layer whose
/// table is known, or that carries its own, needs few of them or none. Thread-safe.
final class SparingSource extends ForwardingSource {
  private final AtomicLong left;
  private volatile boolean exhausted;

  SparingSource(ImageSource source, long most) {
    super(source);
    this.left = new AtomicLong(most);
  }

  /// Whether somebody asked for more.
  boolean isExhausted() {
    return exhausted;
  }

  @Override
  public InputStream open(Descriptor blob, long offset, long length)
      throws IOException, InterruptedException {
    // Nothing is gained by beginning with what can't be read to its end.
    if (Math.min(length, blob.size() - offset) > left.get()) {
      throw enough();
    }
    InputStream content = source().open(blob, offset, length);
    return new BlockInput() {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int read = content.read(into, from, length);
        if (read > 0 && left.addAndGet(-read) < 0) {
          throw enough();
        }
        return read;
      }

      @Override
      public void close() throws IOException {
        content.close();
      }
    };
  }

  private MooringException enough() {
    exhausted = true;
    return new Problem(
            Code.IMAGE_INCOMPLETE,
            Messages.of("cannot-compare-with", source().name()),
            Messages.of("shared-layers-are-large"),
            Remedy.none())
        .raise();
  }
}
