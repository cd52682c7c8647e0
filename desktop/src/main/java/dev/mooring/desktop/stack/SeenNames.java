package dev.mooring.desktop.stack;

import java.util.List;

/// Where the names of registries are kept that were seen, for the shells that complete them. What
/// cannot be kept is not: it is only a convenience. Blocks on files.
public interface SeenNames {
  void put(List<String> names);

  void remove(String name);

  /// For a practice cluster, whose names nobody needs later.
  static SeenNames forgotten() {
    return new SeenNames() {
      @Override
      public void put(List<String> names) {}

      @Override
      public void remove(String name) {}
    };
  }
}
