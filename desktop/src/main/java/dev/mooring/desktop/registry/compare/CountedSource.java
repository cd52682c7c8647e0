package dev.mooring.desktop.registry.compare;

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

/// The same place; the bytes of blobs that come from it are counted.
record CountedSource(ImageSource source, AtomicLong bytes) implements ImageSource {

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException, InterruptedException {
    return new Counted(source.open(blob, offset));
  }

  @Override
  public InputStream open(Descriptor blob, long offset, long length)
      throws IOException, InterruptedException {
    return new Counted(source.open(blob, offset, length));
  }

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

  private final class Counted extends FilterInputStream {
    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      bytes.addAndGet(one < 0 ? 0 : 1);
      return one;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int some = super.read(into, from, length);
      bytes.addAndGet(Math.max(0, some));
      return some;
    }
  }
}
