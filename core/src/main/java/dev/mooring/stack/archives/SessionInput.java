package dev.mooring.stack.archives;

import dev.mooring.platform.BlockInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// So many bytes of a session. Its owner gets the session back at the close: usable where all of
/// them were read.
final class SessionInput extends BlockInput {
  private final InputStream input;
  private final Consumer<Boolean> end;
  private final AtomicBoolean closed = new AtomicBoolean();
  private long left;

  SessionInput(InputStream input, long length, Consumer<Boolean> end) {
    this.input = input;
    this.left = length;
    this.end = end;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (closed.get()) {
      throw new IOException("it is closed");
    }
    if (left == 0) {
      return -1;
    }
    int n = input.read(into, from, (int) Math.min(length, left));
    if (n < 0) {
      throw new EOFException("the pod that mounts the volume has ended");
    }
    left -= n;
    return n;
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      end.accept(left == 0);
    }
  }
}
