package dev.mooring.registry.transfer;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.TagPage;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Manifests in memory, by digest and by tag.
final class KeptSource implements ImageSource {
  private final Map<String, Manifest> manifests = new HashMap<>();

  /// What it lists itself; a subject without a list has none where there is any list.
  final Map<Digest, List<Descriptor>> referrers = new HashMap<>();

  /// What was looked for by digest alone.
  final List<String> asked = new CopyOnWriteArrayList<>();

  Manifest add(String mediaType, byte[] bytes) {
    Manifest manifest = Manifest.read("test", bytes, mediaType);
    manifests.put(manifest.digest().text(), manifest);
    return manifest;
  }

  Manifest tag(String tag, Manifest manifest) {
    manifests.put(tag, manifest);
    return manifest;
  }

  void remove(Digest digest) {
    manifests.remove(digest.text());
  }

  @Override
  public String name() {
    return "kept";
  }

  @Override
  public Optional<Digest> digest(String reference) {
    asked.add(reference);
    return Optional.ofNullable(manifests.get(reference)).map(Manifest::digest);
  }

  @Override
  public Optional<Manifest> find(String reference) {
    return Optional.ofNullable(manifests.get(reference));
  }

  @Override
  public TagPage tags(String from) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) {
    return referrers.isEmpty()
        ? Optional.empty()
        : Optional.of(referrers.getOrDefault(subject, List.of()));
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException {
    throw new IOException("no blobs");
  }
}
