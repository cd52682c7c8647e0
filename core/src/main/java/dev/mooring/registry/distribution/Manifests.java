package dev.mooring.registry.distribution;

import dev.mooring.document.Allowance;
import dev.mooring.document.Bounds;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.TagLog;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.Connection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The manifests endpoint. A tag is asked for anew each time, with the digest that it had, so
/// that one that has not moved costs an answer without content. What comes under a digest is
/// checked against it. A manifest has at most [Connection#LONGEST] bytes, and one of the four
/// media types that Mooring reads.
///
/// Thread-safe, blocking. Documents are read within an allowance that all threads share, so
/// that many of them at once take no more memory than one that is as large as can be.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
public final class Manifests {
  private final Connection connection;
  private final ContentCache cache;
  private final TagLog log;
  private final String host;

  private final KnownManifests known;
  private final Allowance allowance;

  /// @param cache shared with [Blobs]: what a digest is, whichever repository it was read from
  /// @param allowance what documents may take in memory at a time, over all threads
  public Manifests(Connection connection, ContentCache cache, Allowance allowance) {
    this(connection, cache, allowance, "", TagLog.NONE, null);
  }

  /// @param host in front of names in messages; empty where it means nothing to people
  /// @param log told of what tags name
  /// @param directory where what it said is kept for a day; null keeps it for this process
  public Manifests(
      Connection connection,
      ContentCache cache,
      Allowance allowance,
      String host,
      TagLog log,
      @Nullable Path directory) {
    this.connection = connection;
    this.cache = cache;
    this.allowance = allowance;
    this.host = host;
    this.log = log;
    this.known =
        new KnownManifests(log, new KnownFile(directory, log.registry(), InstantSource.system()));
  }

  /// What a tag names, or the manifest of a digest.
  public Manifest get(String repository, String reference) throws InterruptedException {
    return get(repository, reference, Function.identity());
  }

  /// What is taken from a manifest, for lists: it is in memory only as long as that takes.
  ///
  /// @param use asks this registry for nothing
  public <T> T get(String repository, String reference, Function<Manifest, T> use)
      throws InterruptedException {
    return find(repository, reference, use)
        .orElseThrow(
            () ->
                new Problem(
                        Code.IMAGE_MISSING,
                        what(repository, reference),
                        Messages.of("the-registry-has-no-such-image"),
                        new Remedy.Command(Messages.of("list-what-there-is"), "mooring images"))
                    .raise());
  }

  /// The same, empty when it is not there.
  public Optional<Manifest> find(String repository, String reference) throws InterruptedException {
    return find(repository, reference, Function.identity());
  }

  /// The same for what is taken from it.
  public <T> Optional<T> find(String repository, String reference, Function<Manifest, T> use)
      throws InterruptedException {
    Optional<Digest> asked = Digests.read(reference);
    String what = what(repository, reference);
    if (asked.isPresent()) {
      Optional<byte[]> cached = cache.get(asked.get());
      if (cached.isPresent()) {
        return isHere(repository, asked.get())
            ? taken(cached.get(), bytes -> Manifest.read(what, asked.get(), bytes, ""), use)
            : Optional.empty();
      }
    }
    Instant before = Instant.now();
    Optional<KnownManifests.Seen> last = conditional(repository, reference);
    Answer answer = connection.ask(what, () -> request(repository, reference, last));
    if (answer.status() == 304 && last.isPresent()) {
      KnownManifests.Seen seen = last.get();
      known.put(repository, reference, seen.digest(), seen.mediaType());
      known.saw(repository, reference, Optional.of(seen.digest()), before);
      Optional<byte[]> cached = cache.get(seen.digest());
      if (cached.isPresent()) {
        return taken(
            cached.get(),
            bytes -> Manifest.read(what, seen.digest(), bytes, seen.mediaType()),
            use);
      }
      answer = connection.ask(what, () -> request(repository, reference, Optional.empty()));
    }
    if (answer.status() == 404) {
      known.forget(repository, reference);
      known.saw(repository, reference, Optional.empty(), before);
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw connection.refused(what, repository, answer);
    }
    Answer whole = answer;
    return taken(
        whole.body(),
        bytes -> {
          Manifest manifest = checked(what, whole, asked);
          cache.put(manifest.digest(), bytes);
          known.put(repository, reference, manifest.digest(), manifest.mediaType());
          known.saw(repository, reference, Optional.of(manifest.digest()), before);
          known.put(repository, manifest.digest().text(), manifest.digest(), manifest.mediaType());
          return manifest;
        },
        use);
  }

  /// The same of an image of an index, for lists: nothing is asked where it was read before, and
  /// this repository had it within the last day.
  public <T> Optional<T> listed(String repository, Digest digest, Function<Manifest, T> use)
      throws InterruptedException {
    Optional<byte[]> cached =
        known.lately(repository, digest.text()).isPresent() ? cache.get(digest) : Optional.empty();
    return cached.isPresent()
        ? taken(
            cached.get(),
            bytes -> Manifest.read(what(repository, digest.text()), digest, bytes, ""),
            use)
        : find(repository, digest.text(), use);
  }

  /// What was read of a digest at some time, wherever that was; nothing is asked.
  Optional<Manifest> kept(Digest digest) {
    return cache
        .get(digest)
        .map(bytes -> Manifest.read(Messages.of("cannot-read", digest), digest, bytes, ""));
  }

  private <T> Optional<T> taken(
      byte[] bytes, Function<byte[], Manifest> reading, Function<Manifest, T> use)
      throws InterruptedException {
    return Optional.of(
        allowance.within(
            Bounds.CONTENT.worst(bytes.length), () -> use.apply(reading.apply(bytes))));
  }

  private boolean isHere(String repository, Digest digest) throws InterruptedException {
    return known.find(repository, digest.text()).isPresent()
        || head(repository, digest.text()).isPresent();
  }

  /// What was seen before, where it need not be sent again.
  private Optional<KnownManifests.Seen> conditional(String repository, String reference) {
    return known.lately(repository, reference).filter(seen -> cache.get(seen.digest()).isPresent());
  }

  private Answer request(String repository, String reference, Optional<KnownManifests.Seen> seen)
      throws IOException, InterruptedException {
    Map<String, String> headers = new HashMap<>();
    headers.put("Accept", MediaTypes.ACCEPTED);
    seen.ifPresent(each -> headers.put("If-None-Match", "\"" + each.digest() + "\""));
    return connection.get(uri(repository, reference), headers);
  }

  private static Manifest checked(String what, Answer answer, Optional<Digest> asked) {
    Digest digest = Digests.of(answer.body());
    Optional<String> said = answer.header("Docker-Content-Digest");
    boolean agrees =
        asked.map(digest::equals).orElse(true)
            && said.map(each -> each.equals(digest.text())).orElse(true);
    if (!agrees) {
      throw Unreadable.problem(
          what,
          Messages.of("its-manifest-doesnt-have-the-digest"),
          Messages.of("content-named", digest, Unreadable.brief(said.orElse(""))));
    }
    return Manifest.read(what, digest, answer.body(), answer.contentType());
  }

  /// What a tag names now, without its content; empty when it is not there.
  public Optional<Descriptor> head(String repository, String reference)
      throws InterruptedException {
    String what = what(repository, reference);
    Instant before = Instant.now();
    Answer answer =
        connection.ask(
            what,
            () ->
                connection.head(uri(repository, reference), Map.of("Accept", MediaTypes.ACCEPTED)));
    if (answer.status() == 404) {
      known.forget(repository, reference);
      known.saw(repository, reference, Optional.empty(), before);
      return Optional.empty();
    }
    if (answer.status() != 200) {
      throw connection.refused(what, repository, answer);
    }
    Digests.read(reference)
        .ifPresent(each -> known.put(repository, reference, each, answer.contentType()));
    Optional<Digest> digest = answer.header("Docker-Content-Digest").flatMap(Digests::read);
    if (digest.isPresent()) {
      known.saw(repository, reference, digest, before);
      long size = answer.header("Content-Length").map(Manifests::number).orElse(0L);
      return Optional.of(Descriptor.of(answer.contentType(), digest.get(), size));
    }
    // The header is optional in the specification.
    return find(repository, reference).map(Manifest::descriptor);
  }

  private static long number(String text) {
    return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
  }

  /// What the registry itself knows to be attached to a digest; empty where it keeps no such
  /// list, as all releases of the distribution registry so far.
  ///
  /// @throws MooringException where it does not answer as a registry with or without such lists
  public Optional<List<Descriptor>> referrers(String repository, Digest subject)
      throws InterruptedException {
    return new ReferrersApi(connection).of(repository, subject);
  }

  /// Stores a manifest under a tag or its digest.
  Answer put(String repository, String reference, Manifest manifest)
      throws IOException, InterruptedException {
    if (KnownManifests.isTag(reference) && !log.knows(repository, reference)) {
      look(repository, reference);
    }
    Answer answer =
        connection.send(
            connection
                .request(uri(repository, reference))
                .header("Content-Type", manifest.mediaType())
                .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest.bytes()))
                .build());
    if (answer.isSuccess() && KnownManifests.isTag(reference)) {
      log.wrote(repository, reference, manifest.digest());
    }
    return answer;
  }

  /// So that the log knows what can be put back.
  private void look(String repository, String tag) throws InterruptedException {
    try {
      head(repository, tag);
    } catch (MooringException e) {
      // Who may only push gets no answer, and pushes all the same.
    }
  }

  /// Asks to delete a tag or digest.
  public Answer delete(String repository, String reference)
      throws IOException, InterruptedException {
    known.forget(repository, reference);
    Answer answer =
        connection.send(connection.request(uri(repository, reference)).DELETE().build());
    if (answer.isSuccess()) {
      log.deleted(repository, reference);
    }
    return answer;
  }

  private String what(String repository, String reference) {
    return Messages.of("cannot-read", named(repository, reference));
  }

  /// As people know it from outside.
  private String named(String repository, String reference) {
    return (host.isEmpty() ? "" : host + "/") + name(repository, reference);
  }

  private URI uri(String repository, String reference) {
    return connection.at("/v2/" + repository + "/manifests/" + reference);
  }

  /// As people write it: `ana/app:1`, or `ana/app@sha256:...` of a digest.
  public static String name(String repository, String reference) {
    return repository + (Digests.read(reference).isPresent() ? "@" : ":") + reference;
  }
}
