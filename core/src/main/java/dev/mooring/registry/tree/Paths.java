package dev.mooring.registry.tree;

/// Paths inside an image, whose parts are separated by slashes on every machine.
final class Paths {
  private Paths() {}

  static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Empty for what is at the root.
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  /// As entries have it, of what people type.
  static String plain(String typed) {
    String path = typed;
    while (path.startsWith("/")) {
      path = path.substring(1);
    }
    while (path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return path;
  }
}
