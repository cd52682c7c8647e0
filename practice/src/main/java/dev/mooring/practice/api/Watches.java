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
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/// Watches: lines of JSON.
final class Watches {
  private static final long BOOKMARK_MILLIS = 20_000;
  private static final long POLL_MILLIS = 1_000;
  private static final long LONGEST_SECONDS = 86_400;

  private final Store store;
  private final Gate gate;
  private final List<String> open = new CopyOnWriteArrayList<>();

  Watches(Store store, Gate gate) {
    this.store = store;
    this.gate = gate;
  }

  /// What a client watches.
  ///
  /// @param namespace empty for all
  private record Watched(Resource resource, String namespace, Predicate<Document> wanted) {

    /// An object that starts or stops to match a selector comes and goes for its watcher.
    ///
    /// @return empty where it is none of this watcher's business
    String type(Store.Event event) {
      boolean elsewhere = !namespace.isEmpty() && !namespace.equals(event.key().namespace());
      if (!event.key().resource().equals(resource) || elsewhere) {
        return "";
      }
      boolean now = event.change() != Store.Change.DELETED && wanted.test(event.object());
      boolean then = !event.before().isNothing() && wanted.test(event.before());
      return now ? (then ? "MODIFIED" : "ADDED") : then ? "DELETED" : "";
    }

    Document bookmark(long version) {
      return Document.of(Map.of("kind", resource.kind(), "apiVersion", resource.apiVersion()))
          .with(Long.toString(version), "metadata", "resourceVersion");
    }
  }

  void serve(Exchange exchange, Resource resource, String namespace, Predicate<Document> wanted)
      throws IOException, InterruptedException {
    long since = number(exchange, "resourceVersion", 0);
    long seconds = number(exchange, "timeoutSeconds", LONGEST_SECONDS);
    long until = System.currentTimeMillis() + Math.clamp(seconds, 0, LONGEST_SECONDS) * 1000;
    boolean bookmarks = exchange.query("allowWatchBookmarks").equals("true");
    long start = since <= 0 ? store.version() : since;
    exchange.closeAfterwards();
    String subject = (namespace + " " + resource.plural()).strip();
    open.add(subject);
    try (OutputStream out = exchange.chunked(200, "application/json")) {
      if (since <= 0) {
        for (Document each : store.list(resource, namespace).stream().filter(wanted).toList()) {
          send(out, "ADDED", each);
        }
      }
      follow(out, new Watched(resource, namespace, wanted), start, until, bookmarks);
    } finally {
      open.remove(subject);
    }
  }

  /// The namespace and resource of each that is open now, such as "shop pods".
  List<String> open() {
    return List.copyOf(open);
  }

  private static long number(Exchange exchange, String name, long otherwise) {
    String text = exchange.query(name);
    try {
      return text.isEmpty() ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw ApiFailure.badRequest("invalid " + name + ": " + text);
    }
  }

  private void follow(OutputStream out, Watched watched, long start, long until, boolean bookmarks)
      throws IOException, InterruptedException {
    long nextBookmark = System.currentTimeMillis() + BOOKMARK_MILLIS;
    long seen = start;
    while (!store.closed() && System.currentTimeMillis() < until) {
      gate.pass();
      List<Store.Event> events = store.after(seen, POLL_MILLIS);
      gate.pass();
      if (events == null) {
        String why = "too old resource version: %d (%d)".formatted(seen, store.version());
        send(out, "ERROR", ApiFailure.expired(why).status());
        return;
      }
      for (Store.Event event : events) {
        seen = event.version();
        String type = watched.type(event);
        if (!type.isEmpty()) {
          send(out, type, event.object());
        }
      }
      if (bookmarks && System.currentTimeMillis() > nextBookmark) {
        nextBookmark = System.currentTimeMillis() + BOOKMARK_MILLIS;
        send(out, "BOOKMARK", watched.bookmark(seen));
      }
    }
  }

  private static void send(OutputStream out, String type, Document object) throws IOException {
    String line = Documents.json(Document.of(Map.of("type", type, "object", object))) + "\n";
    out.write(line.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
