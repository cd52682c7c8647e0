package dev.mooring.practice.registry;

import dev.mooring.practice.http.Exchange;
import java.io.IOException;

/// Uploads of blobs: in one request, in pieces, or mounted from another repository.
final class UploadRequests {
  private final Blobs blobs;
  private final RegistrySettings settings;

  UploadRequests(Blobs blobs, RegistrySettings settings) {
    this.blobs = blobs;
    this.settings = settings;
  }

  void start(Exchange exchange, String repository) throws IOException {
    if (!exchange.method().equals("POST")) {
      throw OciFailure.unsupported();
    }
    String mount = exchange.query("mount");
    String from = exchange.query("from");
    if (Blobs.isDigest(mount) && !from.isEmpty() && blobs.hasBlob(from, mount)) {
      blobs.linkBlob(repository, mount);
      created(exchange, repository, mount);
    } else {
      String id = blobs.startUpload();
      if (exchange.hasQuery("digest")) {
        finish(exchange, repository, id);
      } else {
        accepted(exchange, repository, id, 202);
      }
    }
  }

  void serve(Exchange exchange, String repository, String id) throws IOException {
    switch (exchange.method()) {
      case "GET" -> accepted(exchange, repository, id, 204);
      case "DELETE" -> {
        blobs.cancel(id);
        exchange.answer(204);
      }
      case "PATCH" -> {
        String range = exchange.header("Content-Range");
        if (!range.isEmpty() && !range.startsWith(blobs.uploaded(id) + "-")) {
          throw new OciFailure(416, "RANGE_INVALID", "invalid content range");
        }
        blobs.append(id, exchange.body());
        accepted(exchange, repository, id, 202);
      }
      case "PUT" -> {
        finish(exchange, repository, id);
      }
      default -> throw OciFailure.unsupported();
    }
  }

  private void finish(Exchange exchange, String repository, String id) throws IOException {
    String digest = exchange.query("digest");
    blobs.append(id, exchange.body());
    blobs.finish(id, repository, digest);
    created(exchange, repository, digest);
  }

  private void created(Exchange exchange, String repository, String digest) throws IOException {
    String path = "/v2/" + repository + "/blobs/" + digest;
    exchange
        .with("Location", settings.location(exchange, path))
        .with("Docker-Content-Digest", digest)
        .answer(201);
  }

  private void accepted(Exchange exchange, String repository, String id, int status)
      throws IOException {
    String path = "/v2/" + repository + "/blobs/uploads/" + id + "?_state=practice";
    exchange
        .with("Location", settings.location(exchange, path))
        .with("Docker-Upload-Uuid", id)
        .with("Range", "0-" + Math.max(0, blobs.uploaded(id) - 1))
        .answer(status);
  }
}
