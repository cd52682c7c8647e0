package dev.mooring.registry;

import java.net.URI;
import java.net.http.HttpRequest;

/// Uploads a blob that is in memory.
final class SmallUpload {
  private final Blobs blobs;
  private final Retry retry;

  SmallUpload(Blobs blobs, Retry retry) {
    this.blobs = blobs;
    this.retry = retry;
  }

  void upload(String repository, Digest digest, byte[] content) throws InterruptedException {
    retry.run(
        Messages.of("cannot-write-to", repository),
        () -> {
          if (!blobs.has(repository, digest)) {
            URI upload = blobs.startUpload(repository);
            blobs.finishUpload(
                repository,
                upload,
                digest,
                HttpRequest.BodyPublishers.ofByteArray(content),
                new Transfer(Connection.PATIENCE));
          }
          return digest;
        });
  }
}
