package dev.mooring.stack;

import dev.mooring.problem.Code;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/// Pushes a [ProbeImage] as builders do, over a forwarder's local port, and takes it away again.
final class ProbePush implements AutoCloseable {
  static final String REPOSITORY = Stack.PROBE_REPOSITORY;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(LIMIT)
          .proxy(HttpClient.Builder.NO_PROXY)
          .build();
  private final URI base;

  ProbePush(InetSocketAddress forwarder) {
    InetAddress address = forwarder.getAddress();
    String host = address instanceof java.net.Inet6Address ? "[::1]" : forwarder.getHostString();
    base = URI.create("http://" + host + ":" + forwarder.getPort() + "/v2/" + REPOSITORY + "/");
  }

  /// What the registry answered to one request.
  record Reply(int status, String text) {
    String words() {
      return status + (text.isEmpty() ? "" : " " + text);
    }
  }

  void push(ProbeImage image, String tag) throws InterruptedException {
    for (ProbeImage.Blob blob : image.blobs()) {
      HttpResponse<String> upload = send("POST", base.resolve("blobs/uploads/"), "", new byte[0]);
      expect(upload, 202);
      String location = upload.headers().firstValue("Location").orElse("");
      URI where = base.resolve(location);
      if (location.isEmpty() || !base.getAuthority().equals(where.getAuthority())) {
        throw failed(Messages.of("it-redirected-the-upload", Pods.clip(location)));
      }
      String digest = (where.getRawQuery() == null ? "?" : "&") + "digest=" + blob.digest();
      expect(
          send("PUT", URI.create(where + digest), "application/octet-stream", blob.content()), 201);
    }
    for (ProbeImage.Blob manifest : image.manifests()) {
      expect(put(manifest, manifest.digest()), 201);
    }
    expect(put(image.index(), tag), 201);
  }

  /// Only starts an upload: enough to see whether it is let in.
  Reply tryUpload() throws InterruptedException {
    HttpResponse<String> answer = send("POST", base.resolve("blobs/uploads/"), "", new byte[0]);
    return new Reply(answer.statusCode(), Pods.clip(answer.body()));
  }

  /// Asks for a manifest that no registry has.
  Reply lookFor(String digest) throws InterruptedException {
    HttpResponse<String> answer = send("GET", manifest(digest), "", new byte[0]);
    return new Reply(answer.statusCode(), Pods.clip(answer.body()));
  }

  /// The status of asking for a tag.
  int look(String tag) throws InterruptedException {
    return send("HEAD", manifest(tag), "", new byte[0]).statusCode();
  }

  void delete(ProbeImage image) throws InterruptedException {
    expectGone(send("DELETE", manifest(image.index().digest()), "", new byte[0]));
    for (ProbeImage.Blob each : image.manifests()) {
      expectGone(send("DELETE", manifest(each.digest()), "", new byte[0]));
    }
  }

  private URI manifest(String reference) {
    return base.resolve("manifests/").resolve("./" + reference);
  }

  private HttpResponse<String> put(ProbeImage.Blob manifest, String reference)
      throws InterruptedException {
    return send("PUT", manifest(reference), manifest.mediaType(), manifest.content());
  }

  private HttpResponse<String> send(String method, URI where, String type, byte[] body)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(where)
            .timeout(LIMIT)
            .method(method, BodyPublishers.ofByteArray(body));
    if (type.isEmpty()) {
      request.header("Accept", ProbeImage.INDEX);
    } else {
      request.header("Content-Type", type);
    }
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Problem(
              Code.CONNECTION_LOST,
              Messages.of("cannot-push-the-test-image"),
              Messages.of("lost-the-connection-to-the-registry"),
              new Remedy.Command(
                  Messages.of("check-the-cluster-then-verify-again"), "mooring doctor"),
              e.toString())
          .raise(e);
    }
  }

  private static void expect(HttpResponse<String> answer, int status) {
    if (answer.statusCode() == 403) {
      throw failed(Messages.of("this-identity-cannot-push-403", Pods.clip(answer.body())));
    }
    if (answer.statusCode() != status) {
      throw failed(Messages.of("it-returned", answer.statusCode(), Pods.clip(answer.body())));
    }
  }

  private static void expectGone(HttpResponse<String> answer) {
    if (answer.statusCode() != 404) {
      expect(answer, 202);
    }
  }

  private static RuntimeException failed(String why) {
    return new Problem(
            Code.REGISTRY_FAILED,
            Messages.of("the-registry-did-not-accept-the"),
            why,
            new Remedy.Advice(Messages.of("look-at-the-registrys-log-a")))
        .raise();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
