package dev.mooring.registry.http;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One answer of a registry, its body bounded.
public final class Answer {
  private final URI uri;
  private final int status;
  private final HttpHeaders headers;
  private final byte[] body;
  private final boolean reading;

  Answer(String method, URI uri, int status, HttpHeaders headers, byte[] body) {
    this.reading = method.equals("GET") || method.equals("HEAD");
    this.uri = uri;
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /// What was answered before.
  static Answer kept(URI uri, byte[] body) {
    return new Answer("GET", uri, 200, HttpHeaders.of(Map.of(), (name, value) -> true), body);
  }

  /// Where it came from, after redirects.
  public URI uri() {
    return uri;
  }

  /// Whether something was only asked for.
  boolean isOfReading() {
    return reading;
  }

  /// The HTTP status, of any class: none of them is thrown.
  public int status() {
    return status;
  }

  /// Whether the status is one of 200 to 299.
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /// Shared, not to be changed.
  public byte[] body() {
    return body;
  }

  /// The body as text, of which nothing is harmless.
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /// The first header of a name, in any case. As hostile as the registry.
  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  List<String> headers(String name) {
    return headers.allValues(name);
  }

  /// Without parameters: "text/html" of "text/html; charset=utf-8".
  public String contentType() {
    String type = header("Content-Type").orElse("");
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).trim();
  }

  /// The body as JSON.
  ///
  /// @throws MooringException that says no registry answers here, when it is none
  public Document json() {
    try {
      return Documents.json(body, Messages.of("the-answer-of", uri));
    } catch (MooringException e) {
      throw RegistryRefusals.nonsense(uri, Messages.of("the-answer-is-not-json"), this);
    }
  }

  /// The codes of the errors a registry names, such as MANIFEST_UNKNOWN; "" where it names
  /// none.
  public String errorCode() {
    try {
      return Documents.json(body, Messages.of("the-answer-of", uri)).at("errors").items().stream()
          .map(error -> error.at("code").textOrEmpty())
          .filter(code -> !code.isEmpty())
          .findFirst()
          .orElse("");
    } catch (MooringException e) {
      return "";
    }
  }
}
