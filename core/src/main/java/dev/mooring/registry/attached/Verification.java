package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.attached.Attached.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Checks signatures with a key, without asking anybody but the registry. What can't be checked
/// counts as not verified. Blocking.
///
/// https://github.com/sigstore/cosign/blob/main/specs/SIGNATURE_SPEC.md
public final class Verification {
  private static final int MOST = 100;
  private static final long MOST_BYTES = 256L << 20;
  private static final String SIGNATURE = "dev.cosignproject.cosign/signature";
  static final String CERTIFICATE = "dev.sigstore.cosign/certificate";
  private static final String SIMPLE_TYPE = "cosign container image signature";

  private final ImageSource source;
  private final TrustedKey key;
  private final Map<Digest, Manifest> images;

  /// One signature and what the key says of it.
  public record Checked(Attached attached, Verdict verdict) {
    /// Whether the key's holder signed this image.
    public boolean isVerified() {
      return verdict instanceof Verdict.Verified;
    }
  }

  /// @param images those that count, by their digests: signatures of any other say nothing
  public Verification(ImageSource source, TrustedKey key, Map<Digest, Manifest> images) {
    this.source = source;
    this.key = key;
    this.images = Map.copyOf(images);
  }

  /// Checks all that is signed or says that it is: signatures, and attestations in envelopes.
  public List<Checked> check(Attachments attachments) throws InterruptedException {
    List<Checked> checked = new ArrayList<>();
    long left = MOST_BYTES;
    for (Attached each : attachments.found()) {
      if (!isSigned(each)) {
        continue;
      }
      left -= each.content().map(content -> content.size()).orElse(0L);
      checked.add(
          new Checked(
              each,
              checked.size() < MOST && left >= 0
                  ? verdict(each)
                  : new Verdict.NotChecked(Messages.of("too-many", MOST))));
    }
    return checked;
  }

  /// Whether it is signed, or says that it is.
  public static boolean isSigned(Attached attached) {
    String media = attached.mediaType();
    return attached.kind() == Attached.Kind.SIGNATURE
        || media.equals(AttachedKinds.SIMPLE_SIGNING)
        || media.equals(AttachedKinds.ENVELOPE)
        || AttachedKinds.isBundle(media)
        || AttachedKinds.isBundle(attached.type());
  }

  private Verdict verdict(Attached attached) throws InterruptedException {
    Manifest image = images.get(attached.subject());
    if (attached.state() == State.OF_ANOTHER || image == null) {
      return new Verdict.OtherImage("");
    }
    if (!attached.isReadable()) {
      return new Verdict.NotChecked(
          attached.state() == State.READ ? Messages.of("no-content") : attached.state().words());
    }
    if (AttachedKinds.isNotation(attached)) {
      return new Verdict.NotChecked(Messages.of("notation"));
    }
    byte[] content;
    try {
      content = AttachedContent.bytes(source, attached.content().orElseThrow());
    } catch (MooringException e) {
      return new Verdict.NotChecked(Unreadable.brief(e.problem().why()));
    }
    Optional<Document> document = AttachedContent.json(content);
    if (document.isEmpty()) {
      return new Verdict.NotChecked(Messages.of("no-json"));
    }
    return attached.mediaType().equals(AttachedKinds.SIMPLE_SIGNING)
        ? simple(attached, image.digest(), content, document.get())
        : enclosed(document.get(), image);
  }

  private Verdict simple(Attached attached, Digest image, byte[] payload, Document document) {
    String about = document.at("critical", "image", "docker-manifest-digest").textOrEmpty();
    if (!document.at("critical", "type").textOrEmpty().equals(SIMPLE_TYPE)) {
      return new Verdict.NotChecked(Messages.of("no-signature"));
    }
    if (!about.equals(image.text())) {
      return new Verdict.OtherImage(Unreadable.brief(about));
    }
    Optional<byte[]> signature = Encoded.bytes(attached.annotation(SIGNATURE));
    if (signature.isEmpty()) {
      return new Verdict.NotChecked(Messages.of("no-base64"));
    }
    String certificate = attached.annotation(CERTIFICATE);
    return key.signed(payload, signature.get())
        ? new Verdict.Verified()
        : otherwise(
            () ->
                certificate.isEmpty()
                    ? Optional.empty()
                    : Optional.of(SignerIdentity.ofPem(certificate)));
  }

  private Verdict enclosed(Document document, Manifest image) {
    Optional<SigstoreBundle> bundle = SigstoreBundle.of(document);
    if (bundle.isEmpty()) {
      return Envelope.of(document)
          .map(each -> enveloped(each, image.digest(), Optional.empty()))
          .orElseGet(() -> new Verdict.NotChecked(Messages.of("no-signature")));
    }
    Optional<SignerIdentity> certificate = bundle.get().certificate();
    return bundle
        .get()
        .envelope()
        .map(each -> enveloped(each, image.digest(), certificate))
        .orElseGet(() -> message(bundle.get().message(), image, certificate));
  }

  private Verdict enveloped(Envelope envelope, Digest image, Optional<SignerIdentity> certificate) {
    Optional<Statement> statement =
        envelope.payloadType().equals(AttachedKinds.STATEMENT)
            ? AttachedContent.json(envelope.payload().bytes()).flatMap(Statement::of)
            : Optional.empty();
    if (statement.isEmpty()) {
      return new Verdict.NotChecked(Messages.of("no-statement"));
    }
    if (!statement.get().isAbout(image)) {
      return new Verdict.OtherImage(Unreadable.brief(statement.get().firstSubject()));
    }
    byte[] signed = envelope.signed();
    if (envelope.signatures().isEmpty()) {
      return new Verdict.NotChecked(Messages.of("no-base64"));
    }
    return envelope.signatures().stream().anyMatch(each -> key.signed(signed, each.bytes()))
        ? new Verdict.Verified()
        : otherwise(() -> certificate);
  }

  /// A signature of the image's own bytes.
  private Verdict message(Document message, Manifest image, Optional<SignerIdentity> certificate) {
    Optional<byte[]> digest = Encoded.bytes(message.at("messageDigest", "digest").textOrEmpty());
    Optional<byte[]> signature = Encoded.bytes(message.at("signature").textOrEmpty());
    if (digest.isEmpty() || signature.isEmpty()) {
      return new Verdict.NotChecked(Messages.of("no-signature"));
    }
    if (!message.at("messageDigest", "algorithm").textOrEmpty().equals("SHA2_256")) {
      return new Verdict.NotChecked(Messages.of("other-hash"));
    }
    String about = "sha256:" + java.util.HexFormat.of().formatHex(digest.get());
    if (!about.equals(image.digest().text())) {
      return new Verdict.OtherImage(Unreadable.brief(about));
    }
    return key.signed(image.bytes(), signature.get())
        ? new Verdict.Verified()
        : otherwise(() -> certificate);
  }

  private static Verdict otherwise(Supplier<Optional<SignerIdentity>> certificate) {
    return certificate.get().<Verdict>map(Verdict.Keyless::new).orElseGet(Verdict.OtherKey::new);
  }
}
