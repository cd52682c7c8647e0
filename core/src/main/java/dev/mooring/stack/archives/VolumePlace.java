package dev.mooring.stack.archives;

import dev.mooring.stack.options.Names;
import dev.mooring.stack.options.StackOptions;
import dev.mooring.stack.render.ArchivesVolume;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// A place on a volume, as people write it: `backup` on the registry's own volume for archives, or
/// `NAMESPACE/CLAIM:backup` on any other.
///
/// @param namespace empty for the registry's own
/// @param claim empty for the registry's own
/// @param path of a file or folder; empty for the whole volume
public record VolumePlace(String namespace, String claim, String path) {
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.+@=][A-Za-z0-9_.+@=,~-]{0,99}");
  private static final int DEEPEST = 8;

  /// @throws dev.mooring.problem.MooringException when it leads anywhere else
  public static VolumePlace parse(String text) {
    int colon = text.indexOf(':');
    String path = path(text.substring(colon + 1));
    if (colon < 0) {
      return new VolumePlace("", "", path);
    }
    String[] claim = text.substring(0, colon).split("/", -1);
    if (claim.length != 2) {
      throw Names.refused(
          Messages.of("volume"), text, Messages.of("it-is-written-as-namespace-claim"));
    }
    Names.label("namespace", claim[0]);
    Names.subdomain(Messages.of("volume-claim"), claim[1]);
    return new VolumePlace(claim[0], claim[1], path);
  }

  private static String path(String text) {
    String bare = text.replaceFirst("^/", "").replaceFirst("/$", "");
    if (bare.isEmpty() || bare.equals(".")) {
      return "";
    }
    List<String> parts = Arrays.asList(bare.split("/", -1));
    boolean clean =
        parts.stream()
            .allMatch(
                each -> PART.matcher(each).matches() && !each.equals(".") && !each.equals(".."));
    if (!clean || parts.size() > DEEPEST) {
      throw Names.refused(Messages.of("path"), text, Messages.of("it-has-names-separated-by"));
    }
    return bare;
  }

  /// Whether it is on the volume that `mooring install --archives` made.
  public boolean isOwn() {
    return claim.isEmpty();
  }

  VolumePlace in(StackOptions options) {
    return isOwn() ? new VolumePlace(options.namespace(), ArchivesVolume.NAME, path) : this;
  }

  /// The claim alone: "kube-registry/kube-registry-archives".
  String volume() {
    return namespace + "/" + claim;
  }

  @Override
  public String toString() {
    return isOwn() ? path : volume() + ":" + path;
  }
}
