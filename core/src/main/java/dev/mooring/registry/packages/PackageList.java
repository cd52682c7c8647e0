package dev.mooring.registry.packages;

import java.util.List;

/// What the files of an image say of its packages.
///
/// @param packages in the order of the files, each of which names its own
/// @param unread files that name packages but could not be read
public record PackageList(List<InstalledPackage> packages, List<Unread> unread) {
  public PackageList {
    packages = List.copyOf(packages);
    unread = List.copyOf(unread);
  }

  /// A file that was not read.
  ///
  /// @param why a clause for people
  public record Unread(String path, String why) {}

  static PackageList of(List<InstalledPackage> packages) {
    return new PackageList(packages, List.of());
  }

  static PackageList unread(String path, String why) {
    return new PackageList(List.of(), List.of(new Unread(path, why)));
  }
}
