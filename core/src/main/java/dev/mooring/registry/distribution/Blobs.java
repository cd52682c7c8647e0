package dev.mooring.registry.distribution;

import dev.mooring.document.Allowance;
import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.PassingFailure;
import dev.mooring.registry.http.RegistryRefusals;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/// The blobs endpoint, to read from.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-blobs
public final class Blobs {
  private static final Duration READ_PATIENCE = Duration.ofMinutes(1);

  private final Connection connection;
  private final ContentCache cache;

  private final Allowance allowance;

  /// @param cache shared with [Manifests]: what a digest is, whichever repository it was read
  /// from
  /// @param allowance what documents may take in memory at a time, over all threads
  public Blobs(Connection connection, ContentCache cache, Allowance allowance) {
    this.connection = connection;
    this.cache = cache;
    this.allowance = allowance;
  }

  /// A config, which is small and asked for again and again.
  ///
  /// @throws MooringException when it is missing, larger than can be, no JSON map, or not of
  /// the size and digest that its descriptor gives
  public Document config(String repository, Descriptor config) throws InterruptedException {
    return config(
        repository, config, (what, bytes) -> Unreadable.map(what, "configuration", bytes));
  }

  /// Only the texts, numbers, and booleans of a config that have one of some names, for lists:
  /// nothing else of it is kept.
  public Document config(String repository, Descriptor config, Set<String> names)
      throws InterruptedException {
    return config(
        repository,
        config,
        (what, bytes) -> Unreadable.scalars(what, "configuration", bytes, names));
  }

  private Document config(
      String repository, Descriptor config, BiFunction<String, byte[], Document> reading)
      throws InterruptedException {
    String what =
        Messages.of("cannot-read-the-configuration-of", repository, config.digest().brief());
    if (config.size() > Bounds.CONTENT.bytes()) {
      throw Unreadable.problem(
          what,
          Messages.of("its-configuration-is-longer-than-mib", Bounds.CONTENT.bytes() >> 20),
          "");
    }
    Optional<byte[]> cached = cache.get(config.digest());
    byte[] bytes = cached.isPresent() ? cached.get() : fetched(what, repository, config);
    if (bytes.length != config.size()) {
      throw Unreadable.problem(
          what,
          Messages.of("its-configuration-has-bytes-and-its", bytes.length, config.size()),
          "");
    }
    Document document =
        allowance.within(Bounds.CONTENT.worst(bytes.length), () -> reading.apply(what, bytes));
    cache.put(config.digest(), bytes);
    return document;
  }

  private byte[] fetched(String what, String repository, Descriptor config)
      throws InterruptedException {
    URI uri = uri(repository, config.digest());
    Answer answer = connection.ask(what, () -> connection.get(uri, Map.of()));
    if (answer.status() == 404) {
      throw Unreadable.problem(
          what, Messages.of("its-configuration-isnt-in-the-registry"), Messages.of("asked", uri));
    }
    if (answer.status() != 200) {
      throw connection.refused(what, repository, answer);
    }
    Digest digest = Digests.of(answer.body());
    if (!digest.equals(config.digest())) {
      throw Unreadable.problem(
          what,
          Messages.of("its-configuration-doesnt-have-the-digest"),
          Messages.of("content", digest));
    }
    return answer.body();
  }

  /// Whether the repository has a blob.
  public boolean has(String repository, Digest digest) throws IOException, InterruptedException {
    Answer answer = connection.head(uri(repository, digest), Map.of());
    return switch (answer.status()) {
      case 200 -> true;
      case 404 -> false;
      default ->
          throw PassingFailure.of(
              connection, Messages.of("cannot-read-from", repository), repository, answer);
    };
  }

  /// Reads a blob from an offset as a stream; the caller checks what it reads.
  ///
  /// @param length how much of it is wanted; there may be more
  InputStream open(String repository, Descriptor blob, long offset, long length)
      throws IOException, InterruptedException {
    boolean toTheEnd = length >= blob.size() - offset;
    boolean whole = offset == 0 && toTheEnd;
    String last = toTheEnd ? "" : String.valueOf(offset + length - 1);
    Connection.Streamed streamed =
        connection.stream(
            uri(repository, blob.digest()),
            whole ? Map.of() : Map.of("Range", "bytes=" + offset + "-" + last),
            connection.patience().atMost(READ_PATIENCE));
    Answer answer = streamed.answer();
    InputStream body = streamed.body();
    if (body == null) {
      throw PassingFailure.of(
          connection, Messages.of("cannot-read-a-layer-of", repository), repository, answer);
    }
    // Who knows no ranges sends all of it, which begins with what is wanted only at its beginning.
    if (answer.status() == (whole ? 200 : 206) || (answer.status() == 200 && offset == 0)) {
      return body;
    }
    body.close();
    throw RegistryRefusals.nonsense(
        answer.uri(),
        Messages.of("it-sends-other-bytes-than-asked"),
        Messages.of("asked-status-answer", answer.uri(), answer.status(), ""));
  }

  private URI uri(String repository, Digest digest) {
    return connection.at("/v2/" + repository + "/blobs/" + digest);
  }
}
