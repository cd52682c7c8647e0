package dev.mooring.registry.layer.table;

import dev.mooring.platform.BlockInput;
import java.io.IOException;
import java.io.InputStream;

/// Ends after so many bytes.
final class Bounded extends BlockInput {
  private final InputStream in;
  private long left;

  Bounded(InputStream in, long most) {
    this.in = in;
    this.left = most;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    if (left == 0 && length > 0) {
      return -1;
    }
    int some = in.read(into, from, (int) Math.min(left, length));
    left -= Math.max(0, some);
    return some;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
