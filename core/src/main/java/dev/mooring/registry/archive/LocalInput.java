package dev.mooring.registry.archive;

import dev.mooring.platform.BlockInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;

/// Content of a file on this machine: what fails here does not come back, unlike a connection.
final class LocalInput extends BlockInput {
  private final Path file;
  private final InputStream in;

  LocalInput(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    try {
      return in.read(into, from, length);
    } catch (ClosedByInterruptException e) {
      InterruptedIOException cancelled = new InterruptedIOException("it was cancelled");
      cancelled.initCause(e);
      throw cancelled;
    } catch (IOException e) {
      throw ArchiveProblems.unreadable(file, e);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
