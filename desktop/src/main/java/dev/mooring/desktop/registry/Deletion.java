package dev.mooring.desktop.registry;

import dev.mooring.registry.Digest;
import dev.mooring.registry.Registry;
import java.util.ArrayList;
import java.util.List;

/// What deleting an image takes along, in words for window and terminal.
public final class Deletion {
  private Deletion() {}

  /// Everything that goes, one a line, the asked one first.
  public static List<String> going(Registry.Removal plan) {
    List<String> going = new ArrayList<>();
    plan.tags().forEach(tag -> going.add(Messages.of("tag", plan.repository(), tag)));
    going.addAll(attached(plan));
    if (plan.isByDigest()) {
      plan.manifests().forEach(digest -> going.add(Messages.of("manifest", digest)));
    }
    return going;
  }

  /// "Deleted ana/app:1", then what went along and what stays, one sentence a line.
  public static List<String> done(Registry.Removal plan) {
    List<String> lines = new ArrayList<>();
    lines.add(Messages.of("deleted", name(plan)));
    List<String> along = new ArrayList<>();
    if (plan.isByDigest()) {
      plan.tags().forEach(tag -> along.add(Messages.of("tag", plan.repository(), tag)));
    }
    along.addAll(attached(plan));
    if (plan.isByDigest()) {
      plan.manifests().stream()
          .filter(each -> !each.equals(plan.digest()))
          .map(Digest::toString)
          .forEach(digest -> along.add(Messages.of("manifest", digest)));
    }
    if (!along.isEmpty()) {
      lines.add(Messages.of("deleted-with-it", String.join(", ", along)));
    }
    String stays = stays(plan);
    if (!stays.isEmpty()) {
      lines.add(stays);
    }
    return lines;
  }

  /// What the image leaves behind; empty when nothing.
  public static String stays(Registry.Removal plan) {
    if (!plan.siblings().isEmpty()) {
      return stillAvailable(plan.siblings());
    }
    if (plan.isByDigest() || plan.manifests().isEmpty()) {
      return "";
    }
    int platforms = plan.manifests().size() - 1;
    return platforms == 0
        ? Messages.of("the-next-garbage-collection")
        : Messages.count("the-next-garbage-collection-and", platforms);
  }

  static String stillAvailable(List<String> tags) {
    return Messages.count("still-available", tags.size(), String.join(", ", tags));
  }

  /// "ana/app:1" or "ana/app@sha256:...".
  public static String name(Registry.Removal plan) {
    return plan.repository() + (plan.isByDigest() ? "@" : ":") + plan.reference();
  }

  private static List<String> attached(Registry.Removal plan) {
    return plan.attached().stream().map(tag -> attached(plan.repository(), tag)).toList();
  }

  /// "signature ana/app:sha256-0f3a.sig".
  static String attached(String repository, String tag) {
    if (tag.endsWith(".sig")) {
      return Messages.of("signature", repository, tag);
    }
    if (tag.endsWith(".att")) {
      return Messages.of("attestation", repository, tag);
    }
    return tag.endsWith(".sbom")
        ? Messages.of("sbom", repository, tag)
        : Messages.of("referrers", repository, tag);
  }
}
