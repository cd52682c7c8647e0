package dev.mooring.practice.registry;

import dev.mooring.practice.http.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Blobs, whole or in part.
final class BlobRequests {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d*)");

  private final Blobs blobs;
  private final RegistrySettings settings;

  BlobRequests(Blobs blobs, RegistrySettings settings) {
    this.blobs = blobs;
    this.settings = settings;
  }

  void serve(Exchange exchange, String repository, String digest) throws IOException {
    if (!Blobs.isDigest(digest)) {
      throw OciFailure.digestInvalid();
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
        settings.checkDeletes();
        blobs.unlinkBlob(repository, digest);
        exchange.answer(202);
      }
      default -> throw OciFailure.unsupported();
    }
  }

  private static void send(Exchange exchange, Path file) throws IOException {
    long size = Files.size(file);
    Matcher range = RANGE.matcher(exchange.header("Range"));
    boolean part = range.matches();
    long from = part ? Long.parseLong(range.group(1)) : 0;
    boolean open = !part || range.group(2).isEmpty();
    long to = open ? size - 1 : Math.min(size - 1, Long.parseLong(range.group(2)));
    if (part && from > to) {
      exchange.with("Content-Range", "bytes */" + size).answer(416);
      return;
    }
    if (part) {
      exchange.with("Content-Range", "bytes " + from + "-" + to + "/" + size);
    }
    try (FileChannel in = FileChannel.open(file);
        OutputStream out = exchange.sized(part ? 206 : 200, to - from + 1)) {
      WritableByteChannel target = Channels.newChannel(out);
      for (long at = from; at <= to; ) {
        at += in.transferTo(at, to - at + 1, target);
      }
    }
  }
}
