package dev.mooring.registry;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Map;
import java.util.Optional;

/// The blobs endpoint.
final class Blobs {
  private final Connection connection;
  private final ContentCache cache;

  Blobs(Connection connection, ContentCache cache) {
    this.connection = connection;
    this.cache = cache;
  }

  /// A config, which is small and asked for again and again.
  ///
  /// @throws MooringException when it is missing, larger than can be, no JSON map, or not of the
  /// size and digest that its descriptor gives
  Document config(String repository, Descriptor config) throws InterruptedException {
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
    Document document = Unreadable.map(what, "configuration", bytes);
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
      throw Refusals.refused(what, repository, answer);
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
  boolean has(String repository, Digest digest) throws IOException, InterruptedException {
    Answer answer = connection.head(uri(repository, digest), Map.of());
    return switch (answer.status()) {
      case 200 -> true;
      case 404 -> false;
      default -> throw failed(Messages.of("cannot-read-from", repository), repository, answer);
    };
  }

  /// Reads a blob into a sink; the caller checks the digest.
  void get(String repository, Descriptor blob, Transfer transfer, BoundedBody.Sink sink)
      throws IOException, InterruptedException {
    Answer answer =
        connection.get(
            uri(repository, blob.digest()),
            Map.of(),
            transfer,
            () -> BoundedBody.into(sink, blob.size(), transfer));
    if (answer.status() != 200) {
      throw failed(Messages.of("cannot-read-a-layer-of", repository), repository, answer);
    }
  }

  /// Opens an upload; the address to send the content to.
  URI startUpload(String repository) throws IOException, InterruptedException {
    URI uri = connection.at("/v2/" + repository + "/blobs/uploads/");
    Answer answer =
        connection.send(connection.request(uri).POST(HttpRequest.BodyPublishers.noBody()).build());
    String what = Messages.of("cannot-write-to", repository);
    if (answer.status() != 202) {
      throw failed(what, repository, answer);
    }
    String location =
        answer
            .header("Location")
            .orElseThrow(
                () -> Refusals.nonsense(uri, Messages.of("it-takes-an-upload-and-does"), answer));
    return connection.resolve(uri, location);
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
        throw ArchiveProblems.damaged(Messages.of("a-layer-does-not-have-the", digest.brief()));
      }
      throw failed(Messages.of("cannot-write-to", repository), repository, answer);
    }
  }

  /// A passing failure is worth another attempt, everything else is final.
  private static IOException failed(String what, String repository, Answer answer) {
    RuntimeException refused = Refusals.refused(what, repository, answer);
    // An upload that is not known any more was opened before the registry restarted.
    if (answer.status() >= 500
        || answer.status() == 429
        || answer.errorCode().startsWith("BLOB_UPLOAD_")) {
      return new PassingFailure(Messages.of("status", what, answer.status()), refused);
    }
    throw refused;
  }

  private URI uri(String repository, Digest digest) {
    return connection.at("/v2/" + repository + "/blobs/" + digest);
  }

  /// The registry is there but cannot now.
  static final class PassingFailure extends IOException {
    private static final long serialVersionUID = 1;

    PassingFailure(String message, RuntimeException refused) {
      super(message, refused);
    }
  }
}
