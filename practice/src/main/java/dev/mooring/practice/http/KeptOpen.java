package dev.mooring.practice.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// A body of a known length. Closing it leaves the connection open.
final class KeptOpen extends FilterOutputStream {
  KeptOpen(OutputStream out) {
    super(out);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    out.write(bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
