package dev.mooring.tunnel;

import java.io.IOException;
import java.io.OutputStream;

/// An upgraded connection that carries the bytes as they are (plain SPDY).
final class PlainWire implements Wire {
  private final ApiConnection connection;
  private final Source source;
  private final OutputStream output;

  PlainWire(ApiConnection connection) {
    this.connection = connection;
    this.source = new Source(connection.input());
    this.output = connection.output();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return source.read(target, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    output.write(buffer, offset, length);
  }

  @Override
  public void writeOwed() {}

  @Override
  public void onOwed(Runnable wake) {}

  @Override
  public void writeEnd() {}

  @Override
  public void abort() {
    connection.close();
  }
}
