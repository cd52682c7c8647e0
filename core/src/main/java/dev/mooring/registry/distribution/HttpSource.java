package dev.mooring.registry.distribution;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.TagPage;
import dev.mooring.registry.http.Retry;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// A repository of a registry as a place to read from. Manifests have the digest that they
/// are asked for by, or are refused. Blobs are streamed from any byte on and are not checked
/// here: [dev.mooring.registry.transfer.ImageCopy] does, as it goes.
///
/// Thread-safe, blocking. A stream that breaks is its reader's to open again at the byte
/// after.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pull
public final class HttpSource implements ImageSource {
  private final String name;
  private final String repository;
  private final Catalog catalog;
  private final Manifests manifests;
  private final Blobs blobs;
  private final Retry retry;

  /// @param name as people name it, with the registry's host
  /// @param repository within the registry, valid by [dev.mooring.registry.ImageReferences]
  /// @param retry how often a blob is asked for again before its first byte came
  public HttpSource(
      String name,
      String repository,
      Catalog catalog,
      Manifests manifests,
      Blobs blobs,
      Retry retry) {
    this.name = name;
    this.repository = repository;
    this.catalog = catalog;
    this.manifests = manifests;
    this.blobs = blobs;
    this.retry = retry;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Optional<Digest> digest(String reference) throws InterruptedException {
    return manifests.head(repository, reference).map(Descriptor::digest);
  }

  @Override
  public Optional<Manifest> find(String reference) throws InterruptedException {
    return manifests.find(repository, reference);
  }

  @Override
  public TagPage tags(String from) throws InterruptedException {
    return catalog.tags(repository, from);
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) throws InterruptedException {
    return manifests.referrers(repository, subject);
  }

  @Override
  public InputStream open(Descriptor blob, long offset) throws IOException, InterruptedException {
    return open(blob, offset, Long.MAX_VALUE);
  }

  @Override
  public InputStream open(Descriptor blob, long offset, long length)
      throws IOException, InterruptedException {
    return retry.run(
        Messages.of("cannot-read-a-layer-of", repository),
        () -> blobs.open(repository, blob, offset, length));
  }

  @Override
  public String toString() {
    return name;
  }
}
