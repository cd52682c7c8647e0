package dev.mooring.cluster.fabric8;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.document.Printable;
import java.util.List;
import java.util.regex.Pattern;

/// What the API server answered: success, or a status that the caller asked to see.
final class Answer {
  static final int MISSING = 404;
  static final int CONFLICT = 409;

  /// The version that was asked for is no longer kept.
  static final int GONE = 410;

  private static final Pattern WARNING =
      Pattern.compile("299 \\S{1,200} \"((?:[^\"\\\\]|\\\\.){0,4000})\"");
  private static final int MOST_WARNINGS = 20;
  private static final int LONGEST_WARNING = 400;

  private final int code;
  private final byte[] body;
  private final List<String> headers;

  /// @param headers its `Warning` headers
  Answer(int code, byte[] body, List<String> headers) {
    this.code = code;
    this.body = body;
    this.headers = headers;
  }

  int code() {
    return code;
  }

  boolean absent() {
    return code == MISSING;
  }

  byte[] body() {
    return body;
  }

  /// What the server said beside it: `299 - "text"` (RFC 9111, 5.5).
  List<String> warnings() {
    return headers.stream()
        .flatMap(each -> WARNING.matcher(each).results())
        .limit(MOST_WARNINGS)
        .map(each -> each.group(1).replaceAll("\\\\(.)", "$1"))
        .map(each -> Printable.line(each, LONGEST_WARNING))
        .filter(each -> !each.isBlank())
        .toList();
  }

  Document json() {
    return Documents.json(body, Messages.of("the-answer-of-the-api-server"), Bounds.ANSWER);
  }
}
