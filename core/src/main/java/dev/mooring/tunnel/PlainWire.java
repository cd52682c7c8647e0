package dev.mooring.tunnel;

import java.io.IOException;

/// An upgraded connection that carries the bytes as they are (plain SPDY).
final class PlainWire implements Wire {
  private final ApiConnection connection;
  private final Source source;

  PlainWire(ApiConnection connection) {
    this.connection = connection;
    this.source = new Source(connection.input());
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return source.read(target, offset, length);
  }

  @Override
  public void write(byte[] buffer, int offset, int length) throws IOException {
    connection.write(buffer, offset, length);
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
