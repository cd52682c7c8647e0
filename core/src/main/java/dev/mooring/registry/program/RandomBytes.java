package dev.mooring.registry.program;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/// Bytes of a file that is somewhere else, read piece by piece.
@FunctionalInterface
public interface RandomBytes {

  /// The bytes from an offset on; fewer where the file ends.
  ///
  /// @param length at most [ElfFile#LARGEST_READ]
  byte[] read(long offset, int length) throws IOException, InterruptedException;

  /// Those of a file of this machine, which stays the caller's.
  static RandomBytes of(FileChannel file) {
    return (offset, length) -> {
      ByteBuffer part = ByteBuffer.allocate(Math.clamp(file.size() - offset, 0, length));
      while (part.hasRemaining() && file.read(part, offset + part.position()) >= 0) {
        // A read may bring less than was asked for.
      }
      return Arrays.copyOf(part.array(), part.position());
    };
  }
}
