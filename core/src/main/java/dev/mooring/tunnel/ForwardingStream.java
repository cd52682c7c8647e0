package dev.mooring.tunnel;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A stream that is another one, but for what a subclass does otherwise. It takes over the
/// other and closes it.
///
/// For streams that differ in how they end or what is said of them; [FilterStream] is for
/// those that touch the bytes. As safe for threads as the other.
public abstract class ForwardingStream implements ByteStream {
  private final ByteStream stream;

  /// @param stream from now on closed by this one alone
  protected ForwardingStream(ByteStream stream) {
    this.stream = stream;
  }

  @Override
  public InputStream input() throws IOException {
    return stream.input();
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
  public void leaving() {
    stream.leaving();
  }

  @Override
  public boolean lost() {
    return stream.lost();
  }

  /// The other's; who overrides [#lost] most often has to override this too.
  @Override
  public boolean ended() {
    return stream.ended();
  }

  @Override
  public boolean endedAtRest() {
    return stream.endedAtRest();
  }
}
