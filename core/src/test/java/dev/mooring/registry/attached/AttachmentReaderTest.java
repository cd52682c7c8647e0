package dev.mooring.registry.attached;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.mooring.problem.Code;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.attached.Attached.Kind;
import dev.mooring.registry.attached.Attached.State;
import dev.mooring.registry.attached.Attached.Way;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AttachmentReaderTest {
  private static final String SPDX = "https://spdx.dev/Document";
  private static final String SLSA = "https://slsa.dev/provenance/v1";
  private static final String PREDICATE = "dev.sigstore.bundle.predicateType";
  private static final byte[] CONTENT = "{}".getBytes(StandardCharsets.UTF_8);

  private final Shelf shelf = new Shelf();
  private final Manifest image = shelf.image("app");

  private Attachments read(Manifest named) throws Exception {
    return new AttachmentReader(shelf).read(named, image);
  }

  private List<Attached> listed(Manifest named) throws Exception {
    return assertInstanceOf(Attachments.Listed.class, read(named)).found();
  }

  /// What a panel shows, wherever it comes from.
  private static Set<Kind> kinds(List<Attached> found) {
    return found.stream().map(Attached::kind).collect(Collectors.toSet());
  }

  private static void assertOnePanel(List<Attached> found, Way way) {
    assertEquals(Set.of(Kind.SIGNATURE, Kind.SBOM, Kind.PROVENANCE), kinds(found));
    assertEquals(3, found.size());
    found.forEach(
        each -> {
          assertEquals(way, each.way());
          assertEquals(State.READ, each.state());
        });
  }

  private void bundles() {
    for (String predicate : List.of(Signer.SIGN, SPDX, SLSA)) {
      shelf.attach(
          Shelf.BUNDLE,
          image,
          Map.of(PREDICATE, predicate),
          Shelf.content(Shelf.BUNDLE, predicate.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void theRegistrysListIsShown() throws Exception {
    shelf.attach(
        "application/vnd.dev.cosign.artifact.sig.v1+json",
        image,
        Map.of(),
        Shelf.content(AttachedKinds.SIMPLE_SIGNING, CONTENT));
    shelf.attach(
        "application/spdx+json", image, Map.of(), Shelf.content("application/json", CONTENT));
    shelf.attach(
        "application/vnd.in-toto+json",
        image,
        Map.of(),
        Shelf.content(Signer.STATEMENT, CONTENT, "in-toto.io/predicate-type", SLSA));
    assertOnePanel(listed(image), Way.REFERRERS);
  }

  @Test
  void bundlesOfCosign3AreTheSamePanel() throws Exception {
    bundles();
    assertOnePanel(listed(image), Way.REFERRERS);
  }

  @Test
  void theTagInPlaceOfTheListIsTheSamePanel() throws Exception {
    shelf.lists = false;
    bundles();
    assertOnePanel(listed(image), Way.FALLBACK_TAG);
  }

  @Test
  void tagsOfCosign2AreTheSamePanel() throws Exception {
    shelf.lists = false;
    shelf.tagged(image, ".sig", Shelf.content(AttachedKinds.SIMPLE_SIGNING, CONTENT));
    shelf.tagged(
        image, ".att", Shelf.content(AttachedKinds.ENVELOPE, CONTENT, "predicateType", SLSA));
    shelf.tagged(image, ".sbom", Shelf.content("text/spdx+json", CONTENT));
    assertOnePanel(listed(image), Way.COSIGN_TAG);
  }

  private Manifest attestations(Map<String, String> told) {
    return shelf.artifact(
        told.isEmpty() ? "" : "application/vnd.docker.attestation.manifest.v1+json",
        told.isEmpty() ? null : image,
        told,
        Shelf.content(Signer.STATEMENT, CONTENT, "in-toto.io/predicate-type", SPDX),
        Shelf.content(
            Signer.STATEMENT,
            "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
            "in-toto.io/predicate-type",
            SLSA));
  }

  @Test
  void attestationsOfBuildKitBesideTheImageAreTheSamePanel() throws Exception {
    Manifest index = shelf.built(image, attestations(Map.of()));
    shelf.tagged(index, ".sig", Shelf.content(AttachedKinds.SIMPLE_SIGNING, CONTENT));
    List<Attached> found = listed(index);
    assertEquals(Set.of(Kind.SIGNATURE, Kind.SBOM, Kind.PROVENANCE), kinds(found));
    assertEquals(
        List.of(image.digest(), image.digest(), index.digest()),
        found.stream().map(Attached::subject).toList());
  }

  @Test
  void whatIsBesideTheImageAndInTheListIsOne() throws Exception {
    Manifest attestations = attestations(Map.of("oci", "artifact"));
    Manifest index = shelf.built(image, attestations);
    shelf.list(image.digest(), attestations);
    List<Attached> found = listed(index);
    assertEquals(Set.of(Kind.SBOM, Kind.PROVENANCE), kinds(found));
    assertEquals(2, found.size());
    assertEquals(Way.INDEX, found.getFirst().way());
  }

  @Test
  void attestationsOfAnotherPlatformAreLeftOut() throws Exception {
    Manifest other = shelf.image("other");
    Manifest index = shelf.built(other, attestations(Map.of()));
    assertEquals(List.of(), listed(index));
  }

  @Test
  void resultsOfScannersAreRows() throws Exception {
    shelf.attach("application/sarif+json", image, Map.of(), Shelf.content("x/y", CONTENT));
    shelf.attach(
        "application/vnd.aquasec.trivy.report.v1", image, Map.of(), Shelf.content("x/y", CONTENT));
    shelf.tagged(
        image,
        ".att",
        Shelf.content(
            AttachedKinds.ENVELOPE,
            CONTENT,
            "predicateType",
            "https://cosign.sigstore.dev/attestation/vuln/v1"));
    List<Attached> found = listed(image);
    assertEquals(3, found.size());
    assertEquals(Set.of(Kind.SCAN_RESULT), kinds(found));
  }

  @Test
  void anImageWithoutAnythingIsKnownToHaveNothing() throws Exception {
    assertEquals(new Attachments.Listed(List.of()), read(image));
    shelf.lists = false;
    assertEquals(new Attachments.Listed(List.of()), read(image));
  }

  @Test
  void aListThatFailsIsUnknownAndNotNothing() throws Exception {
    shelf.tagged(image, ".sig", Shelf.content(AttachedKinds.SIMPLE_SIGNING, CONTENT));
    shelf.referrersFail = true;
    Attachments.Unknown unknown = assertInstanceOf(Attachments.Unknown.class, read(image));
    assertEquals(Code.REGISTRY_FAILED, unknown.why().code());
    assertEquals(Set.of(Kind.SIGNATURE), kinds(unknown.found()), "what is seen is shown");
  }

  @Test
  void tagsThatFailAreUnknownToo() throws Exception {
    bundles();
    shelf.tagsFail = true;
    assertEquals(3, assertInstanceOf(Attachments.Unknown.class, read(image)).found().size());
  }

  @Test
  void whatIsListedAndAboutAnotherImageSaysSo() throws Exception {
    Manifest other = shelf.image("other");
    Manifest foreign =
        shelf.artifact(Shelf.BUNDLE, other, Map.of(), Shelf.content(Shelf.BUNDLE, CONTENT));
    Manifest silent =
        shelf.artifact(Shelf.BUNDLE, null, Map.of(), Shelf.content(Shelf.BUNDLE, CONTENT));
    shelf.list(image.digest(), foreign);
    shelf.list(image.digest(), silent);
    List<Attached> found = listed(image);
    assertEquals(
        List.of(State.OF_ANOTHER, State.OF_ANOTHER), found.stream().map(Attached::state).toList());
  }

  @Test
  void whatIsListedAndGoneSaysSo() throws Exception {
    Manifest gone = shelf.attach("application/sarif+json", image, Map.of());
    shelf.remove(gone.digest());
    Attached only = listed(image).getFirst();
    assertEquals(State.MISSING, only.state());
    assertEquals(Kind.SCAN_RESULT, only.kind());
  }

  @Test
  void aListWithoutEndIsUnknown() throws Exception {
    for (int i = 0; i < 201; i++) {
      shelf.attach("application/sarif+json", image, Map.of("n", String.valueOf(i)));
    }
    assertInstanceOf(Attachments.Unknown.class, read(image));
  }

  @Test
  void typesOfStrangersAreCleaned() throws Exception {
    shelf.attach("a/\u001b[31mb" + "c".repeat(9_000), image, Map.of());
    String type = listed(image).getFirst().type();
    assertEquals(-1, type.indexOf('\u001b'));
    assertEquals(true, type.length() < 600, type);
  }
}
