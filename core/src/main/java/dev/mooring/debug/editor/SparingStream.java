package dev.mooring.debug.editor;

import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// An editor's way to Delve on which it can't end the program that is debugged.
///
/// Editors do so without being asked: nvim-dap, when it's closed, disconnects with
/// `terminateDebuggee`, and Delve then kills what it was attached to.
public final class SparingStream implements ByteStream {
  private final ByteStream delve;

  /// Takes over the stream and closes it.
  public SparingStream(ByteStream delve) {
    this.delve = delve;
  }

  @Override
  public InputStream input() throws IOException {
    return delve.input();
  }

  @Override
  public OutputStream output() throws IOException {
    return new SparingOutput(delve.output());
  }

  @Override
  public void close() {
    delve.close();
  }

  @Override
  public void leaving() {
    delve.leaving();
  }

  @Override
  public boolean lost() {
    return delve.lost();
  }

  @Override
  public boolean ended() {
    return delve.ended();
  }
}
