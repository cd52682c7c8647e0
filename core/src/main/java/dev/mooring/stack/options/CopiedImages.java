package dev.mooring.stack.options;

/// Names of images where a registry of one's own keeps copies of them, as `crane copy` and mirrors
/// lay them out: the same path below another host.
final class CopiedImages {
  private static final String DOCKER_HUB = "docker.io";
  private static final String OFFICIAL = "library/";

  private CopiedImages() {}

  /// @param registry empty where there is none: the image keeps its name
  static String name(String image, String registry) {
    if (registry.isEmpty() || image.startsWith(registry + "/")) {
      return image;
    }
    int slash = image.indexOf('/');
    String first = slash < 0 ? "" : image.substring(0, slash);
    boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
    String path = host ? image.substring(slash + 1) : image;
    boolean official = (!host || first.equals(DOCKER_HUB)) && !path.contains("/");
    return registry + "/" + (official ? OFFICIAL : "") + path;
  }
}
