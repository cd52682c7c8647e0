package dev.mooring.debug.delve;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A static Delve for Linux, in a file of this user's.
///
/// @param digest of its content
/// @param words what it is and where it is from: "Delve 1.27.2, built with Go 1.26.8"
public record DelveBinary(Path file, Digest digest, String words) {

  /// @throws IOException when it cannot be read, or is not what its digest says
  public byte[] bytes() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (!Digests.of(bytes).equals(digest)) {
      throw new IOException(Messages.of("file-was-changed", file));
    }
    return bytes;
  }
}
