package dev.mooring.registry.archive;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.TagPage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/// One repository of a layout, to read from. Digests are checked as manifests are read; one
/// that is too long or another is as if it were not there. A layout keeps no referrers but by
/// the tags of their fallback. Thread-safe as its content.
///
/// https://github.com/opencontainers/image-spec/blob/main/image-layout.md
public record LayoutSource(Content content, LayoutIndex index, String repository)
    implements ImageSource {

  @Override
  public String name() {
    return content.name();
  }

  @Override
  public Optional<Digest> digest(String reference) throws InterruptedException {
    Optional<Digest> digest = resolved(reference);
    return digest.isPresent() && bytes(digest.get()).isPresent() ? digest : Optional.empty();
  }

  @Override
  public Optional<Manifest> find(String reference) throws InterruptedException {
    Optional<Digest> digest = resolved(reference);
    return digest.isEmpty()
        ? Optional.empty()
        : bytes(digest.get()).map(each -> Manifest.read(content.name(), each, said(reference)));
  }

  private String said(String reference) {
    return index.get(repository, reference).map(Descriptor::mediaType).orElse("");
  }

  private Optional<Digest> resolved(String reference) {
    return reference.startsWith("sha256:")
        ? Optional.of(new Digest(reference))
        : index.get(repository, reference).map(Descriptor::digest);
  }

  private Optional<byte[]> bytes(Digest digest) throws InterruptedException {
    try {
      return content.manifest(digest);
    } catch (IOException e) {
      throw Failures.reading(content.name(), e);
    }
  }

  @Override
  public TagPage tags(String from) {
    return TagPage.of(index.tags(repository), from);
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    return Optional.empty();
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    try {
      return content.open(blob, offset);
    } catch (NoSuchFileException e) {
      // Nothing that comes back, unlike a lost connection.
      throw new Problem(
              Code.IMAGE_INCOMPLETE,
              Messages.of("cannot-read-from", content.name()),
              Messages.of("a-layer-is-missing-or-short", blob.digest().brief()),
              new Remedy.Advice(Messages.of("save-it-again")))
          .raise(e);
    }
  }
}
