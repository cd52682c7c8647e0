package dev.mooring.registry;

import java.io.InputStream;

/// The content of one blob, to be read again from where it got lost.
@FunctionalInterface
public interface BlobContent {
  /// @param offset how many bytes are left out
  /// @return the rest; what goes wrong with it is thrown as [dev.mooring.problem.MooringException]
  InputStream open(long offset) throws InterruptedException;
}
