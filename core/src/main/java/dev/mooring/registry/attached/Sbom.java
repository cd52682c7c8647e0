package dev.mooring.registry.attached;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Unreadable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A list of what an image is made of, as somebody attached it. Nothing of it is verified.
/// Immutable.
public final class Sbom {
  private static final int HEAD = 4096;

  /// How it is written.
  public enum Format {
    SPDX_JSON("SPDX JSON"),
    CYCLONEDX_JSON("CycloneDX JSON"),
    SPDX_3("SPDX 3 JSON-LD"),
    SPDX_TEXT("SPDX tag-value"),
    CYCLONEDX_XML("CycloneDX XML"),
    SPDX_XML("SPDX XML"),
    SYFT_JSON("Syft JSON"),
    UNKNOWN("unknown");

    private final String words;

    Format(String words) {
      this.words = words;
    }

    /// As people name it: "CycloneDX JSON".
    public String words() {
      return words;
    }

    /// Whether its packages are read; the document can be had of any format.
    public boolean isListed() {
      return this == SPDX_JSON || this == CYCLONEDX_JSON;
    }
  }

  private final Format format;
  private final String version;
  private final List<SbomPackage> packages;
  private final byte[] bytes;

  private Sbom(Format format, String version, List<SbomPackage> packages, byte[] bytes) {
    this.format = format;
    this.version = Unreadable.brief(version);
    this.packages = List.copyOf(packages);
    this.bytes = bytes;
  }

  /// Reads one that was found.
  ///
  /// @return empty where it is an attestation of something else
  /// @throws dev.mooring.problem.MooringException where it is larger than 32 MiB, cannot be read,
  /// or is not what its digest says
  public static Optional<Sbom> read(ImageSource source, Attached attached)
      throws InterruptedException {
    if (attached.content().isEmpty()) {
      return Optional.empty();
    }
    Descriptor content = attached.content().get();
    return of(AttachedContent.bytes(source, content), attached.kind() == Attached.Kind.SBOM);
  }

  /// @param sure whether it says by its type that it is one, so that one of an unknown format is
  /// one
  static Optional<Sbom> of(byte[] bytes, boolean sure) {
    Optional<Document> json = AttachedContent.json(bytes);
    Optional<Statement> statement = json.flatMap(AttachedContent::statement);
    if (statement.isPresent()) {
      boolean told =
          AttachedKinds.ofPredicate(statement.get().predicateType()) == Attached.Kind.SBOM;
      return told || sure ? Optional.of(enclosed(statement.get().predicate())) : Optional.empty();
    }
    Sbom plain = json.map(each -> of(each, bytes)).orElseGet(() -> ofText(bytes));
    return sure || plain.format.isListed() ? Optional.of(plain) : Optional.empty();
  }

  /// Cosign encloses text in a field of its own.
  private static Sbom enclosed(Document predicate) {
    Optional<String> text = predicate.isMap() ? predicate.at("Data").text() : predicate.text();
    if (text.isPresent()) {
      byte[] bytes = text.get().getBytes(StandardCharsets.UTF_8);
      return AttachedContent.json(bytes)
          .map(each -> of(each, bytes))
          .orElseGet(() -> ofText(bytes));
    }
    return of(predicate, Documents.jsonBytes(predicate));
  }

  private static Sbom of(Document document, byte[] bytes) {
    Optional<String> spdx = document.at("spdxVersion").text();
    if (spdx.isPresent()) {
      return new Sbom(Format.SPDX_JSON, spdx.get(), SbomPackages.ofSpdx(document), bytes);
    }
    if (document.at("bomFormat").textOrEmpty().equals("CycloneDX")) {
      return new Sbom(
          Format.CYCLONEDX_JSON,
          document.at("specVersion").textOrEmpty(),
          SbomPackages.ofCycloneDx(document),
          bytes);
    }
    if (document.at("artifacts").isList() && document.at("descriptor").isMap()) {
      return new Sbom(Format.SYFT_JSON, "", List.of(), bytes);
    }
    boolean graph = document.at("@context").textOrEmpty().contains("spdx.org/rdf/3");
    return new Sbom(graph ? Format.SPDX_3 : Format.UNKNOWN, "", List.of(), bytes);
  }

  private static Sbom ofText(byte[] bytes) {
    String head =
        new String(bytes, 0, Math.min(bytes.length, HEAD), StandardCharsets.UTF_8).strip();
    Format format =
        head.startsWith("<") && head.contains("cyclonedx.org/schema/bom")
            ? Format.CYCLONEDX_XML
            : head.startsWith("<") && head.contains("spdx.org")
                ? Format.SPDX_XML
                : head.contains("SPDXVersion:") ? Format.SPDX_TEXT : Format.UNKNOWN;
    return new Sbom(format, "", List.of(), bytes);
  }

  /// How it is written.
  public Format format() {
    return format;
  }

  /// The version of the format as it says itself; empty where it does not.
  public String version() {
    return version;
  }

  /// Its packages in its order; none where [Format#isListed] is not so.
  public List<SbomPackage> packages() {
    return packages;
  }

  /// The document itself, outside of envelopes and statements: bytes of a stranger.
  public byte[] document() {
    return bytes.clone();
  }
}
