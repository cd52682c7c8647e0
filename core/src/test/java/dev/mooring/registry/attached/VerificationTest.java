package dev.mooring.registry.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.registry.Archives;
import dev.mooring.registry.Digests;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.attached.Shelf.Content;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerificationTest {
  private final Shelf shelf = new Shelf();
  private final Manifest image = shelf.image("app");
  private final Manifest other = shelf.image("other");
  private final Signer signer;
  private final Signer stranger;

  VerificationTest() throws Exception {
    signer = Signer.ecdsa();
    stranger = Signer.ecdsa();
  }

  private List<Verdict> verdicts(TrustedKey key) throws Exception {
    Attachments found = new AttachmentReader(shelf).read(image, image);
    return new Verification(shelf, key, Map.of(image.digest(), image))
        .check(found).stream().map(Verification.Checked::verdict).toList();
  }

  private Verdict verdict() throws Exception {
    List<Verdict> all = verdicts(signer.trusted());
    assertEquals(1, all.size());
    return all.getFirst();
  }

  private void bundle(byte[] bundle) {
    shelf.attach(Shelf.BUNDLE, image, Map.of(), Shelf.content(Shelf.BUNDLE, bundle));
  }

  private void signature(Content content) {
    shelf.tagged(image, ".sig", content);
  }

  private byte[] ofImage() {
    return Signer.statement(image.digest(), Signer.SIGN, Map.of());
  }

  private byte[] ofOther() {
    return Signer.statement(other.digest(), Signer.SIGN, Map.of());
  }

  @Test
  void aSignatureOfCosign2IsVerified() throws Exception {
    signature(signer.simple(image.digest()));
    assertEquals(new Verdict.Verified(), verdict());
  }

  @Test
  void aSignatureOfCosign3IsVerified() throws Exception {
    bundle(Signer.bundle(signer.envelope(ofImage())));
    assertEquals(new Verdict.Verified(), verdict());
  }

  @Test
  void anAttestationOfCosign2IsVerified() throws Exception {
    shelf.tagged(
        image,
        ".att",
        Shelf.content(
            AttachedKinds.ENVELOPE,
            Archives.json(signer.envelope(ofImage())),
            "predicateType",
            "https://spdx.dev/Document"));
    assertEquals(new Verdict.Verified(), verdict());
  }

  @Test
  void aSignatureOfTheImagesOwnBytesIsVerified() throws Exception {
    bundle(signer.message(image, image.digest()));
    assertEquals(new Verdict.Verified(), verdict());
  }

  @Test
  void eachKindOfKeyVerifiesWhatItSigned() throws Exception {
    for (Signer each :
        List.of(
            Signer.ecdsa(),
            Signer.ofCurve("secp384r1", "SHA384withECDSA"),
            Signer.ofCurve("secp384r1", "SHA256withECDSA"),
            Signer.ofCurve("secp521r1", "SHA512withECDSA"),
            Signer.ed25519(),
            Signer.rsa(2048))) {
      signature(each.simple(image.digest()));
      assertEquals(List.of(new Verdict.Verified()), verdicts(each.trusted()), each.algorithm());
    }
  }

  @Test
  void aKeyOfAnotherKindSaysNothing() throws Exception {
    signature(signer.simple(image.digest()));
    for (Signer each :
        List.of(
            Signer.ed25519(), Signer.rsa(2048), Signer.ofCurve("secp384r1", "SHA384withECDSA"))) {
      assertEquals(List.of(new Verdict.OtherKey()), verdicts(each.trusted()), each.algorithm());
    }
  }

  @Test
  void anotherKeysSignatureIsNotThisOnes() throws Exception {
    signature(stranger.simple(image.digest()));
    bundle(Signer.bundle(stranger.envelope(ofImage())));
    bundle(stranger.message(image, image.digest()));
    assertEquals(
        List.of(new Verdict.OtherKey(), new Verdict.OtherKey(), new Verdict.OtherKey()),
        verdicts(signer.trusted()));
  }

  @Test
  void oneOfSeveralSignaturesIsEnough() throws Exception {
    shelf.tagged(
        image,
        ".sig",
        stranger.simple(image.digest()),
        signer.simple(other.digest()),
        signer.simple(image.digest()));
    assertEquals(
        List.of(
            new Verdict.OtherKey(),
            new Verdict.OtherImage(other.digest().text()),
            new Verdict.Verified()),
        verdicts(signer.trusted()));
  }

  @Test
  void aGenuineSignatureOfAnotherImageIsNotOneOfThis() throws Exception {
    signature(signer.simple(other.digest()));
    assertEquals(new Verdict.OtherImage(other.digest().text()), verdict());
  }

  @Test
  void aGenuineStatementOnAnotherImageIsNotOneOnThis() throws Exception {
    bundle(Signer.bundle(signer.envelope(ofOther())));
    assertEquals(new Verdict.OtherImage(other.digest().text()), verdict());
  }

  @Test
  void aSwappedPayloadIsNotSigned() throws Exception {
    signature(
        Signer.simple(Signer.payload(image.digest()), signer.sign(Signer.payload(other.digest()))));
    assertEquals(new Verdict.OtherKey(), verdict());
  }

  @Test
  void aSwappedPayloadOfAnEnvelopeIsNotSigned() throws Exception {
    bundle(
        Signer.bundle(
            Signer.envelope(ofImage(), signer.sign(Signer.signed(Signer.STATEMENT, ofOther())))));
    assertEquals(new Verdict.OtherKey(), verdict());
  }

  @Test
  void aSignatureOfThePayloadWithoutItsTypeIsNone() throws Exception {
    bundle(Signer.bundle(Signer.envelope(ofImage(), signer.sign(ofImage()))));
    assertEquals(new Verdict.OtherKey(), verdict());
  }

  @Test
  void contentThatIsNotWhatItsDigestSaysIsNotChecked() throws Exception {
    Content content = signer.simple(image.digest());
    signature(content);
    byte[] swapped = content.bytes().clone();
    swapped[swapped.length - 1] = ' ';
    shelf.swap(Digests.of(content.bytes()), swapped);
    assertInstanceOf(Verdict.NotChecked.class, verdict());
  }

  @Test
  void aMessageWithAnotherDigestIsAboutAnotherImage() throws Exception {
    bundle(signer.message(image, other.digest()));
    assertEquals(new Verdict.OtherImage(other.digest().text()), verdict());
  }

  @Test
  void aMessageThatNamesThisImageAndSignsAnotherIsNotSigned() throws Exception {
    bundle(signer.message(other, image.digest()));
    assertEquals(new Verdict.OtherKey(), verdict());
  }

  @Test
  void whatASignatureSaysOfItsAlgorithmDoesNotCount() throws Exception {
    for (String algorithm : List.of("none", "HS256", "SHA2_512", "")) {
      shelf.attach(
          Shelf.BUNDLE,
          image,
          Map.of("alg", algorithm),
          Shelf.content(
              Shelf.BUNDLE,
              Signer.bundle(
                  "messageSignature",
                  Map.of(
                      "messageDigest",
                      Map.of(
                          "algorithm",
                          algorithm,
                          "digest",
                          Signer.base64(java.util.HexFormat.of().parseHex(image.digest().hex()))),
                      "signature",
                      Signer.base64(signer.keys().getPublic().getEncoded())),
                  Map.of())));
    }
    verdicts(signer.trusted()).forEach(each -> assertInstanceOf(Verdict.NotChecked.class, each));
  }

  @Test
  void aPayloadOfAnotherTypeIsNoStatement() throws Exception {
    byte[] statement = ofImage();
    bundle(
        Signer.bundle(
            Map.of(
                "payloadType",
                "text/plain",
                "payload",
                Signer.base64(statement),
                "signatures",
                List.of(
                    Map.of(
                        "sig",
                        Signer.base64(signer.sign(Signer.signed("text/plain", statement))))))));
    assertInstanceOf(Verdict.NotChecked.class, verdict());
  }

  @Test
  void aSignedTextThatIsNoSignatureIsNone() throws Exception {
    byte[] payload =
        Archives.json(
            Map.of(
                "critical",
                Map.of("image", Map.of("docker-manifest-digest", image.digest().text()))));
    signature(Signer.simple(payload, signer.sign(payload)));
    assertInstanceOf(Verdict.NotChecked.class, verdict());
  }

  @Test
  void junkIsNotChecked() throws Exception {
    for (String junk : List.of("", "{", "[]", "{}", "null", "[".repeat(100_000), "\u0000")) {
      bundle(junk.getBytes(StandardCharsets.UTF_8));
    }
    bundle(Signer.bundle(Map.of("payload", "%%%", "payloadType", "x", "signatures", List.of())));
    bundle(
        Signer.bundle(
            Map.of(
                "payload",
                Signer.base64(ofImage()),
                "payloadType",
                Signer.STATEMENT,
                "signatures",
                List.of(Map.of("sig", "=junk="), Map.of("sig", 7), "x"))));
    shelf.tagged(
        image,
        ".sig",
        Shelf.content(
            AttachedKinds.SIMPLE_SIGNING,
            Signer.payload(image.digest()),
            "dev.cosignproject.cosign/signature",
            "not base64!"));
    List<Verdict> all = verdicts(signer.trusted());
    assertEquals(10, all.size());
    all.forEach(each -> assertInstanceOf(Verdict.NotChecked.class, each));
  }

  @Test
  void whatIsListedAndAboutAnotherImageIsNotVerified() throws Exception {
    Manifest foreign =
        shelf.artifact(
            Shelf.BUNDLE,
            other,
            Map.of(),
            Shelf.content(Shelf.BUNDLE, Signer.bundle(signer.envelope(ofImage()))));
    shelf.list(image.digest(), foreign);
    assertEquals(new Verdict.OtherImage(""), verdict());
  }

  @Test
  void aSignerWithoutAKeyIsShownAndNotTrusted() throws Exception {
    Map<String, Object> material =
        Map.of("certificate", Map.of("rawBytes", Certificates.KEYLESS_DER));
    bundle(Signer.bundle("dsseEnvelope", stranger.envelope(ofImage()), material));
    Verdict.Keyless keyless = assertInstanceOf(Verdict.Keyless.class, verdict());
    assertEquals(
        new SignerIdentity("ana@example.com", "https://accounts.example.com"), keyless.identity());
    assertTrue(keyless.words().contains("ana@example.com"), keyless.words());
  }

  @Test
  void aCertificateOfJunkNamesNobody() throws Exception {
    shelf.tagged(
        image,
        ".sig",
        new Content(
            AttachedKinds.SIMPLE_SIGNING,
            Signer.payload(image.digest()),
            Map.of(
                "dev.cosignproject.cosign/signature",
                Signer.base64(stranger.sign(Signer.payload(image.digest()))),
                "dev.sigstore.cosign/certificate",
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----")));
    assertEquals(new Verdict.Keyless(new SignerIdentity("", "")), verdict());
  }

  @Test
  void unsignedAttestationsAreNoSignatures() throws Exception {
    shelf.attach(Signer.STATEMENT, image, Map.of(), Shelf.content(Signer.STATEMENT, ofImage()));
    assertEquals(List.of(), verdicts(signer.trusted()));
  }
}
