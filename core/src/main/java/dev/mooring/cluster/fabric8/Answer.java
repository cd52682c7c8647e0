package dev.mooring.cluster.fabric8;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;

/// What the API server answered: success, or a status that the caller asked to see.
final class Answer {
  static final int MISSING = 404;
  static final int CONFLICT = 409;

  /// The version that was asked for is no longer kept.
  static final int GONE = 410;

  private final int code;
  private final byte[] body;

  Answer(int code, byte[] body) {
    this.code = code;
    this.body = body;
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

  Document json() {
    return Documents.json(body, Messages.of("the-answer-of-the-api-server"), Bounds.ANSWER);
  }
}
