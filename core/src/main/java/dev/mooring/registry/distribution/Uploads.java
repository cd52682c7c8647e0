package dev.mooring.registry.distribution;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.http.Answer;
import dev.mooring.registry.http.BoundedBody;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.PassingFailure;
import dev.mooring.registry.http.RegistryRefusals;
import dev.mooring.registry.http.Transfer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The uploads endpoint: a session that takes a blob's content, and whose address the registry may
/// change with each answer.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pushing-blobs
final class Uploads {
  private static final Pattern RANGE = Pattern.compile("(?:bytes=)?0-([0-9]{1,15})");

  private final Connection connection;

  Uploads(Connection connection) {
    this.connection = connection;
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
  URI start(String repository) throws IOException, InterruptedException {
    URI uri = connection.at("/v2/" + repository + "/blobs/uploads/");
    Answer answer =
        connection.send(connection.request(uri).POST(HttpRequest.BodyPublishers.noBody()).build());
    return location(repository, uri, answer);
  }

  private URI location(String repository, URI uri, Answer answer) throws IOException {
    if (answer.status() != 202) {
      throw failed(repository, answer);
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
      throw failed(repository, answer);
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
      throw failed(repository, answer);
    }
    return answer.header("Location").map(to -> connection.resolve(upload, to)).orElse(upload);
  }

  /// Sends the content as one PUT, as containerd and BuildKit do.
  void finish(
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
      throw failed(repository, answer);
    }
  }

  private IOException failed(String repository, Answer answer) {
    return PassingFailure.of(
        connection, Messages.of("cannot-write-to", repository), repository, answer);
  }
}
