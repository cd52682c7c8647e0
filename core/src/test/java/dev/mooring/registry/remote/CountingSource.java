package dev.mooring.registry.remote;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.TagPage;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A source that counts the bytes of blobs that are read from it.
record CountingSource(ImageSource source, AtomicLong read) implements ImageSource {
  @Override
  public String name() {
    return source.name();
  }

  @Override
  public Optional<Digest> digest(String reference) throws InterruptedException {
    return source.digest(reference);
  }

  @Override
  public Optional<Manifest> find(String reference) throws InterruptedException {
    return source.find(reference);
  }

  @Override
  public TagPage tags(String from) throws InterruptedException {
    return source.tags(from);
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) throws InterruptedException {
    return source.referrers(subject);
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException, InterruptedException {
    return new FilterInputStream(source.open(blob, offset)) {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        int some = super.read(into, from, length);
        if (some > 0) {
          read.addAndGet(some);
        }
        return some;
      }
    };
  }
}
