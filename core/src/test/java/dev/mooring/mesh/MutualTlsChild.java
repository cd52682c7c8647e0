package dev.mooring.mesh;

import dev.mooring.identity.Identity;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.List;

/// A connection to a registry in the mesh in a process of its own, as `mooring connect` keeps it
/// where an entrance offers an address.
final class MutualTlsChild {
  private MutualTlsChild() {}

  /// @param args the folder of [TlsPeers] and the address of their server
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    FakeMesh mesh = new FakeMesh();
    mesh.identity.set(
        new Identity(
            URI.create(FakeMesh.ME),
            List.of(certificate(folder.resolve(TlsPeers.CLIENT))),
            KeyFactory.getInstance("EC")
                .generatePrivate(
                    new PKCS8EncodedKeySpec(Files.readAllBytes(folder.resolve(TlsPeers.DER_KEY)))),
            List.of(certificate(folder.resolve(TlsPeers.ROOT))),
            Instant.now().plusSeconds(1800)));
    mesh.node = args[1];
    mesh.entrancePod(TlsPeers.SERVER.getPort(), true);
    try (RegistryForward forward = mesh.forward()) {
      System.out.println("port " + forward.connect(0).listening().getFirst().getPort());
      Thread.currentThread().join();
    }
  }

  private static X509Certificate certificate(Path pem) throws Exception {
    try (InputStream in = Files.newInputStream(pem)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
