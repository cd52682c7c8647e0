package dev.mooring.registry.tree;

/// The bytes of a file, which hard links share: they are there as long as one path shows them.
final class Content {
  private final Version file;
  private int paths = 1;

  Content(Version file) {
    this.file = file;
  }

  Version file() {
    return file;
  }

  void link() {
    paths++;
  }

  /// @return whether no path shows it any more
  boolean unlink() {
    return --paths == 0;
  }
}
