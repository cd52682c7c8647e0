package dev.mooring.desktop.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A registry that holds whatever it is given, as a broken or hostile one does.
public final class OddRegistry implements AutoCloseable {
  public static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String CONFIG = "application/vnd.oci.image.config.v1+json";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> content = new ConcurrentHashMap<>();
  private final Map<String, String> types = new ConcurrentHashMap<>();
  private final Map<String, Map<String, String>> tags = new ConcurrentHashMap<>();

  private volatile String failing = "-";
  private volatile boolean refusing;

  public OddRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /// Answers a path with exactly this.
  public void say(String path, String json) {
    content.put(path, json.getBytes(StandardCharsets.UTF_8));
  }

  /// Keeps its list of repositories to itself.
  public void refuseList() {
    refusing = true;
  }

  /// Fails whenever a path is asked for that starts so.
  public void fail(String start) {
    failing = start;
  }

  /// Forgets everything and holds two images that are as they should be around an odd one.
  public void only(OddImage odd) {
    content.clear();
    tags.clear();
    good("a-good");
    good("z-good");
    odd.make(this, "odd");
  }

  public void good(String tag) {
    image(tag, config(Map.of("os", "linux", "architecture", "amd64")));
  }

  /// An image with a config of these bytes, described rightly.
  public void image(String tag, byte[] config) {
    blob(config);
    manifest(tag, MANIFEST, json(manifest(descriptor(CONFIG, config), List.of())));
  }

  public static byte[] config(Map<String, Object> fields) {
    return json(fields);
  }

  public static Map<String, Object> manifest(Object config, Object layers) {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("schemaVersion", 2);
    manifest.put("mediaType", MANIFEST);
    manifest.put("config", config);
    manifest.put("layers", layers);
    return manifest;
  }

  public static byte[] index(List<?> children) {
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("schemaVersion", 2);
    index.put("mediaType", INDEX);
    index.put("manifests", children);
    return json(index);
  }

  public static Map<String, Object> descriptor(String type, byte[] bytes) {
    return descriptor(type, digest(bytes), bytes.length);
  }

  public static Map<String, Object> descriptor(String type, String digest, Object size) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("mediaType", type);
    fields.put("digest", digest);
    fields.put("size", size);
    return fields;
  }

  /// A manifest under a tag, or only under its digest when the tag is empty.
  public void manifest(String tag, String type, byte[] bytes) {
    String digest = digest(bytes);
    content.put("/v2/odd/manifests/" + digest, bytes);
    types.put(digest, type);
    if (!tag.isEmpty()) {
      tags.computeIfAbsent("odd", ignored -> new TreeMap<>()).put(tag, digest);
    }
  }

  public void blob(byte[] bytes) {
    blob(digest(bytes), bytes);
  }

  public void blob(String digest, byte[] bytes) {
    content.put("/v2/odd/blobs/" + digest, bytes);
  }

  /// A tag goes; what it named stays.
  public void untag(String tag) {
    tags.computeIfAbsent("odd", ignored -> new TreeMap<>()).remove(tag);
  }

  /// A tag of something that is not there.
  public void dangling(String tag) {
    tags.computeIfAbsent("odd", ignored -> new TreeMap<>())
        .put(tag, digest(tag.getBytes(StandardCharsets.UTF_8)));
  }

  public static byte[] json(Object value) {
    return Documents.jsonBytes(Document.of(value));
  }

  public static String digest(byte[] bytes) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith(failing)) {
        exchange.sendResponseHeaders(500, -1);
        return;
      }
      if (refusing && path.equals("/v2/_catalog")) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      byte[] said = content.get(path);
      int slash = path.lastIndexOf('/');
      String last = path.substring(slash + 1);
      if (said == null && path.contains("/manifests/")) {
        String digest = tags.getOrDefault("odd", Map.of()).getOrDefault(last, "");
        said = content.get("/v2/odd/manifests/" + digest);
        exchange.getResponseHeaders().add("Content-Type", types.getOrDefault(digest, ""));
      } else if (path.contains("/manifests/")) {
        exchange.getResponseHeaders().add("Content-Type", types.getOrDefault(last, ""));
      } else if (said == null && path.equals("/v2/")) {
        said = json(Map.of());
      } else if (said == null && path.equals("/v2/_catalog")) {
        said = json(Map.of("repositories", new ArrayList<>(tags.keySet())));
      } else if (said == null && path.endsWith("/tags/list")) {
        Map<String, String> known = tags.get(path.substring(4, path.length() - 10));
        said = known == null ? null : json(Map.of("tags", new ArrayList<>(known.keySet())));
      }
      if (said == null) {
        exchange.sendResponseHeaders(404, -1);
      } else {
        exchange.sendResponseHeaders(200, said.length == 0 ? -1 : said.length);
        exchange.getResponseBody().write(said);
      }
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
