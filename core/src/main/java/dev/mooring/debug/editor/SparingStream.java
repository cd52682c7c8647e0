package dev.mooring.debug.editor;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.ForwardingStream;
import java.io.IOException;
import java.io.OutputStream;

/// An editor's way to Delve on which it can't end the program that is debugged.
///
/// Editors do so without being asked: nvim-dap, when it's closed, disconnects with
/// `terminateDebuggee`, and Delve then kills what it was attached to.
public final class SparingStream extends ForwardingStream {

  /// Takes over the stream and closes it.
  public SparingStream(ByteStream delve) {
    super(delve);
  }

  @Override
  public OutputStream output() throws IOException {
    return new SparingOutput(super.output());
  }
}
