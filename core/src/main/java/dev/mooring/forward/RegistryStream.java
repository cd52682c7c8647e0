package dev.mooring.forward;

import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A stream into a pod of a registry that Mooring installed, found out only when it was dialled: a
/// forward may lead there by any Service, selector or name. Nothing may pass before its guard was
/// asked.
///
/// @param guard of the forward
record RegistryStream(ByteStream stream, Guard guard) implements ByteStream {
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

  @Override
  public boolean ended() {
    return stream.ended();
  }
}
