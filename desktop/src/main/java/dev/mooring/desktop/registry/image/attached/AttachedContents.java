package dev.mooring.desktop.registry.image.attached;

import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import dev.mooring.registry.ImageSource;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.Platform;
import dev.mooring.registry.attached.Attached;
import dev.mooring.registry.attached.Attached.Kind;
import dev.mooring.registry.attached.AttachmentReader;
import dev.mooring.registry.attached.Attachments;
import dev.mooring.registry.attached.Provenance;
import dev.mooring.registry.attached.SignerIdentity;
import dev.mooring.registry.attached.Verification;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is attached to an image, with what its documents say at first sight.
///
/// @param of what it is attached to
/// @param provenances of those that could be read
/// @param signers who the certificates of signatures name, unchecked
record AttachedContents(
    Subject of,
    Attachments attachments,
    Map<Attached, Provenance> provenances,
    Map<Attached, SignerIdentity> signers) {
  /// Each takes a request.
  private static final int MOST_READ = 20;

  AttachedContents {
    provenances = Map.copyOf(provenances);
    signers = Map.copyOf(signers);
  }

  /// @param named what the reference names
  /// @param image the one image of it that is looked at
  record Subject(Manifest named, Manifest image, Optional<Platform> platform) {

    /// "the index", "the image", or the platform's.
    String words(Attached attached) {
      if (attached.subject().equals(named.digest())) {
        return named.isIndex() ? Messages.of("the-index") : Messages.of("the-image");
      }
      return platform.map(Platform::toString).orElseGet(() -> attached.subject().brief());
    }
  }

  static AttachedContents read(ImageSource source, Subject of) throws InterruptedException {
    Attachments attachments = new AttachmentReader(source).read(of.named(), of.image());
    Map<Attached, Provenance> provenances = new LinkedHashMap<>();
    Map<Attached, SignerIdentity> signers = new LinkedHashMap<>();
    int left = MOST_READ;
    for (Attached each : attachments.found()) {
      boolean provenance = each.kind() == Kind.PROVENANCE;
      if (!each.isReadable() || !(provenance || each.kind() == Kind.SIGNATURE) || left-- <= 0) {
        continue;
      }
      try {
        if (provenance) {
          Provenance.read(source, each).ifPresent(one -> provenances.put(each, one));
        }
        if (Verification.isSigned(each)) {
          SignerIdentity.read(source, each).ifPresent(one -> signers.put(each, one));
        }
      } catch (MooringException e) {
        // One that can't be read is a row like any other.
      }
    }
    return new AttachedContents(of, attachments, provenances, signers);
  }

  /// Why there may be more; empty where this is all.
  Optional<Problem> gap() {
    return attachments instanceof Attachments.Unknown unknown
        ? Optional.of(unknown.why())
        : Optional.empty();
  }

  boolean isEmpty() {
    return attachments.found().isEmpty();
  }

  /// What is signed, signatures first.
  List<Attached> signed() {
    return attachments.found().stream()
        .filter(Verification::isSigned)
        .sorted(Comparator.comparing((Attached each) -> each.kind() != Kind.SIGNATURE))
        .toList();
  }

  /// The image's own before those of its index.
  List<Attached> of(Kind kind) {
    return attachments.found().stream()
        .filter(each -> each.kind() == kind)
        .sorted(
            Comparator.comparing((Attached each) -> !each.subject().equals(of.image().digest())))
        .toList();
  }
}
