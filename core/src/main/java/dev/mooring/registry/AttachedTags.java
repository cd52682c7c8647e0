package dev.mooring.registry;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tags that belong to an image by their names: the list of its referrers, where a registry keeps
/// none itself, and what cosign attaches.
///
/// https://github.com/opencontainers/distribution-spec/blob/main/spec.md#referrers-tag-schema
public final class AttachedTags {
  private static final List<String> COSIGN = List.of(".sig", ".att", ".sbom");
  private static final String PREFIX = "sha256-";
  private static final Pattern ATTACHED = Pattern.compile(PREFIX + "([0-9a-f]{64})(?:[._-].*)?");
  private static final Pattern KNOWN =
      Pattern.compile(PREFIX + "[0-9a-f]{64}(?:\\.(?:sig|att|sbom))?");

  private AttachedTags() {}

  /// The tag of the list of referrers.
  public static String referrers(Digest subject) {
    return PREFIX + subject.hex();
  }

  /// The tags of signatures, attestations and SBOMs, whether there are any or not.
  public static List<String> ofCosign(Digest subject) {
    return COSIGN.stream().map(suffix -> referrers(subject) + suffix).toList();
  }

  /// What a tag belongs to; empty where its name says nothing of it.
  public static Optional<Digest> subject(String tag) {
    Matcher matcher = ATTACHED.matcher(tag);
    return matcher.matches()
        ? Optional.of(new Digest("sha256:" + matcher.group(1)))
        : Optional.empty();
  }

  /// Whether a tag is of no image of its own: the whole digest of its subject, and nothing behind
  /// it but what cosign writes there. People choose names such as `v2.sig` or `sha256-test`, too.
  public static boolean isOne(String tag) {
    return KNOWN.matcher(tag).matches();
  }

  /// Those that are images of their own, in their order.
  public static List<String> leftOutOf(List<String> tags) {
    return tags.stream().filter(tag -> !isOne(tag)).toList();
  }
}
