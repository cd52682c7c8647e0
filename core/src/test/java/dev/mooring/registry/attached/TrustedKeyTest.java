package dev.mooring.registry.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedKeyTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
  @TempDir Path folder;

  private static String refused(String pem) {
    MooringException refused =
        assertThrows(MooringException.class, () -> TrustedKey.parse(pem, "key"));
    assertEquals(Code.INVALID_VALUE, refused.problem().code());
    return refused.problem().why();
  }

  private static String publicKey(String algorithm, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (bits > 0) {
      generator.initialize(bits);
    }
    return Signer.pem("PUBLIC KEY", generator.generateKeyPair().getPublic().getEncoded());
  }

  @Test
  void keysAreNamedByTheirAlgorithm() throws Exception {
    assertEquals("ECDSA P-256", Signer.ecdsa().trusted().words());
    assertEquals("ECDSA P-521", Signer.ofCurve("secp521r1", "").trusted().words());
    assertEquals("Ed25519", Signer.ed25519().trusted().words());
    assertEquals("RSA 2048", Signer.rsa(2048).trusted().words());
  }

  @Test
  void theKeyOfACertificateCounts() {
    String pem = Signer.pem("CERTIFICATE", Base64.getDecoder().decode(Certificates.KEYLESS_DER));
    assertEquals("ECDSA P-256", TrustedKey.parse("leading words\n" + pem, "c.pem").words());
  }

  @Test
  void weakAndForeignKeysAreRefused() throws Exception {
    assertTrue(refused(publicKey("RSA", 1024)).contains("1024"));
    refused(publicKey("Ed448", 0));
    refused(publicKey("X25519", 0));
    refused(publicKey("DSA", 2048));
  }

  @Test
  void whatIsNoPublicKeyIsRefused() throws Exception {
    refused("");
    refused("ssh-ed25519 AAAA ana@example");
    assertTrue(
        refused(Signer.pem("PRIVATE KEY", Signer.ecdsa().keys().getPrivate().getEncoded()))
            .contains("private"));
    refused(Signer.pem("ENCRYPTED SIGSTORE PRIVATE KEY", MESSAGE));
    refused(Signer.pem("PUBLIC KEY", MESSAGE));
    refused(Signer.pem("CERTIFICATE", MESSAGE));
    refused(Signer.pem("RSA PUBLIC KEY", MESSAGE));
    refused("-----BEGIN PUBLIC KEY-----\n" + "A\n".repeat(30_000));
  }

  @Test
  void aFileIsRead() throws Exception {
    Path file = Files.writeString(folder.resolve("cosign.pub"), Signer.ecdsa().pem());
    assertEquals("ECDSA P-256", TrustedKey.read(file).words());
    assertEquals(
        Code.FILE_NOT_READABLE,
        assertThrows(MooringException.class, () -> TrustedKey.read(folder.resolve("no such file")))
            .problem()
            .code());
  }

  @Test
  void signaturesWithRandomPaddingCount() throws Exception {
    Signer signer = Signer.rsa(2048);
    Signature pss = Signature.getInstance("RSASSA-PSS");
    pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    pss.initSign(signer.keys().getPrivate());
    pss.update(MESSAGE);
    assertTrue(signer.trusted().signed(MESSAGE, pss.sign()));
  }

  @Test
  void signaturesOfAHashCountForEd25519AsCosignMakesThem() throws Exception {
    Signer signer = Signer.ed25519();
    Signature prehashed = Signature.getInstance("Ed25519");
    prehashed.setParameter(new EdDSAParameterSpec(true));
    prehashed.initSign(signer.keys().getPrivate());
    prehashed.update(MESSAGE);
    byte[] signature = prehashed.sign();
    assertTrue(signer.trusted().signed(MESSAGE, signature));
    assertFalse(Signer.ed25519().trusted().signed(MESSAGE, signature));
  }

  @Test
  void junkIsNoSignature() throws Exception {
    for (Signer each : new Signer[] {Signer.ecdsa(), Signer.ed25519(), Signer.rsa(2048)}) {
      TrustedKey key = each.trusted();
      for (byte[] junk : new byte[][] {{}, {0}, new byte[64], new byte[256], new byte[9_000]}) {
        assertFalse(key.signed(MESSAGE, junk), each.algorithm());
      }
      byte[] genuine = each.sign(MESSAGE);
      assertTrue(key.signed(MESSAGE, genuine), each.algorithm());
      genuine[genuine.length - 1] ^= 1;
      assertFalse(key.signed(MESSAGE, genuine), each.algorithm());
    }
  }
}
