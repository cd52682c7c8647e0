package dev.mooring.registry.attached;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Digest;
import java.util.Optional;

/// One thing that is attached to an image. Nothing of it is verified: it is what its place says.
///
/// @param kind by its media types and annotations
/// @param type the predicate, artifact, or media type that says so, short and cleaned
/// @param subject what it is attached to: an index, or one of its images
/// @param manifest the manifest that it is stored under
/// @param content what it says; empty where its manifest says it all, or could not be read
public record Attached(
    Kind kind,
    String type,
    Digest subject,
    Digest manifest,
    Optional<Descriptor> content,
    Way way,
    State state) {

  /// What it is for.
  public enum Kind {
    SIGNATURE("signature"),
    SBOM("sbom"),
    PROVENANCE("provenance"),
    /// Also statements of which vulnerabilities matter (VEX).
    SCAN_RESULT("scan-result"),
    /// Of a type that no other kind has, or that only its content tells.
    ATTESTATION("attestation"),
    OTHER("other");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /// The stable identifier: "scan-result".
    public String id() {
      return id;
    }

    /// For people.
    public String words() {
      return switch (this) {
        case SIGNATURE -> Messages.of("signature");
        case SBOM -> Messages.of("sbom");
        case PROVENANCE -> Messages.of("provenance");
        case SCAN_RESULT -> Messages.of("scan-result");
        case ATTESTATION -> Messages.of("attestation");
        case OTHER -> Messages.of("other");
      };
    }
  }

  /// How it was found.
  public enum Way {
    /// The registry lists it.
    REFERRERS("referrers"),
    /// The tag that stands in for such a list names it.
    FALLBACK_TAG("fallback-tag"),
    /// A tag of cosign 2 names it.
    COSIGN_TAG("cosign-tag"),
    /// It is a child of the index, as BuildKit stores it.
    INDEX("index");

    private final String id;

    Way(String id) {
      this.id = id;
    }

    /// The stable identifier: "fallback-tag".
    public String id() {
      return id;
    }

    /// For people.
    public String words() {
      return switch (this) {
        case REFERRERS -> Messages.of("referrer");
        case FALLBACK_TAG -> Messages.of("fallback-tag");
        case COSIGN_TAG -> Messages.of("cosign-tag");
        case INDEX -> Messages.of("in-the-index");
      };
    }
  }

  /// What became of its manifest.
  public enum State {
    READ("read"),
    /// It is named, and not there.
    MISSING("missing"),
    /// It is nothing that can be read.
    UNREADABLE("unreadable"),
    /// It says that it belongs to another image, or doesn't say that it belongs to this one.
    OF_ANOTHER("of-another");

    private final String id;

    State(String id) {
      this.id = id;
    }

    /// The stable identifier: "of-another".
    public String id() {
      return id;
    }

    /// For people; empty where all is well.
    public String words() {
      return switch (this) {
        case READ -> "";
        case MISSING -> Messages.of("missing");
        case UNREADABLE -> Messages.of("unreadable");
        case OF_ANOTHER -> Messages.of("of-another");
      };
    }
  }

  /// Whether it can be looked into.
  public boolean isReadable() {
    return state == State.READ && content.isPresent();
  }

  /// An annotation of the content's descriptor; empty where there is none.
  String annotation(String name) {
    return content.map(each -> each.raw().at("annotations", name).textOrEmpty()).orElse("");
  }

  /// The media type of the content; empty where there is none.
  String mediaType() {
    return content.map(Descriptor::mediaType).orElse("");
  }
}
