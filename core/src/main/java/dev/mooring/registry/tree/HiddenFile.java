package dev.mooring.registry.tree;

/// A file that takes room in a layer and that no path of the merged tree shows.
///
/// @param file what its layer has
/// @param by the layer that replaced or removed it, from 0
public record HiddenFile(Version file, int by) {
  public long size() {
    return file.entry().size();
  }
}
