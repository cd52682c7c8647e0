package dev.mooring.registry.diff;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.TagPage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// The same place, whose blobs are read in another way.
abstract class ForwardingSource implements ImageSource {
  private final ImageSource source;

  ForwardingSource(ImageSource source) {
    this.source = source;
  }

  final ImageSource source() {
    return source;
  }

  @Override
  public final InputStream open(Descriptor blob, long offset)
      throws IOException, InterruptedException {
    return open(blob, offset, Long.MAX_VALUE);
  }

  @Override
  public abstract InputStream open(Descriptor blob, long offset, long length)
      throws IOException, InterruptedException;

  @Override
  public final String name() {
    return source.name();
  }

  @Override
  public final Optional<Digest> digest(String reference) throws InterruptedException {
    return source.digest(reference);
  }

  @Override
  public final Optional<Manifest> find(String reference) throws InterruptedException {
    return source.find(reference);
  }

  @Override
  public final TagPage tags(String from) throws InterruptedException {
    return source.tags(from);
  }

  @Override
  public final Optional<List<Descriptor>> referrers(Digest subject) throws InterruptedException {
    return source.referrers(subject);
  }
}
