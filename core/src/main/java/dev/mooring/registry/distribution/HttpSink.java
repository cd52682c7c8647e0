package dev.mooring.registry.distribution;

import dev.mooring.registry.BlobContent;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.Retry;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/// A repository of a registry as a place to write to. Blobs go up in one PATCH and a PUT,
/// which goes on after a loss where the registry got to; small ones in the PUT alone. What
/// another repository of the registry has is mounted and not sent. Manifests come after all
/// that they name, since registries refuse them otherwise.
///
/// Thread-safe, blocking. A registry that is away is waited for, as the connection's
/// [dev.mooring.registry.http.Patience] says; what it refuses is thrown at once as
/// [dev.mooring.problem.MooringException].
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#push
public final class HttpSink implements ImageSink {
  private final String name;
  private final String repository;
  private final Connection connection;
  private final Manifests manifests;
  private final Blobs blobs;
  private final Retry retry;
  private final Neighbours neighbours;

  /// @param name as people name it, with the registry's host
  /// @param repository within the registry, valid by [dev.mooring.registry.ImageReferences]
  /// @param catalog by which other repositories are found that have the same layers
  public HttpSink(
      String name,
      String repository,
      Connection connection,
      Manifests manifests,
      Blobs blobs,
      Catalog catalog,
      Retry retry) {
    this.name = name;
    this.repository = repository;
    this.connection = connection;
    this.manifests = manifests;
    this.blobs = blobs;
    this.retry = retry;
    this.neighbours = new Neighbours(repository, catalog, blobs);
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
  public Optional<Manifest> find(String tag) throws InterruptedException {
    return manifests.find(repository, tag);
  }

  @Override
  public Optional<List<Descriptor>> referrers(Digest subject) throws InterruptedException {
    return manifests.referrers(repository, subject);
  }

  @Override
  public boolean has(Descriptor blob) throws InterruptedException {
    return retry.run(
        Messages.of("cannot-read-from", repository), () -> blobs.has(repository, blob.digest()));
  }

  @Override
  public boolean store(Descriptor blob, BlobContent content, LongConsumer moved)
      throws InterruptedException {
    return new ResumableUpload(connection, blobs, neighbours, repository, blob, content, moved)
        .run(retry);
  }

  @Override
  public boolean store(Manifest manifest, String reference) throws InterruptedException {
    return new ManifestUpload(connection, manifests, retry)
        .put(repository, reference, manifest)
        .header("OCI-Subject")
        .isPresent();
  }

  @Override
  public String toString() {
    return name;
  }
}
