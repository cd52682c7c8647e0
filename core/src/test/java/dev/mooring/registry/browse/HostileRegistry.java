package dev.mooring.registry.browse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mooring.document.Bounds;
import dev.mooring.registry.Digests;
import dev.mooring.registry.MediaTypes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A registry whose manifests and configs are as large as may be, made while they are sent. The
/// first repository has many such images, the others have one small image each.
final class HostileRegistry implements AutoCloseable {
  private static final Pattern NAMED = Pattern.compile("/v2/r([0-9]+)/(tags|manifests|blobs)/(.+)");

  private static final List<String> FILLINGS =
      IntStream.range(0, 3).mapToObj(HostileRegistry::filling).toList();

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final int repositories;
  private final int large;

  /// Which config a digest is of.
  private final Map<String, String> configs = new ConcurrentHashMap<>();

  HostileRegistry(int repositories, int large) throws IOException {
    this.repositories = repositories;
    this.large = large;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Matcher named = NAMED.matcher(path);
    if (path.equals("/v2/_catalog")) {
      send(exchange, "application/json", list("repositories", "r", repositories));
    } else if (named.matches()) {
      boolean fat = named.group(1).equals("0");
      switch (named.group(2)) {
        case "tags" -> send(exchange, "application/json", list("tags", "t", fat ? large : 1));
        case "manifests" ->
            send(exchange, MediaTypes.OCI_MANIFEST, manifest(fat, named.group(1), named.group(3)));
        default -> send(exchange, "application/octet-stream", config(configs.get(named.group(3))));
      }
    } else {
      send(exchange, "application/json", "{}".getBytes(UTF_8));
    }
  }

  private static byte[] list(String field, String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(each -> "\"" + prefix + each + "\"")
        .collect(Collectors.joining(",", "{\"" + field + "\":[", "]}"))
        .getBytes(UTF_8);
  }

  private byte[] manifest(boolean fat, String repository, String tag) {
    String name = (fat ? "fat " : "thin ") + repository + " " + tag;
    byte[] config = config(name);
    String digest = Digests.of(config).text();
    configs.put(digest, name);
    String text =
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"%s","size":%d,"digest":"%s"},
        "layers":[],"x":%s}"""
            .formatted(
                MediaTypes.OCI_MANIFEST,
                "application/vnd.oci.image.config.v1+json",
                config.length,
                digest,
                fat ? filled(name) : "1");
    return text.getBytes(UTF_8);
  }

  private static byte[] config(String name) {
    return """
        {"os":"linux","architecture":"amd64","created":"2026-01-01T00:00:00Z","n":"%s","x":%s}"""
        .formatted(name, name.startsWith("fat") ? filled(name) : "1")
        .getBytes(UTF_8);
  }

  private static String filled(String name) {
    return FILLINGS.get(Math.floorMod(name.hashCode(), 3));
  }

  /// As many values as may be, as many names as may be, or as many letters as may be.
  private static String filling(int kind) {
    StringBuilder text = new StringBuilder(4 << 20);
    int tokens = Bounds.CONTENT.tokens() - 100;
    switch (kind) {
      case 0 -> {
        text.append("{");
        for (int i = 0; i < tokens / 2; i++) {
          text.append(i == 0 ? "\"" : ",\"").append(Integer.toString(i, 36)).append("\":\"x\"");
        }
        text.append("}");
      }
      case 1 -> {
        text.append("[1");
        text.repeat(",[1]", tokens / 3);
        text.append("]");
      }
      default -> {
        text.append("[1");
        for (int i = 0; i < 3; i++) {
          text.append(",\"").repeat("x", Bounds.CONTENT.text()).append("\"");
        }
        text.append(",\"").repeat("x", Bounds.CONTENT.text() - 1000).append("\"]");
      }
    }
    return text.toString();
  }

  /// Without saying how much it is.
  private static void send(HttpExchange exchange, String type, byte[] body) throws IOException {
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
