package dev.mooring.registry.packages;

import dev.mooring.registry.layer.LayerEntry;
import java.io.IOException;
import java.io.InputStream;

/// Reads one kind of file that names packages. What the file says is hostile.
interface PackageReader {
  /// More than any distribution has.
  int MOST_PACKAGES = 100_000;

  /// Whether a file of the image looks like one.
  boolean claims(LayerEntry file);

  /// @throws IOException when it is none after all, or its end is missing
  PackageList read(LayerEntry file, InputStream content) throws IOException, InterruptedException;
}
