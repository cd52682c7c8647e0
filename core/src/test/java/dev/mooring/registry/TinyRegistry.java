package dev.mooring.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A registry in memory that answers as releases of the distribution registry do, where they differ
/// too, and lies when told to.
public final class TinyRegistry implements AutoCloseable {
  private static final Pattern MANIFEST = Pattern.compile("/v2/(.+)/manifests/([^/]+)");
  private static final Pattern BLOB = Pattern.compile("/v2/(.+)/blobs/(sha256:[0-9a-f]{64})");
  private static final Pattern UPLOAD = Pattern.compile("/v2/(.+)/blobs/uploads/(.*)");
  private static final Pattern TAGS = Pattern.compile("/v2/(.+)/tags/list");

  public enum Release {
    V2_8,
    V3_1
  }

  /// Answers in place of the registry.
  @FunctionalInterface
  public interface Twist {
    /// @return whether it answered
    boolean answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
  private final Map<String, String> types = new ConcurrentHashMap<>();
  private final Map<String, TreeMap<String, String>> tags = new ConcurrentSkipListMap<>();
  private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
  private final AtomicInteger sessions = new AtomicInteger();
  public final List<String> requests = new CopyOnWriteArrayList<>();
  public final List<Twist> twists = new CopyOnWriteArrayList<>();

  /// After how many bytes the next longer download, or upload, is cut; once.
  public final AtomicInteger cutDownload = new AtomicInteger(Integer.MAX_VALUE);

  public final AtomicInteger cutUpload = new AtomicInteger(Integer.MAX_VALUE);

  /// Bytes of blobs that were sent.
  public final AtomicLong sent = new AtomicLong();

  public volatile Release release = Release.V3_1;

  /// Whether it names places by their paths alone, as the stack's registry is told to.
  public volatile boolean relative;

  public volatile boolean deletes = true;

  public TinyRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  public ImageReference name(String text) {
    return ImageReference.parse(uri().getRawAuthority() + "/" + text);
  }

  public void repository(String name) {
    tags.computeIfAbsent(name, ignored -> new TreeMap<>());
  }

  public String manifest(String repository, String tag, String type, byte[] bytes) {
    String digest = Digests.of(bytes).text();
    repository(repository);
    manifests.put(repository + "@" + digest, bytes);
    types.put(digest, type);
    if (!tag.isEmpty()) {
      tags.get(repository).put(tag, digest);
    }
    return digest;
  }

  public void blob(byte[] content) {
    blobs.put(Digests.of(content).text(), content);
  }

  /// As a garbage collection does.
  public void lose(String digest) {
    blobs.remove(digest);
  }

  public boolean hasBlob(String digest) {
    return blobs.containsKey(digest);
  }

  public List<String> tagsOf(String repository) {
    return List.copyOf(tags.getOrDefault(repository, new TreeMap<>()).keySet());
  }

  public boolean hasManifest(String repository, String digest) {
    return manifests.containsKey(repository + "@" + digest);
  }

  public long manifestCount(String repository) {
    return manifests.keySet().stream().filter(each -> each.startsWith(repository + "@")).count();
  }

  public long count(String start) {
    return requests.stream().filter(each -> each.startsWith(start)).count();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      for (Twist twist : twists) {
        if (twist.answer(exchange)) {
          return;
        }
      }
      route(exchange);
    }
  }

  private void route(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Matcher manifest = MANIFEST.matcher(path);
    Matcher blob = BLOB.matcher(path);
    Matcher upload = UPLOAD.matcher(path);
    Matcher list = TAGS.matcher(path);
    if (path.equals("/v2/")) {
      exchange.getResponseHeaders().add("Docker-Distribution-Api-Version", "registry/2.0");
      answer(exchange, 200, "application/json", "{}");
    } else if (path.equals("/v2/_catalog")) {
      page(exchange, "repositories", List.copyOf(tags.keySet()), true);
    } else if (list.matches()) {
      TreeMap<String, String> known = tags.get(list.group(1));
      if (known == null) {
        error(exchange, 404, "NAME_UNKNOWN");
      } else {
        page(exchange, "tags", List.copyOf(known.keySet()), release != Release.V2_8);
      }
    } else if (upload.matches()) {
      upload(exchange, upload.group(1));
    } else if (blob.matches()) {
      content(
          exchange, Optional.ofNullable(blobs.get(blob.group(2))), blob.group(2), "BLOB_UNKNOWN");
    } else if (manifest.matches()) {
      manifests(exchange, manifest.group(1), manifest.group(2));
    } else {
      answer(exchange, 404, "text/plain", "404 page not found");
    }
  }

  private void page(HttpExchange exchange, String field, List<String> all, boolean paging)
      throws IOException {
    Map<String, String> query = query(exchange);
    int n = Integer.parseInt(query.getOrDefault("n", "100"));
    if (n > 1000) {
      error(exchange, 400, "PAGINATION_NUMBER_INVALID");
      return;
    }
    List<String> rest = all;
    if (paging) {
      String last = query.getOrDefault("last", "");
      rest = all.stream().filter(each -> each.compareTo(last) > 0).limit(n).toList();
      if (rest.size() == n) {
        exchange
            .getResponseHeaders()
            .add(
                "Link",
                "<"
                    + exchange.getRequestURI().getPath()
                    + "?n="
                    + n
                    + "&last="
                    + rest.getLast()
                    + ">; rel=\"next\"");
      }
    }
    String names =
        rest.isEmpty() ? "null" : new String(Archives.json(rest), StandardCharsets.UTF_8);
    answer(exchange, 200, "application/json", "{\"name\":\"x\",\"" + field + "\":" + names + "}");
  }

  private void upload(HttpExchange exchange, String repository) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("POST")) {
      if (blobs.containsKey(query(exchange).getOrDefault("mount", ""))) {
        answer(exchange, 201, "", "");
        return;
      }
      String session = String.valueOf(sessions.incrementAndGet());
      uploads.put(session, new ByteArrayOutputStream());
      locate(exchange, "/v2/" + repository + "/blobs/uploads/" + session);
      answer(exchange, 202, "", "");
      return;
    }
    ByteArrayOutputStream kept = uploads.get(path.substring(path.lastIndexOf('/') + 1));
    if (kept == null || !"a=b".equals(query(exchange).get("_state"))) {
      error(exchange, 404, "BLOB_UPLOAD_UNKNOWN");
      return;
    }
    switch (exchange.getRequestMethod()) {
      case "GET" -> {
        exchange.getResponseHeaders().add("Range", "0-" + Math.max(0, kept.size() - 1));
        locate(exchange, path);
        exchange.sendResponseHeaders(204, -1);
      }
      case "PATCH" -> {
        String range = exchange.getRequestHeaders().getFirst("Content-Range");
        if (range != null && !range.startsWith(kept.size() + "-")) {
          error(exchange, 416, "RANGE_INVALID");
          return;
        }
        // What came before a loss is kept, as the real one does.
        InputStream body = exchange.getRequestBody();
        long length = Long.parseLong(exchange.getRequestHeaders().getFirst("Content-Length"));
        int cut = cutUpload.get();
        if (length > cut && cutUpload.compareAndSet(cut, Integer.MAX_VALUE)) {
          kept.writeBytes(body.readNBytes(cut));
          throw new IOException("cut");
        }
        body.transferTo(kept);
        locate(exchange, path);
        answer(exchange, 202, "", "");
      }
      case "DELETE" -> {
        uploads.remove(path.substring(path.lastIndexOf('/') + 1));
        exchange.sendResponseHeaders(204, -1);
      }
      default -> {
        exchange.getRequestBody().transferTo(kept);
        String digest = query(exchange).getOrDefault("digest", "");
        if (!Digests.of(kept.toByteArray()).text().equals(digest)) {
          error(exchange, 400, "DIGEST_INVALID");
          return;
        }
        blobs.put(digest, kept.toByteArray());
        uploads.values().remove(kept);
        answer(exchange, 201, "", "");
      }
    }
  }

  /// Absolute and with the scheme of a proxy in front, as registries answer behind one.
  private void locate(HttpExchange exchange, String path) {
    exchange
        .getResponseHeaders()
        .add(
            "Location",
            (relative ? "" : "https://" + uri().getRawAuthority()) + path + "?_state=a%3Db");
  }

  /// Uploads that were begun and neither finished nor given up.
  public int openUploads() {
    return uploads.size();
  }

  private void manifests(HttpExchange exchange, String repository, String reference)
      throws IOException {
    TreeMap<String, String> known = tags.getOrDefault(repository, new TreeMap<>());
    boolean byDigest = reference.startsWith("sha256:");
    String digest = byDigest ? reference : known.getOrDefault(reference, "");
    Optional<byte[]> bytes = Optional.ofNullable(manifests.get(repository + "@" + digest));
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String stored =
            manifest(
                repository,
                byDigest ? "" : reference,
                exchange.getRequestHeaders().getFirst("Content-Type"),
                body);
        exchange.getResponseHeaders().add("Docker-Content-Digest", stored);
        answer(exchange, 201, "", "");
      }
      case "DELETE" -> {
        if (!deletes) {
          error(exchange, 405, "UNSUPPORTED");
        } else if (!byDigest && release == Release.V2_8) {
          error(exchange, 400, "DIGEST_INVALID");
        } else if (bytes.isEmpty()) {
          error(exchange, 404, "MANIFEST_UNKNOWN");
        } else {
          if (byDigest) {
            manifests.remove(repository + "@" + digest);
            known.values().removeIf(digest::equals);
          } else {
            known.remove(reference);
          }
          answer(exchange, 202, "", "");
        }
      }
      default -> {
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        String type = types.getOrDefault(digest, "");
        boolean accepted = accept != null && accept.contains(type);
        exchange.getResponseHeaders().add("Content-Type", type);
        content(exchange, accepted ? bytes : Optional.empty(), digest, "MANIFEST_UNKNOWN");
      }
    }
  }

  private void content(HttpExchange exchange, Optional<byte[]> bytes, String digest, String missing)
      throws IOException {
    if (bytes.isEmpty()) {
      error(exchange, 404, missing);
      return;
    }
    exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
    if (("\"" + digest + "\"").equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      exchange.sendResponseHeaders(304, -1);
    } else if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().add("Content-Length", String.valueOf(bytes.get().length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      int from = from(exchange);
      int length = bytes.get().length - from;
      exchange.sendResponseHeaders(from > 0 ? 206 : 200, length == 0 ? -1 : length);
      int cut = cutDownload.get();
      if (length > cut && cutDownload.compareAndSet(cut, Integer.MAX_VALUE)) {
        length = cut;
      }
      exchange.getResponseBody().write(bytes.get(), from, length);
      sent.addAndGet(length);
    }
  }

  private static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=([0-9]+)-", "$1"));
  }

  public static void error(HttpExchange exchange, int status, String code) throws IOException {
    answer(exchange, status, "application/json", "{\"errors\":[{\"code\":\"" + code + "\"}]}");
  }

  public static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    if (!type.isEmpty()) {
      exchange.getResponseHeaders().set("Content-Type", type);
    }
    boolean none = bytes.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, none ? -1 : bytes.length);
    if (!none) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> fields = new TreeMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String part : raw == null ? List.<String>of() : List.of(raw.split("&", -1))) {
      int equals = part.indexOf('=');
      fields.put(
          part.substring(0, equals),
          java.net.URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
