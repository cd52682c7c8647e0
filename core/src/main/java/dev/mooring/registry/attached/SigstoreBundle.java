package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import java.util.Optional;

/// What cosign 3 stores: an envelope, or a signature of the image itself, with what is needed to
/// check it.
///
/// https://github.com/sigstore/protobuf-specs/blob/main/protos/sigstore_bundle.proto
///
/// @param envelope empty where the image itself is signed
/// @param message `messageDigest` and `signature` of the image; nothing where there is an envelope
/// @param certificate of a signer without a key of its own
record SigstoreBundle(
    Optional<Envelope> envelope, Document message, Optional<SignerIdentity> certificate) {

  /// Empty where it is none.
  static Optional<SigstoreBundle> of(Document document) {
    if (!AttachedKinds.isBundle(document.at("mediaType").textOrEmpty())) {
      return Optional.empty();
    }
    Document material = document.at("verificationMaterial");
    Document chain = material.at("x509CertificateChain", "certificates");
    Document first = chain.items().isEmpty() ? Document.nothing() : chain.items().getFirst();
    String certificate =
        material.at("certificate", "rawBytes").text().orElse(first.at("rawBytes").textOrEmpty());
    return Optional.of(
        new SigstoreBundle(
            Envelope.of(document.at("dsseEnvelope")),
            document.at("messageSignature"),
            certificate.isEmpty()
                ? Optional.empty()
                : Optional.of(SignerIdentity.ofDer(Encoded.bytes(certificate)))));
  }
}
