package dev.mooring.registry.archive;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Region;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// A layout in a tar file of anybody's, to read from. The index holds places and no content,
/// so that an archive of any size takes little memory. Of several files of one name the last
/// counts, as with `tar`. Whoever opened the file closes it.
public record TarSource(String name, TarIndex tar) implements Content {
  @Override
  public Optional<byte[]> manifest(Digest digest) throws IOException {
    Optional<Region> region = tar.file(OciLayout.path(digest));
    if (region.isEmpty() || region.get().size() > FolderContent.LONGEST_MANIFEST) {
      return Optional.empty();
    }
    byte[] bytes = region.get().bytes();
    return Digests.of(bytes).equals(digest) ? Optional.of(bytes) : Optional.empty();
  }

  @Override
  public OptionalLong size(Digest digest) {
    return tar.file(OciLayout.path(digest))
        .map(each -> OptionalLong.of(each.size()))
        .orElse(OptionalLong.empty());
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    InputStream in =
        tar.file(OciLayout.path(blob.digest()))
            .filter(each -> each.size() == blob.size())
            .orElseThrow(() -> new NoSuchFileException(blob.digest().text()))
            .open(offset);
    return new LocalInput(Path.of(name), in);
  }
}
