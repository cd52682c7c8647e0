package dev.mooring.forward.http;

import dev.mooring.tunnel.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;

/// A far side that hears nothing, says one thing and ends.
final class CannedResponse implements ByteStream {
  private final InputStream words;

  CannedResponse(byte[] words) {
    this.words = new ByteArrayInputStream(words);
  }

  @Override
  public InputStream input() {
    return words;
  }

  @Override
  public OutputStream output() {
    return OutputStream.nullOutputStream();
  }

  @Override
  public void close() {
    // Nothing is open.
  }

  @Override
  public boolean lost() {
    return false;
  }
}
