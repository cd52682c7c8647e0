package dev.mooring.desktop.registry.image.attached;

import dev.mooring.desktop.fx.Tone;
import dev.mooring.registry.Digest;
import dev.mooring.registry.Manifest;
import dev.mooring.registry.attached.Attached;
import dev.mooring.registry.attached.Verdict;
import dev.mooring.registry.attached.Verification.Checked;
import java.util.List;
import java.util.Optional;

/// What a key says of the signatures of an image.
///
/// @param key the file's name
/// @param algorithm of the key
record Verified(String key, String algorithm, AttachedContents contents, List<Checked> checked) {

  Verified {
    checked = List.copyOf(checked);
  }

  Optional<Verdict> verdict(Attached attached) {
    return checked.stream()
        .filter(each -> each.attached().equals(attached))
        .map(Checked::verdict)
        .findFirst();
  }

  private boolean has(Manifest image) {
    Digest digest = image.digest();
    return checked.stream()
        .anyMatch(each -> each.isVerified() && each.attached().subject().equals(digest));
  }

  private boolean isVerified() {
    return has(contents.of().named()) || has(contents.of().image());
  }

  Tone tone() {
    return isVerified() ? Tone.SUCCESS : contents.gap().isPresent() ? Tone.WARNING : Tone.DANGER;
  }

  /// What it comes to. That nothing verifies is only said where all was seen.
  String sentence() {
    AttachedContents.Subject of = contents.of();
    if (has(of.named())) {
      return of.named().isIndex()
          ? Messages.of("index-verified", key, algorithm)
          : Messages.of("image-verified", key, algorithm);
    }
    if (has(of.image())) {
      return Messages.of(
          "platform-verified",
          of.platform().map(Object::toString).orElseGet(() -> of.image().digest().brief()),
          key,
          algorithm);
    }
    return contents.gap().isPresent()
        ? Messages.of("verified-unknown", key)
        : checked.isEmpty()
            ? Messages.of("not-signed")
            : Messages.of("not-verified", key, algorithm);
  }

  static Tone tone(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Verified verified -> Tone.SUCCESS;
      case Verdict.OtherKey other -> Tone.WARNING;
      case Verdict.OtherImage other -> Tone.DANGER;
      case Verdict.Keyless keyless -> Tone.MUTED;
      case Verdict.NotChecked not -> Tone.WARNING;
    };
  }
}
