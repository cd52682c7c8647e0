package dev.mooring.practice.api;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.http.Exchange;
import dev.mooring.practice.http.Gate;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// Watches: lines of JSON.
final class Watches {
  private static final long BOOKMARK_MILLIS = 20_000;
  private static final long POLL_MILLIS = 1_000;

  private interface Sink {
    void send(String type, Document object) throws IOException;
  }

  private final Store store;
  private final Gate gate;

  Watches(Store store, Gate gate) {
    this.store = store;
    this.gate = gate;
  }

  void serve(Exchange exchange, Resource resource, String namespace, Predicate<Document> wanted)
      throws IOException, InterruptedException {
    long since = since(exchange);
    boolean existing = since <= 0;
    long start = existing ? store.version() : since;
    exchange.closeAfterwards();
    try (OutputStream out = exchange.chunked(200, "application/json")) {
      follow(
          exchange,
          resource,
          namespace,
          wanted,
          existing,
          start,
          (type, object) -> {
            out.write((line(type, object) + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
          });
    }
  }

  private static long since(Exchange exchange) {
    String text = exchange.query("resourceVersion");
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest("invalid resource version: " + text);
    }
  }

  private static String line(String type, Document object) {
    return Documents.json(Document.of(Map.of("type", type, "object", object)));
  }

  private void follow(
      Exchange exchange,
      Resource resource,
      String namespace,
      Predicate<Document> wanted,
      boolean existing,
      long start,
      Sink sink)
      throws IOException, InterruptedException {
    String limit = exchange.query("timeoutSeconds");
    long until =
        limit.isEmpty() ? Long.MAX_VALUE : System.currentTimeMillis() + seconds(limit) * 1000;
    if (existing) {
      for (Document each : store.list(resource, namespace)) {
        if (wanted.test(each)) {
          sink.send("ADDED", each);
        }
      }
    }
    boolean bookmarks = exchange.query("allowWatchBookmarks").equals("true");
    long nextBookmark = System.currentTimeMillis() + BOOKMARK_MILLIS;
    long seen = start;
    while (!store.closed() && System.currentTimeMillis() < until) {
      gate.pass();
      List<Store.Event> events = store.after(seen, POLL_MILLIS);
      gate.pass();
      if (events == null) {
        sink.send(
            "ERROR",
            ApiFailure.expired("too old resource version: " + seen + " (" + store.version() + ")")
                .status());
        return;
      }
      for (Store.Event event : events) {
        seen = event.version();
        send(event, resource, namespace, wanted, sink);
      }
      if (bookmarks && System.currentTimeMillis() > nextBookmark) {
        nextBookmark = System.currentTimeMillis() + BOOKMARK_MILLIS;
        sink.send("BOOKMARK", bookmark(resource, seen));
      }
    }
  }

  private static long seconds(String text) {
    try {
      return Math.clamp(Long.parseLong(text), 0, 86_400);
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest("invalid timeoutSeconds: " + text);
    }
  }

  /// An object that starts or stops to match a selector comes and goes for its watcher.
  private static void send(
      Store.Event event, Resource resource, String namespace, Predicate<Document> wanted, Sink sink)
      throws IOException {
    boolean elsewhere = !namespace.isEmpty() && !namespace.equals(event.key().namespace());
    if (!event.key().resource().equals(resource) || elsewhere) {
      return;
    }
    boolean now = event.change() != Store.Change.DELETED && wanted.test(event.object());
    boolean then = !event.before().isNothing() && wanted.test(event.before());
    if (now) {
      sink.send(then ? "MODIFIED" : "ADDED", event.object());
    } else if (then) {
      sink.send("DELETED", event.object());
    }
  }

  private static Document bookmark(Resource resource, long version) {
    return Document.of(
        Map.of(
            "kind",
            resource.kind(),
            "apiVersion",
            resource.apiVersion(),
            "metadata",
            Map.of("resourceVersion", Long.toString(version))));
  }
}
