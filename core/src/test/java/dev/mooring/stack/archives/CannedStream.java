package dev.mooring.stack.archives;

import dev.mooring.tunnel.ByteStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Answers with the same bytes, whatever is asked.
record CannedStream(InputStream input) implements ByteStream {
  CannedStream(String answer) {
    this(new ByteArrayInputStream(answer.getBytes(StandardCharsets.ISO_8859_1)));
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
