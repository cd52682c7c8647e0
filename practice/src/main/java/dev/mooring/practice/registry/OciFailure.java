package dev.mooring.practice.registry;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import java.util.List;
import java.util.Map;

/// A refusal by the registry, with the code of the OCI distribution specification.
final class OciFailure extends RuntimeException {
  final int status;
  private final String code;

  OciFailure(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  static OciFailure unsupported() {
    return new OciFailure(405, "UNSUPPORTED", "The operation is unsupported.");
  }

  static OciFailure digestInvalid() {
    return new OciFailure(400, "DIGEST_INVALID", "provided digest did not match uploaded content");
  }

  static OciFailure uploadUnknown() {
    return new OciFailure(404, "BLOB_UPLOAD_UNKNOWN", "blob upload unknown to registry");
  }

  static OciFailure manifestUnknown(String reference) {
    return new OciFailure(404, "MANIFEST_UNKNOWN", "manifest unknown: " + reference);
  }

  byte[] json() {
    Map<String, Object> error = Map.of("code", code, "message", String.valueOf(getMessage()));
    return Documents.jsonBytes(Document.of(Map.of("errors", List.of(error))));
  }
}
