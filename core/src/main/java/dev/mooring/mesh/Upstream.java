package dev.mooring.mesh;

import dev.mooring.identity.Identity;
import dev.mooring.tunnel.ByteStream;
import dev.mooring.tunnel.StreamException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;

/// One connection to a registry's sidecar that has shaken hands.
///
/// Under TLS 1.3 the sidecar says only after the handshake whether it takes our certificate: the
/// first read then fails with a [StreamException] that says why.
///
/// @param place by which pod or address it leads there
/// @param server whom we met
/// @param me whose certificate was shown
/// @param opened of [System#nanoTime]
/// @param staying false once the place goes away
record Upstream<P>(
    TlsStream tls, P place, URI server, Identity me, long opened, BooleanSupplier staying)
    implements ByteStream {

  /// Whether the next request may go where this stream leads.
  static boolean stays(ByteStream stream) {
    return !(stream instanceof Upstream<?> upstream) || upstream.staying().getAsBoolean();
  }

  @Override
  public InputStream input() {
    return new Explained(tls.input());
  }

  @Override
  public OutputStream output() {
    return tls.output();
  }

  @Override
  public void close() {
    tls.close();
  }

  @Override
  public boolean lost() {
    return tls.lost();
  }

  @Override
  public boolean ended() {
    return !tls.usable();
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
        throw refused(e);
      }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        return super.read(bytes, offset, length);
      } catch (SSLException e) {
        throw refused(e);
      }
    }

    private StreamException refused(SSLException e) {
      return HandshakeRefusal.asStreamException(e, me, server);
    }
  }
}
