package dev.mooring.registry.layer;

import dev.mooring.document.Document;
import dev.mooring.platform.BlockInput;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.TagPage;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A place that counts what it is asked for, loses connections, and sends other bytes when told to.
final class CountedBlobs implements ImageSource {
  private final Map<Digest, byte[]> blobs = new HashMap<>();
  private final Map<String, Manifest> manifests = new HashMap<>();
  private final Map<Digest, Integer> asked = new ConcurrentHashMap<>();
  final AtomicInteger requests = new AtomicInteger();
  final AtomicLong sent = new AtomicLong();

  /// How often a manifest was asked for.
  final AtomicInteger finds = new AtomicInteger();

  /// The most that one request was about.
  final AtomicLong longest = new AtomicLong();

  final AtomicInteger unclosed = new AtomicInteger();

  /// After so many bytes of a request its connection breaks.
  volatile long breaksAfter = Long.MAX_VALUE;

  Descriptor put(String mediaType, byte[] content) {
    Descriptor descriptor = Descriptor.of(mediaType, Digests.of(content), content.length);
    blobs.put(descriptor.digest(), content);
    return descriptor;
  }

  Manifest manifest(Document document) {
    Manifest manifest = Manifest.of(document);
    manifests.put(manifest.digest().text(), manifest);
    return manifest;
  }

  /// One as it was read somewhere.
  Manifest manifest(byte[] bytes) {
    Manifest manifest = Manifest.read("here", bytes, "");
    manifests.put(manifest.digest().text(), manifest);
    return manifest;
  }

  /// From now on a blob has other bytes.
  void change(Descriptor blob, byte[] content) {
    blobs.put(blob.digest(), content);
  }

  /// How often the content of a blob was asked for.
  int asked(Descriptor blob) {
    return asked.getOrDefault(blob.digest(), 0);
  }

  void forget() {
    requests.set(0);
    finds.set(0);
    sent.set(0);
    longest.set(0);
  }

  @Override
  public String name() {
    return "here/app";
  }

  @Override
  public Optional<Digest> digest(String reference) {
    return Optional.empty();
  }

  @Override
  public Optional<Manifest> find(String reference) {
    finds.incrementAndGet();
    return Optional.ofNullable(manifests.get(reference));
  }

  @Override
  public TagPage tags(String from) {
    return TagPage.NONE;
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    return Optional.empty();
  }

  @Override
  public InputStream open(Descriptor blob, long offset) {
    return open(blob, offset, Long.MAX_VALUE);
  }

  @Override
  public InputStream open(Descriptor blob, long offset, long length) {
    requests.incrementAndGet();
    asked.merge(blob.digest(), 1, Integer::sum);
    unclosed.incrementAndGet();
    byte[] content = blobs.get(blob.digest());
    long end = length >= content.length - offset ? content.length : offset + length;
    longest.accumulateAndGet(end - offset, Math::max);
    return new BlockInput() {
      private long at = offset;

      @Override
      public int read(byte[] into, int from, int most) throws IOException {
        if (at - offset >= breaksAfter) {
          throw new IOException("reset");
        }
        int some = (int) Math.min(Math.min(most, 50_000), end - at);
        if (some <= 0) {
          return most == 0 ? 0 : -1;
        }
        System.arraycopy(content, (int) at, into, from, some);
        at += some;
        sent.addAndGet(some);
        return some;
      }

      @Override
      public void close() {
        unclosed.decrementAndGet();
      }
    };
  }
}
