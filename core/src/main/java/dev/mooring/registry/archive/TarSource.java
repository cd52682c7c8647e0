package dev.mooring.registry.archive;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Region;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;

/// A layout in a tar file of anybody's, to read from.
public record TarSource(String name, TarIndex tar) implements Content {
  private static String path(Digest digest) {
    return "blobs/sha256/" + digest.hex();
  }

  @Override
  public Optional<byte[]> manifest(Digest digest) throws IOException {
    Optional<Region> region = tar.file(path(digest));
    if (region.isEmpty() || region.get().size() > FolderContent.LONGEST_MANIFEST) {
      return Optional.empty();
    }
    byte[] bytes = region.get().bytes();
    return Digests.of(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    InputStream in =
        tar.file(path(blob.digest()))
            .filter(each -> each.size() == blob.size())
            .orElseThrow(() -> new NoSuchFileException(blob.digest().text()))
            .open();
    in.skipNBytes(offset);
    return in;
  }
}
