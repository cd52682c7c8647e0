package dev.mooring.stack;

import dev.mooring.document.Allowance;
import dev.mooring.document.Bounds;
import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.problem.Remedy;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSink;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.MediaTypes;
import dev.mooring.registry.distribution.Blobs;
import dev.mooring.registry.distribution.Catalog;
import dev.mooring.registry.distribution.ContentCache;
import dev.mooring.registry.distribution.HttpSink;
import dev.mooring.registry.distribution.Manifests;
import dev.mooring.registry.http.Authorization;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.Patience;
import dev.mooring.registry.http.Reach;
import dev.mooring.registry.http.Retry;
import dev.mooring.registry.http.WayOut;
import dev.mooring.registry.transfer.ImageCopy;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.Optional;

/// Pushes a [ProbeImage] as every image is pushed, over a forwarder's local port, and takes it away
/// again. Each request is made once: a refusal is an answer to who verifies.
final class ProbePush implements AutoCloseable {
  static final String REPOSITORY = Stack.PROBE_REPOSITORY;

  private final Connection connection;
  private final Manifests manifests;
  private final ImageSink sink;

  ProbePush(InetSocketAddress forwarder) {
    String host =
        forwarder.getAddress() instanceof Inet6Address ? "[::1]" : forwarder.getHostString();
    connection =
        new Connection(
            URI.create("http://" + host + ":" + forwarder.getPort()),
            AS_IT_SAYS,
            Reach.of(null, WayOut.OF_MACHINE),
            Patience.ONE_TRY);
    ContentCache cache = new ContentCache(null);
    Allowance allowance = new Allowance(Bounds.CONTENT.worst(Bounds.CONTENT.bytes()));
    manifests = new Manifests(connection, cache, allowance);
    sink =
        new HttpSink(
            connection.host() + "/" + REPOSITORY,
            REPOSITORY,
            connection,
            manifests,
            new Blobs(connection, cache, allowance),
            new Catalog(connection),
            new Retry(connection));
  }

  /// What the registry answered to one request.
  record Reply(int status, String text) {
    String words() {
      return status + (text.isEmpty() ? "" : " " + text);
    }

    private static Reply of(dev.mooring.registry.http.Answer answer) {
      return new Reply(answer.status(), Pods.clip(answer.text()));
    }
  }

  /// What the registry answered stands in the words: it is what was to be found out.
  private static final Authorization AS_IT_SAYS =
      new Authorization() {
        @Override
        public Optional<Problem> refusal(String what, Refused refused) {
          String text = Pods.clip(refused.text());
          return Optional.of(
              failed(
                  refused.status() == 403
                      ? Messages.of("this-identity-cannot-push-403", text)
                      : Messages.of("it-returned", refused.status(), text)));
        }
      };

  void push(ProbeImage image, String tag) throws InterruptedException {
    try {
      new ImageCopy(image, sink)
          .run(image.index().digest().text(), tag, Optional.empty(), Progress.none());
    } catch (MooringException e) {
      throw told(e);
    }
  }

  /// Only starts an upload: enough to see whether it is let in.
  Reply tryUpload() throws InterruptedException {
    URI uploads = connection.at("/v2/" + REPOSITORY + "/blobs/uploads/");
    return Reply.of(
        ask(
            () ->
                connection.send(
                    connection.request(uploads).POST(BodyPublishers.noBody()).build())));
  }

  /// Asks for a manifest that no registry has.
  Reply lookFor(String digest) throws InterruptedException {
    URI manifest = connection.at("/v2/" + REPOSITORY + "/manifests/" + digest);
    return Reply.of(ask(() -> connection.get(manifest, Map.of("Accept", MediaTypes.OCI_INDEX))));
  }

  /// Whether the registry has the image under a tag.
  boolean has(String tag) throws InterruptedException {
    return sink.digest(tag).isPresent();
  }

  void delete(ProbeImage image) throws InterruptedException {
    delete(image.index().digest());
    for (Manifest each : image.manifests()) {
      delete(each.digest());
    }
  }

  /// What is gone already is what was wanted.
  private void delete(Digest digest) throws InterruptedException {
    var answer = ask(() -> manifests.delete(REPOSITORY, digest.text()));
    if (answer.status() != 202 && answer.status() != 404) {
      throw connection.refused("", REPOSITORY, answer);
    }
  }

  private <T> T ask(Connection.Attempt<T> attempt) throws InterruptedException {
    try {
      return connection.ask("", attempt);
    } catch (MooringException e) {
      throw told(e);
    }
  }

  private static MooringException told(MooringException e) {
    return e.problem().code() == Code.REGISTRY_UNREACHABLE
        ? new Problem(
                Code.CONNECTION_LOST,
                Messages.of("cannot-push-the-test-image"),
                Messages.of("lost-the-connection-to-the-registry"),
                new Remedy.Command(
                    Messages.of("check-the-cluster-then-verify-again"), "mooring doctor"),
                e.problem().detail())
            .raise(e)
        : failed(e.problem().why()).raise(e);
  }

  private static Problem failed(String why) {
    return new Problem(
        Code.REGISTRY_FAILED,
        Messages.of("the-registry-did-not-accept-the"),
        why,
        new Remedy.Advice(Messages.of("look-at-the-registrys-log-a")));
  }

  @Override
  public void close() {
    connection.close();
  }
}
