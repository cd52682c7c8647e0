package dev.mooring.registry.attached;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.job.Progress;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Manifest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttachedFileTest {
  @TempDir Path home;

  private final Shelf shelf = new Shelf();
  private final Manifest image = shelf.image("app");

  private Attached attach(String type, byte[] bytes) throws Exception {
    shelf.attach(type, image, Map.of(), Shelf.content(type, bytes));
    return new AttachmentReader(shelf).read(image, image).found().getFirst();
  }

  private List<Path> files() throws Exception {
    try (var all = Files.list(home)) {
      return all.toList();
    }
  }

  @Test
  void aFileHasExactlyTheBytesThatAreAttached() throws Exception {
    byte[] bytes = new byte[200_000];
    bytes[7] = 1;
    Attached attached = attach("application/x-report", bytes);
    Path file = home.resolve("report");
    AttachedFile.write(shelf, attached.content().orElseThrow(), file, Progress.none());
    assertArrayEquals(bytes, Files.readAllBytes(file));
    assertEquals(List.of(file), files());
  }

  @Test
  void aFileThatIsThereStays() throws Exception {
    Attached attached = attach("application/x-report", "new".getBytes(UTF_8));
    Path file = Files.writeString(home.resolve("report"), "old");
    MooringException failed =
        assertThrows(
            MooringException.class,
            () ->
                AttachedFile.write(shelf, attached.content().orElseThrow(), file, Progress.none()));
    assertEquals(Code.FILE_EXISTS, failed.problem().code());
    assertEquals("old", Files.readString(file));
  }

  @Test
  void contentThatIsNotWhatItsDigestSaysLeavesNothing() throws Exception {
    Attached attached = attach("application/x-report", "right".getBytes(UTF_8));
    Descriptor content = attached.content().orElseThrow();
    shelf.swap(content.digest(), "wrong".getBytes(UTF_8));
    MooringException failed =
        assertThrows(
            MooringException.class,
            () -> AttachedFile.write(shelf, content, home.resolve("x"), Progress.none()));
    assertEquals(Code.DIGEST_MISMATCH, failed.problem().code());
    assertEquals(List.of(), files());
  }

  @Test
  void aDocumentIsWhatAStatementSaysOrAllOfIt() throws Exception {
    byte[] statement = Signer.statement(image.digest(), "https://example.com/scan", Map.of("a", 1));
    Attached signed = attach(Shelf.BUNDLE, Signer.bundle(Signer.ecdsa().envelope(statement)));
    assertEquals(
        1L, AttachedFile.document(shelf, signed).orElseThrow().at("a").integer().orElse(0L));
    Shelf other = new Shelf();
    Manifest plain = other.image("app");
    other.attach(
        "application/sarif+json",
        plain,
        Map.of(),
        Shelf.content("application/sarif+json", Archives.json(Map.of("runs", List.of()))),
        Shelf.content("text/plain", "no JSON".getBytes(UTF_8)));
    List<Attached> found = new AttachmentReader(other).read(plain, plain).found();
    assertEquals(
        true, AttachedFile.document(other, found.getFirst()).orElseThrow().at("runs").isList());
    assertEquals(Optional.empty(), AttachedFile.document(other, found.getLast()));
  }

  @Test
  void aCertificateNamesItsSignerAndAKeyDoesNot() throws Exception {
    Signer signer = Signer.ecdsa();
    byte[] statement = Signer.statement(image.digest(), Signer.SIGN, Map.of());
    Attached byKey = attach(Shelf.BUNDLE, Signer.bundle(signer.envelope(statement)));
    assertEquals(Optional.empty(), SignerIdentity.read(shelf, byKey));
    Shelf other = new Shelf();
    Manifest keyless = other.image("app");
    byte[] bundle =
        Signer.bundle(
            "dsseEnvelope",
            signer.envelope(statement),
            Map.of("certificate", Map.of("rawBytes", Certificates.KEYLESS_DER)));
    other.attach(Shelf.BUNDLE, keyless, Map.of(), Shelf.content(Shelf.BUNDLE, bundle));
    assertEquals(
        Optional.of(new SignerIdentity("ana@example.com", "https://accounts.example.com")),
        SignerIdentity.read(
            other, new AttachmentReader(other).read(keyless, keyless).found().getFirst()));
  }
}
