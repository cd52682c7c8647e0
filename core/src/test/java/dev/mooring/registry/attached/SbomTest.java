package dev.mooring.registry.attached;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import dev.mooring.registry.Archives;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SbomTest {
  private static final Digest IMAGE = new Digest("sha256:" + "1".repeat(64));
  private static final String SPDX =
      """
      {"spdxVersion":"SPDX-2.3","packages":[
       {"name":"curl","versionInfo":"8.1-1","licenseConcluded":"NOASSERTION","licenseDeclared":"curl",
        "externalRefs":[{"referenceType":"cpe23Type","referenceLocator":"cpe:x"},
         {"referenceType":"purl","referenceLocator":"pkg:deb/debian/curl@8.1-1"}]},
       {"name":"app","primaryPackagePurpose":"APPLICATION","licenseConcluded":"MIT"}]}
      """;
  private static final String CYCLONE =
      """
      {"bomFormat":"CycloneDX","specVersion":"1.6","components":[
       {"type":"library","group":"@a","name":"b","version":"1","purl":"pkg:npm/%40a/b@1",
        "licenses":[{"license":{"id":"MIT"}},{"license":{"name":"Own"}}],
        "components":[{"type":"file","name":"inner","licenses":[{"expression":"MIT OR Apache-2.0"}]}]},
       {"type":"operating-system","name":"debian","version":"13"}]}
      """;
  private static final List<SbomPackage> SPDX_PACKAGES =
      List.of(
          new SbomPackage("curl", "8.1-1", "deb", "pkg:deb/debian/curl@8.1-1", "curl"),
          new SbomPackage("app", "", "application", "", "MIT"));

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Sbom of(byte[] bytes) {
    return Sbom.of(bytes, true).orElseThrow();
  }

  @Test
  void packagesOfSpdxAreListed() {
    Sbom sbom = of(bytes(SPDX));
    assertEquals(Sbom.Format.SPDX_JSON, sbom.format());
    assertEquals("SPDX-2.3", sbom.version());
    assertEquals(SPDX_PACKAGES, sbom.packages());
    assertArrayEquals(bytes(SPDX), sbom.document(), "as it was attached");
  }

  @Test
  void packagesOfCycloneDxAreListedWithThoseInThem() {
    assertEquals(
        List.of(
            new SbomPackage("@a/b", "1", "npm", "pkg:npm/%40a/b@1", "MIT, Own"),
            new SbomPackage("inner", "", "file", "", "MIT OR Apache-2.0"),
            new SbomPackage("debian", "13", "operating-system", "", "")),
        of(bytes(CYCLONE)).packages());
  }

  @Test
  void statementsEnvelopesAndBundlesAreOpened() throws Exception {
    Object document = Documents.json(SPDX, "test");
    byte[] statement = Signer.statement(IMAGE, "https://spdx.dev/Document", document);
    Map<String, Object> envelope = Signer.envelope(statement, new byte[] {1});
    for (byte[] each : List.of(statement, Archives.json(envelope), Signer.bundle(envelope))) {
      Sbom sbom = Sbom.of(each, false).orElseThrow();
      assertEquals(SPDX_PACKAGES, sbom.packages());
      assertEquals(document, Documents.json(sbom.document(), "test"), "without its cover");
    }
  }

  @Test
  void aTextInAStatementIsOne() {
    byte[] statement = Signer.statement(IMAGE, "https://spdx.dev/Document", Map.of("Data", SPDX));
    assertEquals(SPDX_PACKAGES, of(statement).packages());
    assertEquals(
        Sbom.Format.SPDX_TEXT,
        of(Signer.statement(IMAGE, "https://spdx.dev/Document", "SPDXVersion: SPDX-2.3")).format());
  }

  @Test
  void attestationsOfOtherThingsAreNone() {
    byte[] provenance = Signer.statement(IMAGE, "https://slsa.dev/provenance/v1", Map.of());
    assertEquals(Optional.empty(), Sbom.of(provenance, false));
    assertEquals(Optional.empty(), Sbom.of(bytes("{}"), false));
  }

  @Test
  void otherFormatsAreNamed() {
    assertEquals(Sbom.Format.SPDX_TEXT, of(bytes("SPDXVersion: SPDX-2.3\n")).format());
    assertEquals(
        Sbom.Format.CYCLONEDX_XML,
        of(bytes("<?xml version='1.0'?><bom xmlns='http://cyclonedx.org/schema/bom/1.6'/>"))
            .format());
    assertEquals(Sbom.Format.SYFT_JSON, of(bytes("{\"artifacts\":[],\"descriptor\":{}}")).format());
    assertEquals(
        Sbom.Format.SPDX_3,
        of(bytes("{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\"}")).format());
    assertEquals(Sbom.Format.UNKNOWN, of(bytes("\u0000\u0001")).format());
    assertFalse(Sbom.Format.SPDX_TEXT.isListed());
  }

  @Test
  void packagesAreFoundByAnyOfTheirTexts() {
    SbomPackage curl = SPDX_PACKAGES.getFirst();
    assertTrue(curl.has("CURL"));
    assertTrue(curl.has("8.1"));
    assertTrue(curl.has("pkg:deb/"));
    assertFalse(curl.has("openssl"));
  }

  @Test
  void textsOfStrangersAreCleaned() {
    SbomPackage only =
        of(bytes(
                "{\"spdxVersion\":\"SPDX-2.3\",\"packages\":[{\"name\":\"a\\u001b[31m\\nb\",\"versionInfo\":\""
                    + "9".repeat(10_000)
                    + "\"}]}"))
            .packages()
            .getFirst();
    assertEquals("a [31m b", only.name());
    assertTrue(only.version().length() < 600);
  }

  @Test
  void documentsWithoutMeasureAreRefused() throws Exception {
    Shelf shelf = new Shelf();
    Manifest image = shelf.image("app");
    Descriptor huge = Descriptor.of("text/spdx+json", IMAGE, 33 << 20);
    Attached attached =
        new Attached(
            Attached.Kind.SBOM,
            "text/spdx+json",
            image.digest(),
            image.digest(),
            Optional.of(huge),
            Attached.Way.REFERRERS,
            Attached.State.READ);
    assertThrows(MooringException.class, () -> Sbom.read(shelf, attached));
    assertEquals(Sbom.Format.UNKNOWN, of(bytes("[".repeat(1_000_000))).format());
    assertEquals(
        Sbom.Format.UNKNOWN,
        of(bytes("{\"a\":".repeat(200) + "1" + "}".repeat(200))).format(),
        "too deep");
    Document deep = Documents.json(CYCLONE, "test");
    for (int i = 0; i < 40; i++) {
      deep = Document.of(Map.of("components", List.of(deep)));
    }
    assertEquals(43, of(Archives.json(deep.with("CycloneDX", "bomFormat"))).packages().size());
  }
}
