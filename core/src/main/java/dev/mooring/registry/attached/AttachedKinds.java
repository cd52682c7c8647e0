package dev.mooring.registry.attached;

import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Unreadable;
import dev.mooring.registry.attached.Attached.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What types say of what is attached.
///
/// https://github.com/in-toto/attestation/tree/main/spec/predicates
final class AttachedKinds {
  static final String SIMPLE_SIGNING = "application/vnd.dev.cosign.simplesigning.v1+json";
  static final String ENVELOPE = "application/vnd.dsse.envelope.v1+json";
  static final String STATEMENT = "application/vnd.in-toto+json";
  private static final String BUNDLE = "application/vnd.dev.sigstore.bundle";
  private static final String NOTATION = "application/vnd.cncf.notary.signature";
  private static final String EMPTY = "application/vnd.oci.empty.v1+json";
  private static final String COSIGN_SIGNATURE = "https://sigstore.dev/cosign/sign/v1";

  /// Where the type of a statement is written outside of it: by cosign, BuildKit, and for bundles.
  private static final List<String> PREDICATES =
      List.of("predicateType", "in-toto.io/predicate-type", "dev.sigstore.bundle.predicateType");

  /// Types of manifests that say nothing of what these hold.
  private static final Set<String> GENERAL =
      Set.of(
          "",
          EMPTY,
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.docker.container.image.v1+json",
          "application/vnd.docker.attestation.manifest.v1+json",
          "application/vnd.unknown.artifact.v1",
          "application/vnd.unknown.config.v1+json");

  private AttachedKinds() {}

  /// What one thing is.
  record Told(Kind kind, String type) {}

  /// @param content one of the manifest's layers
  static Told of(Manifest manifest, Descriptor content) {
    String predicate = predicate(manifest, content);
    String artifact = artifactType(manifest);
    String media = content.mediaType();
    if (!predicate.isEmpty()) {
      return new Told(ofPredicate(predicate), Unreadable.brief(predicate));
    }
    Kind byContent = ofMediaType(media);
    Kind byArtifact = ofMediaType(artifact);
    boolean artifactSaysMore = byContent == Kind.OTHER || byContent == Kind.ATTESTATION;
    return artifactSaysMore && !GENERAL.contains(artifact) && byArtifact != Kind.ATTESTATION
        ? new Told(byArtifact, Unreadable.brief(artifact))
        : new Told(byContent, Unreadable.brief(media));
  }

  /// What a manifest without layers is, or one that could not be read.
  static Told of(String artifactType) {
    return new Told(ofMediaType(artifactType), Unreadable.brief(artifactType));
  }

  /// The manifest's own word, else that of its configuration.
  static String artifactType(Manifest manifest) {
    String own = manifest.document().at("artifactType").textOrEmpty();
    return own.isEmpty() ? manifest.document().at("config", "mediaType").textOrEmpty() : own;
  }

  static boolean isBundle(String mediaType) {
    return mediaType.startsWith(BUNDLE);
  }

  static boolean isNotation(Attached attached) {
    return attached.type().equals(NOTATION);
  }

  static boolean isEmpty(Descriptor content) {
    return content.mediaType().equals(EMPTY);
  }

  private static String predicate(Manifest manifest, Descriptor content) {
    for (String name : PREDICATES) {
      String said = content.raw().at("annotations", name).textOrEmpty();
      String told =
          said.isEmpty() ? manifest.document().at("annotations", name).textOrEmpty() : said;
      if (!told.isEmpty()) {
        return told;
      }
    }
    return "";
  }

  /// What a statement is about.
  static Kind ofPredicate(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.equals(COSIGN_SIGNATURE)) {
      return Kind.SIGNATURE;
    }
    if (lower.contains("spdx.dev/document") || lower.contains("cyclonedx")) {
      return Kind.SBOM;
    }
    if (lower.contains("slsa.dev/provenance")) {
      return Kind.PROVENANCE;
    }
    return isOfScanners(lower) ? Kind.SCAN_RESULT : Kind.ATTESTATION;
  }

  private static Kind ofMediaType(String type) {
    String lower = type.toLowerCase(Locale.ROOT);
    if (lower.equals(SIMPLE_SIGNING) || lower.equals(NOTATION)) {
      return Kind.SIGNATURE;
    }
    if (lower.contains("spdx") || lower.contains("cyclonedx") || lower.contains("syft")) {
      return Kind.SBOM;
    }
    if (isOfScanners(lower)) {
      return Kind.SCAN_RESULT;
    }
    return lower.equals(ENVELOPE) || lower.equals(STATEMENT) || isBundle(lower)
        ? Kind.ATTESTATION
        : Kind.OTHER;
  }

  private static boolean isOfScanners(String lower) {
    return lower.contains("vuln")
        || lower.contains("sarif")
        || lower.contains("aquasec")
        || lower.contains("openvex")
        || lower.contains("/vex")
        || lower.contains("security.report");
  }
}
