package dev.mooring.registry.archive;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/// Content of a file on this machine: what fails here does not come back, unlike a connection.
final class LocalInput extends FilterInputStream {
  private final Path file;

  LocalInput(Path file, InputStream in) {
    super(in);
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    try {
      return super.read(into, from, length);
    } catch (ClosedByInterruptException e) {
      InterruptedIOException cancelled = new InterruptedIOException("it was cancelled");
      cancelled.initCause(e);
      throw cancelled;
    } catch (IOException e) {
      throw ArchiveProblems.unreadable(file, e);
    }
  }
}
