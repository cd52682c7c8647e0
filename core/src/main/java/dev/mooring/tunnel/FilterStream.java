package dev.mooring.tunnel;

import dev.mooring.platform.BlockInput;
import dev.mooring.platform.BlockOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A stream that is another one, but that a subclass sees, judges or replaces its bytes on their
/// way. What the subclass does not override passes as it is.
///
/// Each of the two directions may be on a thread of its own. Closing one side closes the stream.
public abstract class FilterStream extends ForwardingStream {
  protected FilterStream(ByteStream stream) {
    super(stream);
  }

  /// Gives the reader its next bytes, as `InputStream.read` does.
  ///
  /// @param input the other stream's
  protected int read(InputStream input, byte[] bytes, int offset, int length) throws IOException {
    return input.read(bytes, offset, length);
  }

  /// Takes what the writer writes, as `OutputStream.write` does.
  ///
  /// @param output the other stream's
  protected void write(OutputStream output, byte[] bytes, int offset, int length)
      throws IOException {
    output.write(bytes, offset, length);
  }

  /// Sends on what was written.
  ///
  /// @param output the other stream's
  protected void flush(OutputStream output) throws IOException {
    output.flush();
  }

  @Override
  public final InputStream input() throws IOException {
    InputStream input = super.input();
    return new BlockInput() {
      @Override
      public int read(byte[] bytes, int offset, int length) throws IOException {
        return FilterStream.this.read(input, bytes, offset, length);
      }

      @Override
      public void close() {
        FilterStream.this.close();
      }
    };
  }

  @Override
  public final OutputStream output() throws IOException {
    OutputStream output = super.output();
    return new BlockOutput() {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        FilterStream.this.write(output, bytes, offset, length);
      }

      @Override
      public void flush() throws IOException {
        FilterStream.this.flush(output);
      }

      @Override
      public void close() {
        FilterStream.this.close();
      }
    };
  }
}
