package dev.mooring.fuzz;

import dev.mooring.tunnel.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;

/// A stream whose far end has said all that it says, and listens to nothing.
public final class FuzzStream implements ByteStream {
  private final InputStream input;

  public FuzzStream(byte[] said) {
    input = new ByteArrayInputStream(said);
  }

  @Override
  public InputStream input() {
    return input;
  }

  @Override
  public OutputStream output() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public void close() {}

  @Override
  public boolean lost() {
    return false;
  }
}
