package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Handler;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// distribution 3.1 as its clients see it, on files.
public final class OciRegistry implements Handler {
  private static final int MAX_MANIFEST = 4 << 20;
  private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/([^/]+)");
  private static final Pattern BLOB = Pattern.compile("/v2/(.+)/blobs/([^/]+)");
  private static final Pattern UPLOADS = Pattern.compile("/v2/(.+)/blobs/uploads/?");
  private static final Pattern UPLOAD = Pattern.compile("/v2/(.+)/blobs/uploads/([^/]+)");
  private static final Pattern TAGS = Pattern.compile("/v2/(.+)/tags/list");
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");
  private static final List<String> LISTS =
      List.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  private final Blobs blobs;
  private final boolean relative;
  private final boolean deletes;
  private final Faults faults;

  /// @param relative whether `Location` is a path only
  /// @param deletes whether deleting is enabled
  public OciRegistry(Path directory, boolean relative, boolean deletes, Faults faults)
      throws IOException {
    blobs = new Blobs(directory);
    this.relative = relative;
    this.deletes = deletes;
    this.faults = faults;
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    if (faults.nonsense()) {
      exchange.answer(200, "text/html", "<html><body>It works!</body></html>\n");
      return;
    }
    exchange.with("Docker-Distribution-Api-Version", "registry/2.0");
    try {
      route(exchange);
    } catch (OciFailure e) {
      exchange.answer(
          e.status,
          "application/json",
          Documents.jsonBytes(
              Document.of(
                  Map.of(
                      "errors",
                      List.of(
                          Map.of("code", e.code, "message", String.valueOf(e.getMessage())))))));
    }
  }

  private void route(Exchange exchange) throws IOException {
    String path = RequestPath.decoded(exchange.path());
    String clean = RequestPath.clean(path);
    if (!clean.equals(path)) {
      exchange.with("Location", clean).answer(301, "text/html; charset=utf-8", new byte[0]);
    } else if (path.equals("/v2/") || path.equals("/v2")) {
      exchange.answer(200, "application/json", "{}");
    } else if (path.equals("/")) {
      exchange.answer(200, "", new byte[0]);
    } else if (path.equals("/v2/_catalog")) {
      catalog(exchange);
    } else {
      inRepository(exchange, path);
    }
  }

  private void inRepository(Exchange exchange, String path) throws IOException {
    Matcher tags = TAGS.matcher(path);
    Matcher uploads = UPLOADS.matcher(path);
    Matcher upload = UPLOAD.matcher(path);
    Matcher blob = BLOB.matcher(path);
    Matcher manifest = MANIFEST.matcher(path);
    if (tags.matches()) {
      tags(exchange, tags.group(1));
    } else if (uploads.matches()) {
      startUpload(exchange, uploads.group(1));
    } else if (upload.matches()) {
      upload(exchange, upload.group(1), upload.group(2));
    } else if (blob.matches()) {
      blob(exchange, blob.group(1), blob.group(2));
    } else if (manifest.matches()) {
      manifest(exchange, manifest.group(1), manifest.group(2));
    } else {
      exchange.answer(404, "text/plain; charset=utf-8", "404 page not found\n");
    }
  }

  private static int page(Exchange exchange, int max, boolean clamp) {
    if (!exchange.hasQuery("n")) {
      return 100;
    }
    try {
      int n = Integer.parseInt(exchange.query("n"));
      if (n >= 0 && (clamp || n <= max)) {
        return Math.min(n, max);
      }
    } catch (NumberFormatException e) {
      throw new OciFailure(400, "PAGINATION_NUMBER_INVALID", "invalid number of results requested");
    }
    throw new OciFailure(400, "PAGINATION_NUMBER_INVALID", "invalid number of results requested");
  }

  private void catalog(Exchange exchange) throws IOException {
    int n = page(exchange, 1000, false);
    List<String> rest = after(blobs.repositories(), exchange.query("last"));
    List<String> shown = rest.subList(0, Math.min(n, rest.size()));
    next(exchange, "/v2/_catalog", n, rest, shown);
    json(exchange, Map.of("repositories", shown));
  }

  private void tags(Exchange exchange, String repository) throws IOException {
    List<String> all =
        blobs
            .tags(repository)
            .orElseThrow(
                () -> new OciFailure(404, "NAME_UNKNOWN", "repository name not known to registry"));
    boolean paged = exchange.hasQuery("n");
    int n = paged ? page(exchange, 1000, true) : Integer.MAX_VALUE;
    List<String> rest = after(all, exchange.query("last"));
    List<String> shown = rest.subList(0, Math.min(n, rest.size()));
    next(exchange, "/v2/" + repository + "/tags/list", n, rest, shown);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", repository);
    // 3.1 answers null, not an empty list.
    answer.put("tags", shown.isEmpty() ? Document.nothing() : shown);
    json(exchange, answer);
  }

  private static List<String> after(List<String> all, String last) {
    return last.isEmpty() ? all : all.stream().filter(each -> each.compareTo(last) > 0).toList();
  }

  private static void next(
      Exchange exchange, String path, int n, List<String> rest, List<String> shown) {
    if (shown.size() < rest.size() && !shown.isEmpty()) {
      String last =
          java.net.URLEncoder.encode(shown.getLast(), java.nio.charset.StandardCharsets.UTF_8);
      exchange.with("Link", "<" + path + "?last=" + last + "&n=" + n + ">; rel=\"next\"");
    }
  }

  private static void json(Exchange exchange, Map<String, Object> answer) throws IOException {
    exchange.answer(200, "application/json", Documents.jsonBytes(Document.of(answer)));
  }

  private void startUpload(Exchange exchange, String repository) throws IOException {
    if (!exchange.method().equals("POST")) {
      throw new OciFailure(405, "UNSUPPORTED", "The operation is unsupported.");
    }
    full();
    String mount = exchange.query("mount");
    String from = exchange.query("from");
    if (Blobs.isDigest(mount) && !from.isEmpty() && blobs.hasBlob(from, mount)) {
      blobs.linkBlob(repository, mount);
      created(exchange, repository, mount);
      return;
    }
    String id = blobs.startUpload();
    if (exchange.hasQuery("digest")) {
      blobs.append(id, exchange.body());
      blobs.finish(id, repository, exchange.query("digest"));
      created(exchange, repository, exchange.query("digest"));
      return;
    }
    accepted(exchange, repository, id, 202);
  }

  private void full() {
    if (faults.diskFull()) {
      throw new OciFailure(500, "UNKNOWN", "unknown error");
    }
  }

  private void created(Exchange exchange, String repository, String digest) throws IOException {
    exchange
        .with("Location", location(exchange, "/v2/" + repository + "/blobs/" + digest))
        .with("Docker-Content-Digest", digest)
        .answer(201, "", new byte[0]);
  }

  private void accepted(Exchange exchange, String repository, String id, int status)
      throws IOException {
    long size = blobs.uploaded(id);
    exchange
        .with(
            "Location",
            location(exchange, "/v2/" + repository + "/blobs/uploads/" + id + "?_state=practice"))
        .with("Docker-Upload-Uuid", id)
        .with("Range", "0-" + Math.max(0, size - 1))
        .answer(status, "", new byte[0]);
  }

  private String location(Exchange exchange, String path) {
    return relative
        ? path
        : (exchange.encrypted() ? "https://" : "http://") + exchange.header("Host") + path;
  }

  private void upload(Exchange exchange, String repository, String id) throws IOException {
    switch (exchange.method()) {
      case "GET" -> accepted(exchange, repository, id, 204);
      case "DELETE" -> {
        blobs.cancel(id);
        exchange.answer(204, "", new byte[0]);
      }
      case "PATCH" -> {
        full();
        String range = exchange.header("Content-Range");
        if (!range.isEmpty() && !range.startsWith(blobs.uploaded(id) + "-")) {
          throw new OciFailure(416, "RANGE_INVALID", "invalid content range");
        }
        blobs.append(id, exchange.body());
        accepted(exchange, repository, id, 202);
      }
      case "PUT" -> {
        full();
        blobs.append(id, exchange.body());
        blobs.finish(id, repository, exchange.query("digest"));
        created(exchange, repository, exchange.query("digest"));
      }
      default -> throw new OciFailure(405, "UNSUPPORTED", "The operation is unsupported.");
    }
  }

  private void blob(Exchange exchange, String repository, String digest) throws IOException {
    if (!Blobs.isDigest(digest)) {
      throw new OciFailure(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
    }
    if (!blobs.hasBlob(repository, digest)) {
      throw new OciFailure(404, "BLOB_UNKNOWN", "blob unknown to registry");
    }
    switch (exchange.method()) {
      case "GET", "HEAD" -> {
        exchange
            .with("Docker-Content-Digest", digest)
            .with("Etag", "\"" + digest + "\"")
            .with("Accept-Ranges", "bytes")
            .with("Cache-Control", "max-age=31536000")
            .with("Content-Type", "application/octet-stream");
        send(exchange, blobs.bytes(digest));
      }
      case "DELETE" -> {
        deletable();
        blobs.unlinkBlob(repository, digest);
        exchange.answer(202, "", new byte[0]);
      }
      default -> throw new OciFailure(405, "UNSUPPORTED", "The operation is unsupported.");
    }
  }

  private static void send(Exchange exchange, Path file) throws IOException {
    long size = Files.size(file);
    Matcher range = RANGE.matcher(exchange.header("Range"));
    long from = 0;
    long to = size - 1;
    int status = 200;
    if (range.matches()) {
      from = Long.parseLong(range.group(1));
      to = range.group(2).isEmpty() ? to : Math.min(to, Long.parseLong(range.group(2)));
      if (from > to) {
        exchange.with("Content-Range", "bytes */" + size).answer(416, "", new byte[0]);
        return;
      }
      status = 206;
      exchange.with("Content-Range", "bytes " + from + "-" + to + "/" + size);
    }
    try (InputStream in = Files.newInputStream(file);
        OutputStream out = exchange.sized(status, to - from + 1)) {
      in.skipNBytes(from);
      byte[] buffer = new byte[1 << 16];
      for (long left = to - from + 1; left > 0; ) {
        int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          break;
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  private void deletable() {
    if (!deletes) {
      throw new OciFailure(405, "UNSUPPORTED", "The operation is unsupported.");
    }
  }

  private void manifest(Exchange exchange, String repository, String reference) throws IOException {
    switch (exchange.method()) {
      case "GET", "HEAD" -> readManifest(exchange, repository, reference);
      case "PUT" -> writeManifest(exchange, repository, reference);
      case "DELETE" -> {
        deletable();
        boolean was =
            Blobs.isDigest(reference)
                ? blobs.deleteManifest(repository, reference)
                : blobs.deleteTag(repository, reference);
        if (!was) {
          throw unknownManifest(reference);
        }
        exchange.answer(202, "", new byte[0]);
      }
      default -> throw new OciFailure(405, "UNSUPPORTED", "The operation is unsupported.");
    }
  }

  private static OciFailure unknownManifest(String reference) {
    return new OciFailure(404, "MANIFEST_UNKNOWN", "manifest unknown: " + reference);
  }

  private void readManifest(Exchange exchange, String repository, String reference)
      throws IOException {
    String digest =
        Blobs.isDigest(reference)
            ? reference
            : blobs.tag(repository, reference).orElseThrow(() -> unknownManifest(reference));
    String type = blobs.manifest(repository, digest).orElseThrow(() -> unknownManifest(reference));
    List<String> accepted =
        exchange.headers().list("Accept").stream()
            .map(each -> each.split(";", 2)[0].strip())
            .toList();
    if (type.startsWith("application/vnd.oci.") && !accepted.contains(type)) {
      String what = LISTS.contains(type) ? "index" : "manifest";
      throw new OciFailure(
          404,
          "MANIFEST_UNKNOWN",
          "OCI " + what + " found, but accept header does not support OCI " + what + "s");
    }
    exchange.with("Docker-Content-Digest", digest).with("Etag", "\"" + digest + "\"");
    if (exchange.header("If-None-Match").replace("\"", "").equals(digest)) {
      exchange.answer(304, "", new byte[0]);
      return;
    }
    exchange.answer(200, type, Files.readAllBytes(blobs.bytes(digest)));
  }

  private void writeManifest(Exchange exchange, String repository, String reference)
      throws IOException {
    full();
    byte[] bytes = exchange.body(MAX_MANIFEST);
    if (bytes == null) {
      exchange.closeAfterwards();
      throw new OciFailure(413, "SIZE_INVALID", "manifest too large");
    }
    Document manifest;
    try {
      manifest = Documents.json(bytes, "a manifest");
    } catch (MooringException e) {
      throw new OciFailure(400, "MANIFEST_INVALID", "manifest invalid");
    }
    String type = manifest.at("mediaType").text().orElse(exchange.header("Content-Type")).strip();
    check(repository, manifest, type);
    String digest = blobs.putManifest(repository, bytes, type);
    if (Blobs.isDigest(reference)) {
      if (!reference.equals(digest)) {
        blobs.deleteManifest(repository, digest);
        throw new OciFailure(
            400, "DIGEST_INVALID", "provided digest did not match uploaded content");
      }
    } else {
      blobs.setTag(repository, reference, digest);
    }
    exchange
        .with("Location", location(exchange, "/v2/" + repository + "/manifests/" + digest))
        .with("Docker-Content-Digest", digest)
        .answer(201, "", new byte[0]);
  }

  private void check(String repository, Document manifest, String type) throws IOException {
    List<Document> blobsNeeded = new ArrayList<>(manifest.at("layers").items());
    if (LISTS.contains(type)) {
      for (Document each : manifest.at("manifests").items()) {
        if (blobs.manifest(repository, each.at("digest").textOrEmpty()).isEmpty()) {
          throw new OciFailure(400, "MANIFEST_BLOB_UNKNOWN", "manifest blob unknown to registry");
        }
      }
      return;
    }
    if (manifest.at("schemaVersion").integer().orElse(0L) != 2L) {
      throw new OciFailure(400, "MANIFEST_INVALID", "manifest invalid");
    }
    blobsNeeded.add(manifest.at("config"));
    for (Document each : blobsNeeded) {
      if (!blobs.hasBlob(repository, each.at("digest").textOrEmpty())) {
        throw new OciFailure(400, "MANIFEST_BLOB_UNKNOWN", "blob unknown to registry");
      }
    }
  }
}
