package dev.mooring.desktop.stack;

import java.util.List;
import java.util.function.Supplier;

/// Where the names of registries and images are kept that were seen, for the shells that complete
/// them. What cannot be kept is not: it is only a convenience. Blocks on files.
public interface SeenNames {
  void put(List<String> names);

  void remove(String name);

  /// Those of images of the registry that names without a host mean.
  ///
  /// @param added the names of registries that were added: with these, other images begin
  default Images images(Supplier<List<String>> added) {
    return Images.NONE;
  }

  /// Those of images of an added registry.
  default Images imagesIn(String added) {
    return Images.NONE;
  }

  /// The images of one registry.
  interface Images {
    /// What is kept of none.
    Images NONE =
        new Images() {
          @Override
          public void repositories(List<String> all) {}

          @Override
          public void tags(String repository, List<String> tags) {}
        };

    /// All of its repositories.
    void repositories(List<String> all);

    /// All tags of one.
    void tags(String repository, List<String> tags);
  }

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
