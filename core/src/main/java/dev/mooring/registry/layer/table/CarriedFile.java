package dev.mooring.registry.layer.table;

import dev.mooring.registry.Digest;
import java.util.List;
import java.util.Map;

/// An entry of a carried table, as the table says; only its numbers were looked at.
///
/// @param type "reg", "dir", "symlink", "hardlink", "char", "block", "fifo", or anything else
/// @param modified seconds since 1970
/// @param attributes extended ones by their name, in base64
/// @param chunks of a file, which together are its content; none for everything else
public record CarriedFile(
    String type,
    String name,
    String link,
    long size,
    int mode,
    long uid,
    long gid,
    long modified,
    Map<String, String> attributes,
    List<Chunk> chunks) {

  public CarriedFile {
    attributes = Map.copyOf(attributes);
    chunks = List.copyOf(chunks);
  }

  /// A part of a file, which is checked as a whole.
  ///
  /// @param offset in the blob, where a member or frame begins that can be unpacked by itself
  /// @param inner how much of what it unpacks to comes before the chunk
  /// @param size in bytes, unpacked
  public record Chunk(long offset, long inner, int size, Digest digest) {}
}
