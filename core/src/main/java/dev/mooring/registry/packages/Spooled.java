package dev.mooring.registry.packages;

import dev.mooring.registry.program.RandomBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Content that is read at several places, in a temporary file that goes when it is closed.
final class Spooled implements AutoCloseable {
  private static final long LARGEST = 1L << 30;

  /// What stays free on the disk.
  private static final long SPARE = 256L << 20;

  private static final int BUFFER = 256 * 1024;

  private final FileChannel file;
  private final long size;

  private Spooled(FileChannel file, long size) {
    this.file = file;
    this.size = size;
  }

  /// @throws IOException when there is more of it than any package database or program has, or the
  /// disk is full
  static Spooled of(InputStream content) throws IOException, InterruptedException {
    Path path = Files.createTempFile("mooring-", ".content");
    // The file itself has no name any more as soon as it is open.
    FileStore disk = Files.getFileStore(Path.of(System.getProperty("java.io.tmpdir")));
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    boolean done = false;
    try {
      byte[] buffer = new byte[BUFFER];
      long written = 0;
      for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
        if (Thread.interrupted()) {
          throw new InterruptedException("it was cancelled");
        }
        written += n;
        if (written > LARGEST || disk.getUsableSpace() < SPARE) {
          throw new IOException(Messages.of("too-large", written >> 20));
        }
        for (ByteBuffer part = ByteBuffer.wrap(buffer, 0, n); part.hasRemaining(); ) {
          file.write(part);
        }
      }
      done = true;
      return new Spooled(file, written);
    } finally {
      if (!done) {
        file.close();
      }
    }
  }

  RandomBytes bytes() {
    return RandomBytes.of(file);
  }

  long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
