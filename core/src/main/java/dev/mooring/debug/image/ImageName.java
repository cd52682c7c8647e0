package dev.mooring.debug.image;

import dev.mooring.registry.Digest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An image that a node runs.
///
/// @param repository without the registry's host
/// @param reference by which a registry is asked: a digest, or a tag where the node knows the
/// digest of the config alone
/// @param config that digest; empty where the reference is a digest
record ImageName(String repository, String reference, String config) {
  private static final String PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";

  /// As the distribution specification has it.
  private static final Pattern REPOSITORY = Pattern.compile(PART + "(?:/" + PART + ")*");

  private static final Pattern TAG = Pattern.compile("\\w[\\w.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("(?:(.*)@)?(sha256:[0-9a-f]{64})");

  /// @return nothing where the node says no digest
  static Optional<ImageName> of(String image, String id) {
    Matcher digest = DIGEST.matcher(id.replaceFirst("^[a-z-]+://", ""));
    if (!digest.matches()) {
      return Optional.empty();
    }
    if (digest.group(1) != null) {
      String repository = withoutHost(digest.group(1));
      return REPOSITORY.matcher(repository).matches()
          ? Optional.of(new ImageName(repository, digest.group(2), ""))
          : Optional.empty();
    }
    String name = withoutHost(image.replaceFirst("@.*", ""));
    int colon = name.lastIndexOf(':');
    String repository = colon < 0 ? name : name.substring(0, colon);
    String tag = colon < 0 ? "latest" : name.substring(colon + 1);
    return REPOSITORY.matcher(repository).matches() && TAG.matcher(tag).matches()
        ? Optional.of(new ImageName(repository, tag, digest.group(2)))
        : Optional.empty();
  }

  /// Whether what a registry has is what the node runs.
  boolean isOf(Digest manifest, Digest configuration) {
    return config.isEmpty()
        || configuration.text().equals(config)
        || manifest.text().equals(config);
  }

  private static String withoutHost(String name) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    return host ? name.substring(slash + 1) : name;
  }
}
