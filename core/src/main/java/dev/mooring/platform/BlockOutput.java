package dev.mooring.platform;

import java.io.IOException;
import java.io.OutputStream;

/// An output that is written in blocks; a single byte is a block of one. `FilterOutputStream` does
/// the opposite: it writes each block byte by byte.
public abstract class BlockOutput extends OutputStream {
  @Override
  public final void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public abstract void write(byte[] bytes, int offset, int length) throws IOException;
}
