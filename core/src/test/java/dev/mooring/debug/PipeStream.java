package dev.mooring.debug;

import dev.mooring.tunnel.ByteStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Two ends of something that already is two streams: a socket, a process.
public record PipeStream(InputStream input, OutputStream output, AutoCloseable end)
    implements ByteStream {

  @Override
  public void close() {
    try {
      end.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public boolean lost() {
    return false;
  }
}
