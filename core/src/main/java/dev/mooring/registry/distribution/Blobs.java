package dev.mooring.registry.distribution;

import dev.mooring.document.Allowance;
import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.BoundedBody;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.PassingFailure;
import dev.mooring.registry.http.RegistryRefusals;
import dev.mooring.registry.http.RetryAfter;
import dev.mooring.registry.http.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The blobs endpoint.
public final class Blobs {
  private static final Duration READ_PATIENCE = Duration.ofMinutes(1);
  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,15})");

  private final Connection connection;
  private final ContentCache cache;

  private final Allowance allowance;

  public Blobs(Connection connection, ContentCache cache, Allowance allowance) {
    this.connection = connection;
    this.cache = cache;
    this.allowance = allowance;
  }

  /// A config, which is small and asked for again and again.
  ///
  /// @throws MooringException when it is missing, larger than can be, no JSON map, or not of the
  /// size and digest that its descriptor gives
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
      default -> throw failed(Messages.of("cannot-read-from", repository), repository, answer);
    };
  }

  /// Reads a blob from an offset as a stream; the caller checks its digest.
  InputStream open(String repository, Descriptor blob, long offset)
      throws IOException, InterruptedException {
    Connection.Streamed streamed =
        connection.stream(
            uri(repository, blob.digest()),
            offset == 0 ? Map.of() : Map.of("Range", "bytes=" + offset + "-"),
            connection.patience().atMost(READ_PATIENCE));
    Answer answer = streamed.answer();
    InputStream body = streamed.body();
    if (body == null) {
      throw failed(Messages.of("cannot-read-a-layer-of", repository), repository, answer);
    }
    if (answer.status() == (offset == 0 ? 200 : 206)) {
      return body;
    }
    body.close();
    throw RegistryRefusals.nonsense(
        answer.uri(),
        Messages.of("it-sends-other-bytes-than-asked"),
        Messages.of("asked-status-answer", answer.uri(), answer.status(), ""));
  }

  /// Takes a blob over from another repository of the registry.
  ///
  /// @return empty where that was done; else where to send the content to
  Optional<URI> mount(String repository, Digest digest, String from)
      throws IOException, InterruptedException {
    URI uri =
        connection.at(
            "/v2/"
                + repository
                + "/blobs/uploads/?mount="
                + digest.text().replace(":", "%3A")
                + "&from="
                + from.replace("/", "%2F"));
    Answer answer =
        connection.send(connection.request(uri).POST(HttpRequest.BodyPublishers.noBody()).build());
    return answer.status() == 201
        ? Optional.empty()
        : Optional.of(location(repository, uri, answer));
  }

  /// Opens an upload; the address to send the content to.
  URI startUpload(String repository) throws IOException, InterruptedException {
    URI uri = connection.at("/v2/" + repository + "/blobs/uploads/");
    Answer answer =
        connection.send(connection.request(uri).POST(HttpRequest.BodyPublishers.noBody()).build());
    return location(repository, uri, answer);
  }

  private URI location(String repository, URI uri, Answer answer) throws IOException {
    if (answer.status() != 202) {
      throw failed(Messages.of("cannot-write-to", repository), repository, answer);
    }
    String location =
        answer
            .header("Location")
            .orElseThrow(
                () ->
                    RegistryRefusals.nonsense(
                        uri, Messages.of("it-takes-an-upload-and-does"), answer));
    return connection.resolve(uri, location);
  }

  /// How much of an upload the registry has, and where it takes the rest; empty when it does not
  /// know the upload any more.
  Optional<Kept> kept(String repository, URI upload) throws IOException, InterruptedException {
    Answer answer = connection.get(upload, Map.of());
    if (answer.status() == 404 || answer.errorCode().startsWith("BLOB_UPLOAD_")) {
      return Optional.empty();
    }
    if (answer.status() != 204) {
      throw failed(Messages.of("cannot-write-to", repository), repository, answer);
    }
    URI next = answer.header("Location").map(to -> connection.resolve(upload, to)).orElse(upload);
    // "0-0" stands for nothing as well as for one byte: sending that byte again would be refused.
    return answer
        .header("Range")
        .map(RANGE::matcher)
        .filter(Matcher::matches)
        .map(range -> Long.parseLong(range.group(1)))
        .filter(last -> last > 0)
        .map(last -> new Kept(next, last + 1));
  }

  /// @param upload where the rest goes
  record Kept(URI upload, long bytes) {}

  /// Sends all that is left of a blob.
  ///
  /// @param from how much is there
  /// @return where to finish the upload
  URI append(
      String repository, URI upload, long from, long size, InputStream content, Transfer transfer)
      throws IOException, InterruptedException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/octet-stream");
    if (from > 0) {
      headers.put("Content-Range", from + "-" + (size - 1));
    }
    Answer answer = connection.upload("PATCH", upload, headers, content, size - from, transfer);
    if (answer.status() != 202) {
      throw failed(Messages.of("cannot-write-to", repository), repository, answer);
    }
    return answer.header("Location").map(to -> connection.resolve(upload, to)).orElse(upload);
  }

  /// Sends the content as one PUT, as containerd and BuildKit do.
  void finishUpload(
      String repository, URI upload, Digest digest, BodyPublisher content, Transfer transfer)
      throws IOException, InterruptedException {
    String separator = upload.getRawQuery() == null ? "?" : "&";
    URI uri = URI.create(upload + separator + "digest=" + digest.text().replace(":", "%3A"));
    Answer answer =
        connection.send(
            connection
                .request(uri)
                .header("Content-Type", "application/octet-stream")
                .PUT(content)
                .build(),
            transfer,
            BoundedBody.kept(Connection.LONGEST, transfer));
    if (answer.status() != 201) {
      if (answer.errorCode().equals("DIGEST_INVALID")) {
        throw new Problem(
                Code.ARCHIVE_INVALID,
                Messages.of("cannot-write-to", repository),
                Messages.of("a-layer-does-not-have-the", digest.brief()),
                new Remedy.Advice(Messages.of("save-the-image-again")))
            .raise();
      }
      throw failed(Messages.of("cannot-write-to", repository), repository, answer);
    }
  }

  /// A passing failure is worth another attempt, everything else is final.
  private IOException failed(String what, String repository, Answer answer) {
    RuntimeException refused = connection.refused(what, repository, answer);
    // An upload that is not known any more was opened before the registry restarted.
    if (answer.status() >= 500
        || answer.status() == 429
        || answer.errorCode().startsWith("BLOB_UPLOAD_")) {
      return new PassingFailure(
          Messages.of("status", what, answer.status()),
          refused,
          RetryAfter.of(answer).orElse(Duration.ZERO));
    }
    throw refused;
  }

  private URI uri(String repository, Digest digest) {
    return connection.at("/v2/" + repository + "/blobs/" + digest);
  }
}
