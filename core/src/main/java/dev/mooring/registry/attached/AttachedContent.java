package dev.mooring.registry.attached;

import dev.mooring.document.Bounds;
import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.transfer.CheckedBlob;
import java.util.Optional;

/// Contents of what is attached: read whole, by their digest, within bounds.
final class AttachedContent {
  /// SBOMs of large images have tens of megabytes. As the payload of an envelope one is a single
  /// text.
  static final Bounds BOUNDS = new Bounds(32 << 20, 100, 2_000_000, 32 << 20);

  private static final String NAME = "attachment";

  private AttachedContent() {}

  /// @throws MooringException where it is too large, cannot be read, or is not what its digest says
  static byte[] bytes(ImageSource source, Descriptor content) throws InterruptedException {
    return CheckedBlob.read(source, content, BOUNDS.bytes());
  }

  /// The JSON that bytes are; empty where they are none, or beyond the bounds.
  static Optional<Document> json(byte[] bytes) {
    try {
      Document document = Documents.json(bytes, NAME, BOUNDS);
      return document.isMap() ? Optional.of(document) : Optional.empty();
    } catch (MooringException e) {
      return Optional.empty();
    }
  }

  /// The statement in a document: itself, in an envelope, or in the envelope of a bundle.
  static Optional<Statement> statement(Document document) {
    Optional<Envelope> envelope =
        SigstoreBundle.of(document)
            .flatMap(SigstoreBundle::envelope)
            .or(() -> Envelope.of(document));
    return envelope.isPresent()
        ? json(envelope.get().payload().bytes()).flatMap(Statement::of)
        : Statement.of(document);
  }
}
