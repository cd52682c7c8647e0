package dev.mooring.debug.subject;

import java.io.IOException;

/// Bytes of a file that is somewhere else, read piece by piece.
@FunctionalInterface
public interface RandomBytes {

  /// The bytes from an offset on; fewer where the file ends.
  ///
  /// @param length at most [ElfFile#LARGEST_READ]
  byte[] read(long offset, int length) throws IOException, InterruptedException;
}
