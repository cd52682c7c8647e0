package dev.mooring.registry.tree;

import dev.mooring.registry.Descriptor;

/// What one layer did, while it is counted.
final class Tally {
  int entries;
  int added;
  int replaced;
  int removed;
  long bytes;
  long wasted;
  long hides;
  long unpacked;

  LayerShare share(int layer, Descriptor descriptor) {
    return new LayerShare(
        layer, descriptor, entries, added, replaced, removed, bytes, wasted, hides, unpacked);
  }
}
