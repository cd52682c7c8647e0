package dev.mooring.registry.client;

import dev.mooring.document.Allowance;
import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.job.Progress;
import dev.mooring.problem.Problem;
import dev.mooring.registry.AttachedTags;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageReference;
import dev.mooring.registry.ImageRow;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.ImageSummary;
import dev.mooring.registry.Names;
import dev.mooring.registry.Registry;
import dev.mooring.registry.TagChange;
import dev.mooring.registry.TagLog;
import dev.mooring.registry.archive.LayerMemory;
import dev.mooring.registry.archive.LayerPacker;
import dev.mooring.registry.browse.Completeness;
import dev.mooring.registry.browse.Inspection;
import dev.mooring.registry.browse.Listing;
import dev.mooring.registry.browse.Prunings;
import dev.mooring.registry.browse.Removals;
import dev.mooring.registry.browse.Summaries;
import dev.mooring.registry.distribution.Blobs;
import dev.mooring.registry.distribution.Catalog;
import dev.mooring.registry.distribution.ContentCache;
import dev.mooring.registry.distribution.HttpSink;
import dev.mooring.registry.distribution.HttpSource;
import dev.mooring.registry.distribution.Manifests;
import dev.mooring.registry.distribution.Tagging;
import dev.mooring.registry.http.Authorization;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.Ping;
import dev.mooring.registry.http.Reach;
import dev.mooring.registry.http.Retry;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.transfer.Pull;
import dev.mooring.registry.transfer.Push;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A registry over HTTP. Requests share one client, whose connections are kept alive; large
/// bodies have a connection each. Manifests and configurations are kept by digest, documents
/// of them in memory within one allowance for all threads. Closing it ends requests that run:
/// they fail with [dev.mooring.problem.Code#REGISTRY_UNREACHABLE].
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md
public final class HttpRegistry implements Registry, AutoCloseable {
  private final String host;
  private final Connection connection;
  private final Catalog catalog;
  private final Summaries summaries;
  private final Listing listing;
  private final Inspection inspection;
  private final Removals removals;
  private final Prunings prunings;
  private final Completeness completeness;
  private final Tagging tagging;
  private final Push push;
  private final Manifests manifests;
  private final Blobs blobs;
  private final Retry retry;
  private final TagLog log;

  /// @param base scheme, host and port: `http://localhost:5000`
  /// @param cacheDirectory where content is kept by digest, at most 128 MiB; null keeps it in
  /// memory
  public HttpRegistry(URI base, @Nullable Path cacheDirectory) {
    this(base, cacheDirectory, TagLog.NONE);
  }

  /// The same with what is told of what tags name.
  public HttpRegistry(URI base, @Nullable Path cacheDirectory, TagLog log) {
    this(base, base.getRawAuthority(), cacheDirectory, log);
  }

  /// The same for one of the cluster's, whose port here means nothing to people.
  ///
  /// @param host as people name it
  /// @param log told of what tags name
  public HttpRegistry(URI base, String host, @Nullable Path cacheDirectory, TagLog log) {
    this(
        base, host, "", cacheDirectory, Authorization.NONE, Reach.of(null, WayOut.OF_MACHINE), log);
  }

  /// A registry that asks who comes, or that somebody else vouches for.
  ///
  /// @param host as people name it
  public HttpRegistry(
      URI base,
      String host,
      @Nullable Path cacheDirectory,
      Authorization authorization,
      Reach reach) {
    this(base, host, cacheDirectory, authorization, reach, TagLog.NONE);
  }

  /// @param log told of what tags name
  public HttpRegistry(
      URI base,
      String host,
      @Nullable Path cacheDirectory,
      Authorization authorization,
      Reach reach,
      TagLog log) {
    this(base, host, host, cacheDirectory, authorization, reach, log);
  }

  private HttpRegistry(
      URI base,
      String host,
      String shown,
      @Nullable Path cacheDirectory,
      Authorization authorization,
      Reach reach,
      TagLog log) {
    this.host = host;
    this.log = log;
    connection = new Connection(base, authorization, reach);
    ContentCache cache = new ContentCache(cacheDirectory);
    // One as large as can be, or many of a common size.
    Allowance allowance = new Allowance(Bounds.CONTENT.worst(Bounds.CONTENT.bytes()));
    manifests = new Manifests(connection, cache, allowance, shown, log, cacheDirectory);
    blobs = new Blobs(connection, cache, allowance);
    catalog = new Catalog(connection, log);
    summaries = new Summaries(manifests, blobs);
    listing = new Listing(catalog, summaries);
    inspection = new Inspection(manifests, blobs);
    removals = new Removals(connection, catalog, manifests);
    prunings = new Prunings(connection, catalog, manifests);
    tagging = new Tagging(connection, manifests, blobs);
    retry = new Retry(connection);
    completeness = new Completeness(catalog, manifests, blobs, retry);
    push = new Push(new LayerMemory(cacheDirectory), new LayerPacker(cacheDirectory));
  }

  @Override
  public void ping() throws InterruptedException {
    Ping.ping(connection);
  }

  @Override
  public List<String> repositories() throws InterruptedException {
    return catalog.allRepositories();
  }

  @Override
  public List<String> tags(String repository) throws InterruptedException {
    return settled(
        () -> AttachedTags.leftOutOf(catalog.tags(Asked.repository(repository)).valid()));
  }

  @Override
  public Names repositoryNames() throws InterruptedException {
    return listing.repositories();
  }

  @Override
  public Names tagNames(String repository) throws InterruptedException {
    return settled(() -> listing.tags(Asked.repository(repository)));
  }

  @Override
  public ImageSummary summary(String repository, String tag) throws InterruptedException {
    return settled(() -> summaries.of(Asked.repository(repository), Asked.reference(tag)));
  }

  @Override
  public ImageRow row(String repository, String tag) throws InterruptedException {
    return settled(() -> summaries.row(Asked.repository(repository), Asked.reference(tag)));
  }

  @Override
  public void rows(String repository, Consumer<? super ImageRow> rows) throws InterruptedException {
    try {
      listing.of(Asked.repository(repository), rows);
    } finally {
      log.settle();
    }
  }

  @Override
  public void images(String prefix, Consumer<? super ImageRow> rows) throws InterruptedException {
    try {
      listing.all(prefix, rows);
    } finally {
      log.settle();
    }
  }

  @Override
  public Document inspect(String repository, String reference) throws InterruptedException {
    return inspection.of(Asked.repository(repository), Asked.reference(reference));
  }

  @Override
  public Removal planRemoval(String repository, String reference) throws InterruptedException {
    return settled(() -> removals.plan(Asked.repository(repository), Asked.reference(reference)));
  }

  @Override
  public Map<String, Digest> remove(Removal plan) throws InterruptedException {
    Asked.repository(plan.repository());
    Asked.reference(plan.reference());
    return removals.remove(plan);
  }

  @Override
  public Pruning planPruning(String repository, Set<String> tags, Set<Digest> used)
      throws InterruptedException {
    return prunings.plan(Asked.repository(repository), tags, used);
  }

  @Override
  public List<String> prune(Pruning plan, Set<Digest> used) throws InterruptedException {
    Asked.repository(plan.repository());
    return prunings.carryOut(plan, used);
  }

  @Override
  public Optional<Digest> digest(String repository, String reference) throws InterruptedException {
    return settled(
        () ->
            manifests
                .head(Asked.repository(repository), Asked.reference(reference))
                .map(Descriptor::digest));
  }

  @Override
  public List<String> allTags(String repository) throws InterruptedException {
    return catalog.tags(Asked.repository(repository)).valid();
  }

  @Override
  public List<String> incomplete(String repository) throws InterruptedException {
    return completeness.incomplete(Asked.repository(repository));
  }

  @Override
  public void restore(String repository, String tag, Digest digest) throws InterruptedException {
    tagging.restore(Asked.repository(repository), Asked.tag(tag), digest);
  }

  @Override
  public void retag(String repository, String tag, Digest digest, Optional<Digest> instead)
      throws InterruptedException {
    tagging.retag(Asked.repository(repository), Asked.tag(tag), digest, instead);
  }

  @Override
  public List<TagChange> changes(String repository) throws InterruptedException {
    return log.changes(repository.isEmpty() ? "" : Asked.repository(repository));
  }

  @Override
  public Optional<Problem> unknownPrincipals() {
    return log.unknown();
  }

  @Override
  public Digest push(Path archive, ImageReference as, Progress progress)
      throws InterruptedException {
    ImageSink to = sink(as.repository());
    Ping.ping(connection);
    return push.run(archive, as, to, progress);
  }

  @Override
  public Digest pull(ImageReference image, Path archive, Progress progress)
      throws InterruptedException {
    String named = image.host().isEmpty() ? connection.host() : image.host();
    return Pull.run(source(image.repository()), image, named, archive, progress);
  }

  @Override
  public ImageSource source(String repository) {
    return new HttpSource(
        name(repository), Asked.repository(repository), catalog, manifests, blobs, retry);
  }

  @Override
  public ImageSink sink(String repository) {
    return new HttpSink(
        name(repository),
        Asked.repository(repository),
        connection,
        manifests,
        blobs,
        catalog,
        retry);
  }

  private String name(String repository) {
    return host + "/" + repository;
  }

  /// Ends running requests.
  @Override
  public void close() {
    connection.close();
    log.settle();
  }

  private interface Look<T> {
    T run() throws InterruptedException;
  }

  /// What was seen on the way is kept once for all of it.
  private <T> T settled(Look<T> look) throws InterruptedException {
    try {
      return look.run();
    } finally {
      log.settle();
    }
  }

  @Override
  public String toString() {
    return Messages.of("registry-at", connection.base());
  }
}
