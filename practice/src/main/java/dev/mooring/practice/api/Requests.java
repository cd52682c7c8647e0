package dev.mooring.practice.api;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.practice.http.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;

/// What clients send.
final class Requests {
  private static final int MAX_BODY = 3 * 1024 * 1024;
  private static final String PATCHES =
      "application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml";

  private Requests() {}

  static boolean isApply(Exchange exchange) {
    return type(exchange).startsWith("application/apply-patch+");
  }

  private static String type(Exchange exchange) {
    return exchange.header("Content-Type").split(";", 2)[0].strip();
  }

  /// How the write is meant.
  static Objects.Write write(Exchange exchange, Target target) {
    String manager = exchange.query("fieldManager");
    String agent = exchange.header("User-Agent").split("[/ ]", 2)[0];
    if (isApply(exchange) && manager.isEmpty()) {
      throw ApiFailure.badRequest("fieldManager: Required value: is required for apply patch");
    }
    return new Objects.Write(
        manager.isEmpty() ? (agent.isEmpty() ? "unknown" : agent) : manager,
        exchange.query("dryRun").equals("All"),
        exchange.query("force").equals("true"),
        target.sub().equals("finalize") ? "" : target.sub());
  }

  static UnaryOperator<Document> patch(Exchange exchange, Resource resource) throws IOException {
    Document patch = body(exchange);
    return switch (type(exchange)) {
      case "application/merge-patch+json" -> live -> Patches.merge(live, patch);
      case "application/json-patch+json" -> live -> JsonPatches.applied(live, patch);
      case "application/strategic-merge-patch+json" -> {
        if (resource.custom()) {
          throw ApiFailure.wrongType(PATCHES);
        }
        yield live -> Patches.strategic(resource, live, patch);
      }
      default -> throw ApiFailure.wrongType(PATCHES + ", application/strategic-merge-patch+json");
    };
  }

  static Document body(Exchange exchange) throws IOException {
    return Documents.json(bytes(exchange), "the request");
  }

  static Document bodyOrNothing(Exchange exchange) throws IOException {
    byte[] bytes = bytes(exchange);
    return bytes.length == 0 ? Document.nothing() : Documents.json(bytes, "the request");
  }

  /// One object as YAML, which JSON is too.
  static Document yaml(Exchange exchange) throws IOException {
    String text = new String(bytes(exchange), StandardCharsets.UTF_8);
    if (text.stripLeading().startsWith("{")) {
      return Documents.json(text, "the request");
    }
    List<Document> documents = Documents.yaml(text, "the request");
    if (documents.size() != 1) {
      throw ApiFailure.badRequest("error decoding YAML: one object is needed");
    }
    return documents.getFirst();
  }

  private static byte[] bytes(Exchange exchange) throws IOException {
    byte[] bytes = exchange.body(MAX_BODY);
    if (bytes == null) {
      exchange.closeAfterwards();
      throw ApiFailure.of(
          413, "RequestEntityTooLarge", "Request entity too large: limit is " + MAX_BODY);
    }
    if (type(exchange).contains("protobuf")) {
      throw ApiFailure.wrongType("application/json, application/yaml");
    }
    return bytes;
  }
}
