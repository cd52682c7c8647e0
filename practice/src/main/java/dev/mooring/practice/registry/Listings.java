package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.http.Exchange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Repositories and tags, page by page.
final class Listings {
  private static final int STANDARD = 100;
  private static final int LARGEST = 1000;

  private final Blobs blobs;

  Listings(Blobs blobs) {
    this.blobs = blobs;
  }

  void catalog(Exchange exchange) throws IOException {
    int n = exchange.hasQuery("n") ? number(exchange) : STANDARD;
    if (n > LARGEST) {
      throw invalidNumber();
    }
    List<String> shown = page(exchange, "/v2/_catalog", blobs.repositories(), n);
    json(exchange, Map.of("repositories", shown));
  }

  void tags(Exchange exchange, String repository) throws IOException {
    List<String> all =
        blobs
            .tags(repository)
            .orElseThrow(
                () -> new OciFailure(404, "NAME_UNKNOWN", "repository name not known to registry"));
    int n = exchange.hasQuery("n") ? Math.min(number(exchange), LARGEST) : Integer.MAX_VALUE;
    List<String> shown = page(exchange, "/v2/" + repository + "/tags/list", all, n);
    // 3.1 answers null, not an empty list; and the name first.
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("name", repository);
    answer.put("tags", shown.isEmpty() ? Document.nothing() : shown);
    json(exchange, answer);
  }

  private static int number(Exchange exchange) {
    String text = exchange.query("n");
    if (!text.matches("\\d{1,9}")) {
      throw invalidNumber();
    }
    return Integer.parseInt(text);
  }

  private static OciFailure invalidNumber() {
    return new OciFailure(400, "PAGINATION_NUMBER_INVALID", "invalid number of results requested");
  }

  private static List<String> page(Exchange exchange, String path, List<String> all, int n) {
    String after = exchange.query("last");
    List<String> rest = all.stream().filter(each -> each.compareTo(after) > 0).toList();
    List<String> shown = rest.subList(0, Math.min(n, rest.size()));
    if (shown.size() < rest.size() && !shown.isEmpty()) {
      String last = URLEncoder.encode(shown.getLast(), StandardCharsets.UTF_8);
      exchange.with("Link", "<%s?last=%s&n=%d>; rel=\"next\"".formatted(path, last, n));
    }
    return shown;
  }

  private static void json(Exchange exchange, Map<String, Object> answer) throws IOException {
    exchange.answer(200, "application/json", Documents.jsonBytes(Document.of(answer)));
  }
}
