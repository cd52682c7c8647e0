package dev.mooring.mesh;

import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import javax.net.ssl.SSLException;

/// One connection to a registry that has shaken hands.
///
/// Under TLS 1.3 a sidecar says only after the handshake whether it takes our certificate: the
/// first read then fails with a [StreamException] that says why.
///
/// @param place by which pod or address it leads there
/// @param opened of [System#nanoTime]
/// @param explained what a failure of TLS means
/// @param current false once a new connection would show or believe something else
/// @param staying false once the place goes away
record Upstream<P>(
    ByteStream stream,
    P place,
    long opened,
    Function<SSLException, StreamException> explained,
    BooleanSupplier current,
    BooleanSupplier staying)
    implements ByteStream {

  /// Whether the next request may go where this stream leads.
  static boolean stays(ByteStream stream) {
    return !(stream instanceof Upstream<?> upstream) || upstream.staying().getAsBoolean();
  }

  /// Reads ahead until the far side sends something, ends or fails, so that [#ended] knows.
  void readAhead() {
    if (stream instanceof TlsStream tls) {
      tls.readAhead();
    }
  }

  @Override
  public InputStream input() throws IOException {
    return new Explained(stream.input());
  }

  @Override
  public OutputStream output() throws IOException {
    return stream.output();
  }

  @Override
  public void close() {
    stream.close();
  }

  @Override
  public boolean lost() {
    return stream.lost();
  }

  @Override
  public boolean ended() {
    return stream instanceof TlsStream tls ? !tls.usable() : stream.ended();
  }

  private final class Explained extends FilterInputStream {
    Explained(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      try {
        return super.read();
      } catch (SSLException e) {
        throw explained.apply(e);
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (SSLException e) {
        throw explained.apply(e);
      }
    }
  }
}
