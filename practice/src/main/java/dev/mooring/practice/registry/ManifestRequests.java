package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.http.Exchange;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Manifests and indexes, by tag or digest.
final class ManifestRequests {
  private static final int LARGEST = 4 << 20;
  private static final Set<String> LISTS =
      Set.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  private final Blobs blobs;
  private final RegistrySettings settings;

  ManifestRequests(Blobs blobs, RegistrySettings settings) {
    this.blobs = blobs;
    this.settings = settings;
  }

  void serve(Exchange exchange, String repository, String reference) throws IOException {
    switch (exchange.method()) {
      case "GET", "HEAD" -> read(exchange, repository, reference);
      case "PUT" -> write(exchange, repository, reference);
      case "DELETE" -> {
        settings.checkDeletes();
        boolean was =
            Blobs.isDigest(reference)
                ? blobs.deleteManifest(repository, reference)
                : blobs.deleteTag(repository, reference);
        if (!was) {
          throw OciFailure.manifestUnknown(reference);
        }
        exchange.answer(202);
      }
      default -> throw OciFailure.unsupported();
    }
  }

  private void read(Exchange exchange, String repository, String reference) throws IOException {
    String digest =
        Blobs.isDigest(reference)
            ? reference
            : blobs
                .tag(repository, reference)
                .orElseThrow(() -> OciFailure.manifestUnknown(reference));
    String type =
        blobs.manifest(repository, digest).orElseThrow(() -> OciFailure.manifestUnknown(reference));
    boolean accepted =
        exchange.headers().list("Accept").stream()
            .anyMatch(each -> each.split(";", 2)[0].strip().equals(type));
    if (type.startsWith("application/vnd.oci.") && !accepted) {
      throw new OciFailure(
          404,
          "MANIFEST_UNKNOWN",
          "OCI %1$s found, but accept header does not support OCI %1$ss"
              .formatted(LISTS.contains(type) ? "index" : "manifest"));
    }
    exchange.with("Docker-Content-Digest", digest).with("Etag", "\"" + digest + "\"");
    if (exchange.header("If-None-Match").replace("\"", "").equals(digest)) {
      exchange.answer(304);
    } else {
      exchange.answer(200, type, Files.readAllBytes(blobs.bytes(digest)));
    }
  }

  private void write(Exchange exchange, String repository, String reference) throws IOException {
    byte[] bytes = exchange.body(LARGEST);
    if (bytes == null) {
      exchange.closeAfterwards();
      throw new OciFailure(413, "SIZE_INVALID", "manifest too large");
    }
    Document manifest = parsed(bytes);
    String type = manifest.at("mediaType").text().orElse(exchange.header("Content-Type")).strip();
    checkParts(repository, manifest, LISTS.contains(type));
    String digest = blobs.putManifest(repository, bytes, type);
    if (!Blobs.isDigest(reference)) {
      blobs.setTag(repository, reference, digest);
    } else if (!reference.equals(digest)) {
      blobs.deleteManifest(repository, digest);
      throw OciFailure.digestInvalid();
    }
    String path = "/v2/" + repository + "/manifests/" + digest;
    exchange
        .with("Location", settings.location(exchange, path))
        .with("Docker-Content-Digest", digest)
        .answer(201);
  }

  private static Document parsed(byte[] bytes) {
    try {
      return Documents.json(bytes, "a manifest");
    } catch (MooringException e) {
      throw invalid();
    }
  }

  private static OciFailure invalid() {
    return new OciFailure(400, "MANIFEST_INVALID", "manifest invalid");
  }

  private void checkParts(String repository, Document manifest, boolean list) throws IOException {
    if (list) {
      for (Document each : manifest.at("manifests").items()) {
        if (blobs.manifest(repository, each.at("digest").textOrEmpty()).isEmpty()) {
          throw unknown("manifest");
        }
      }
      return;
    }
    if (manifest.at("schemaVersion").integer().orElse(0L) != 2L) {
      throw invalid();
    }
    List<Document> parts = new ArrayList<>(manifest.at("layers").items());
    parts.add(manifest.at("config"));
    for (Document each : parts) {
      if (!blobs.hasBlob(repository, each.at("digest").textOrEmpty())) {
        throw unknown("blob");
      }
    }
  }

  private static OciFailure unknown(String what) {
    return new OciFailure(400, "MANIFEST_BLOB_UNKNOWN", what + " unknown to registry");
  }
}
