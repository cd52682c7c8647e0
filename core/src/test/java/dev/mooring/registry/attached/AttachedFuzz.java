package dev.mooring.registry.attached;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.mooring.fuzz.FuzzTarget;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whatever is attached to an image is read, or left; it is verified by no key that did not sign
/// it.
public final class AttachedFuzz implements FuzzTarget {
  private static final Digest IMAGE = new Digest("sha256:" + "1".repeat(64));

  private final Signer signer;
  private final TrustedKey key;

  public AttachedFuzz() throws GeneralSecurityException {
    signer = Signer.ecdsa();
    key = Signer.ecdsa().trusted();
  }

  @Override
  public void feed(byte[] input) throws Exception {
    Sbom.of(input, true).ifPresent(each -> each.packages().forEach(one -> one.has("x")));
    Sbom.of(input, false);
    Provenance.of(input);
    SignerIdentity.ofDer(Optional.of(input));
    String text = new String(input, StandardCharsets.ISO_8859_1);
    SignerIdentity.ofPem(text);
    try {
      TrustedKey.parse(text, "it").signed(input, input);
    } catch (MooringException e) {
      // It is no key.
    }
    assertFalse(key.signed(input, input));
    verify(input);
  }

  private void verify(byte[] input) throws InterruptedException {
    Shelf shelf = new Shelf();
    Manifest image = shelf.image("app");
    shelf.attach(Shelf.BUNDLE, image, Map.of(), Shelf.content(Shelf.BUNDLE, input));
    shelf.tagged(image, ".sig", Signer.simple(input, input));
    new Verification(shelf, key, Map.of(image.digest(), image))
        .check(new AttachmentReader(shelf).read(image, image))
        .forEach(each -> assertFalse(each.isVerified()));
  }

  @Override
  public List<byte[]> seeds() {
    byte[] statement =
        Signer.statement(
            IMAGE,
            "https://spdx.dev/Document",
            Map.of("spdxVersion", "SPDX-2.3", "packages", List.of(Map.of("name", "curl"))));
    try {
      return List.of(
          statement,
          Signer.statement(IMAGE, "https://slsa.dev/provenance/v1", Map.of("runDetails", Map.of())),
          Signer.bundle(signer.envelope(statement)),
          Signer.payload(IMAGE),
          signer.pem().getBytes(StandardCharsets.US_ASCII),
          FuzzTarget.base64(Certificates.KEYLESS_DER),
          "{\"bomFormat\":\"CycloneDX\",\"components\":[{\"components\":[{\"name\":\"a\"}]}]}"
              .getBytes(StandardCharsets.UTF_8),
          "SPDXVersion: SPDX-2.3".getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
