package dev.mooring.registry.layer;

/// One entry of a layer's tar, as the layer has it: also where a later one hides it, or where it
/// hides others (a whiteout, `.wh.NAME`).
///
/// Texts are the layer's own, bounded, and may hold control characters; who shows them cleans them.
///
/// @param path from the image's root, without a slash in front or at the end, and without `.` and
/// `..`; the root itself is empty
/// @param size bytes of a file's content; 0 for everything else
/// @param mode permissions and the bits above them, at most 07777
/// @param modified seconds since 1970
/// @param link where a link leads: from the root for a hard link, as it stands for a symbolic one;
/// empty for everything else
/// @param offset where a file's content begins in the unpacked tar; for those of a table that the
/// layer carries a number in the same order
/// @param attributes extended ones
public record LayerEntry(
    String path,
    Kind kind,
    long size,
    int mode,
    long uid,
    long gid,
    long modified,
    String link,
    long offset,
    Attributes attributes) {

  /// One without extended attributes, as most are.
  public LayerEntry(
      String path,
      Kind kind,
      long size,
      int mode,
      long uid,
      long gid,
      long modified,
      String link,
      long offset) {
    this(path, kind, size, mode, uid, gid, modified, link, offset, Attributes.NONE);
  }

  /// What an entry is.
  public enum Kind {
    FILE,
    DIRECTORY,
    SYMBOLIC_LINK,
    HARD_LINK,
    CHARACTER_DEVICE,
    BLOCK_DEVICE,
    FIFO
  }
}
