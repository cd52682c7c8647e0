package dev.mooring.registry.archive;

import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.Manifest;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongConsumer;

/// One repository of a layout, to write to. Blobs that are there with their digest are not
/// written again. The list of images is changed in memory only: whoever owns the content
/// writes it, after all that it names. Thread-safe.
///
/// https://github.com/opencontainers/image-spec/blob/main/image-layout.md
public record LayoutSink(WritableContent content, LayoutIndex index, String repository)
    implements ImageSink {

  private LayoutSource source() {
    return new LayoutSource(content, index, repository);
  }

  @Override
  public String name() {
    return content.name();
  }

  @Override
  public Optional<Digest> digest(String reference) throws InterruptedException {
    return source().digest(reference);
  }

  @Override
  public Optional<Manifest> find(String tag) throws InterruptedException {
    return source().find(tag);
  }

  @Override
  public boolean has(Descriptor blob) throws InterruptedException {
    try {
      return content.has(blob);
    } catch (IOException e) {
      throw Failures.reading(content.name(), e);
    }
  }

  @Override
  public boolean store(Descriptor blob, BlobContent from, LongConsumer moved)
      throws InterruptedException {
    try {
      if (content.has(blob)) {
        moved.accept(blob.size());
        return false;
      }
      content.store(blob, from, moved);
      return true;
    } catch (IOException e) {
      throw Failures.writing(content.name(), e);
    }
  }

  /// A layout lists no referrers.
  @Override
  public boolean store(Manifest manifest, String reference) throws InterruptedException {
    try {
      content.store(manifest.digest(), manifest.bytes());
    } catch (IOException e) {
      throw Failures.writing(content.name(), e);
    }
    if (!reference.startsWith("sha256:")) {
      index.put(repository, reference, manifest);
    }
    return false;
  }
}
