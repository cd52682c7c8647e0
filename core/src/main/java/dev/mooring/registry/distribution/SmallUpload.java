package dev.mooring.registry.distribution;

import dev.mooring.registry.Digest;
import dev.mooring.registry.http.Connection;
import dev.mooring.registry.http.Retry;
import dev.mooring.registry.http.Transfer;
import java.net.URI;
import java.net.http.HttpRequest;

/// Uploads a blob that is in memory.
public final class SmallUpload {
  private final Blobs blobs;
  private final Retry retry;

  public SmallUpload(Blobs blobs, Retry retry) {
    this.blobs = blobs;
    this.retry = retry;
  }

  public void upload(String repository, Digest digest, byte[] content) throws InterruptedException {
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
