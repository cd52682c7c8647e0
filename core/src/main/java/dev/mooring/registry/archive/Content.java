package dev.mooring.registry.archive;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// The blobs of an image layout, by digest: a folder, or a tar file. Thread-safe.
public interface Content {

  /// As people name it.
  String name();

  /// A manifest; empty where it is not there, is too long or has not its digest.
  Optional<byte[]> manifest(Digest digest) throws IOException;

  /// How long what is kept under a digest is; empty where nothing is.
  OptionalLong size(Digest digest) throws IOException;

  /// @param offset how many bytes are left out
  /// @throws IOException also where it is not there
  InputStream open(Descriptor blob, long offset) throws IOException;
}
