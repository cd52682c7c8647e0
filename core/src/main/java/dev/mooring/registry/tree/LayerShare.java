package dev.mooring.registry.tree;

import dev.mooring.registry.Descriptor;

/// What a layer has to do with the merged tree.
///
/// @param layer from 0, the lowest
/// @param entries of its tar, whiteouts included
/// @param added files, directories, and links that no lower layer had
/// @param replaced those that took the place of a lower layer's, or changed a directory's rights
/// @param removed those of lower layers that it took away, with all below them
/// @param bytes of the contents of its files
/// @param wasted how many of them no path of the merged tree shows
/// @param hides bytes of files, most of lower layers, that no path shows since this one
/// @param unpacked bytes of its tar; 0 until all of it was read
public record LayerShare(
    int layer,
    Descriptor descriptor,
    int entries,
    int added,
    int replaced,
    int removed,
    long bytes,
    long wasted,
    long hides,
    long unpacked) {}
