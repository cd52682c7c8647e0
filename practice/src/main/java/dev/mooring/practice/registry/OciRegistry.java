package dev.mooring.practice.registry;

import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Handler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// distribution 3.1 as its clients see it, on files.
final class OciRegistry implements Handler {
  private static final Pattern PATH =
      Pattern.compile(
          "/v2/(?<in>.+)/(?:(?<tags>tags/list)|manifests/(?<manifest>[^/]+)"
              + "|blobs/uploads(?:/(?<upload>[^/]*))?|blobs/(?<blob>[^/]+))");

  private final RegistrySettings settings;
  private final Listings listings;
  private final ManifestRequests manifests;
  private final BlobRequests blobs;
  private final UploadRequests uploads;

  OciRegistry(Path directory, RegistrySettings settings) throws IOException {
    this.settings = settings;
    Blobs files = new Blobs(directory);
    listings = new Listings(files);
    manifests = new ManifestRequests(files, settings);
    blobs = new BlobRequests(files, settings);
    uploads = new UploadRequests(files, settings);
  }

  @Override
  public void handle(Exchange exchange) throws IOException {
    if (settings.nonsense().get()) {
      exchange.answer(200, "text/html", "<html><body>It works!</body></html>\n");
      return;
    }
    exchange.with("Docker-Distribution-Api-Version", "registry/2.0");
    try {
      route(exchange);
    } catch (OciFailure e) {
      exchange.answer(e.status, "application/json", e.json());
    }
  }

  private void route(Exchange exchange) throws IOException {
    String path = RequestPath.decoded(exchange.path());
    String clean = RequestPath.clean(path);
    Matcher match = PATH.matcher(path);
    if (!clean.equals(path)) {
      exchange.with("Location", clean).answer(301, "text/html; charset=utf-8", new byte[0]);
    } else if (path.equals("/v2/") || path.equals("/v2")) {
      exchange.answer(200, "application/json", "{}");
    } else if (path.equals("/")) {
      exchange.answer(200);
    } else if (path.equals("/v2/_catalog")) {
      listings.catalog(exchange);
    } else if (!match.matches()) {
      exchange.answer(404, "text/plain; charset=utf-8", "404 page not found\n");
    } else {
      inRepository(exchange, match);
    }
  }

  private void inRepository(Exchange exchange, Matcher match) throws IOException {
    String repository = match.group("in");
    String upload = match.group("upload");
    if (match.group("tags") != null) {
      listings.tags(exchange, repository);
    } else if (match.group("manifest") != null) {
      manifests.serve(exchange, repository, match.group("manifest"));
    } else if (match.group("blob") != null) {
      blobs.serve(exchange, repository, match.group("blob"));
    } else if (upload == null || upload.isEmpty()) {
      uploads.start(exchange, repository);
    } else {
      uploads.serve(exchange, repository, upload);
    }
  }
}
