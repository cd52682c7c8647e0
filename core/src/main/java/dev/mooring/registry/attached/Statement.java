package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import dev.mooring.registry.Digest;
import java.util.Optional;

/// A statement about artifacts (in-toto 0.1 and 1): whom it is about, and what it says.
///
/// https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
///
/// @param subjects the list of artifacts
record Statement(String predicateType, Document subjects, Document predicate) {
  private static final String TYPE = "https://in-toto.io/Statement/";

  /// Empty where it is none.
  static Optional<Statement> of(Document document) {
    return document.at("_type").textOrEmpty().startsWith(TYPE)
        ? Optional.of(
            new Statement(
                document.at("predicateType").textOrEmpty(),
                document.at("subject"),
                document.at("predicate")))
        : Optional.empty();
  }

  /// Whether an image is among its artifacts.
  boolean isAbout(Digest image) {
    return subjects.stream()
        .anyMatch(each -> each.at("digest", "sha256").textOrEmpty().equals(image.hex()));
  }

  /// The first artifact; empty where it names none by SHA-256.
  String firstSubject() {
    return subjects.stream()
        .map(each -> each.at("digest", "sha256").textOrEmpty())
        .filter(each -> !each.isEmpty())
        .findFirst()
        .map(each -> "sha256:" + each)
        .orElse("");
  }
}
