package dev.mooring.debug.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The header of an entry of a tar (POSIX.1-2001, "ustar Interchange Format").
///
/// @param name without a slash at its start or end
/// @param link what a link names, as it is written
record TarEntry(String name, char type, long size, String link) {
  static final int BLOCK = 512;

  /// @return null at the end
  static @Nullable TarEntry read(InputStream tar) throws IOException {
    byte[] header = tar.readNBytes(BLOCK);
    if (header.length < BLOCK || header[0] == 0) {
      return null;
    }
    String digits = text(header, 124, 12).strip();
    if (!digits.matches("[0-7]{1,12}")) {
      throw new IOException("no size of a file in a tar");
    }
    String prefix = header[257] == 'u' ? text(header, 345, 155) : "";
    String name = (prefix.isEmpty() ? "" : prefix + "/") + text(header, 0, 100);
    char type = header[156] == 0 ? '0' : (char) (header[156] & 0xff);
    return new TarEntry(
        TarPath.normal(name), type, Long.parseLong(digits, 8), text(header, 157, 100));
  }

  boolean isFile() {
    return type == '0' || type == '7';
  }

  /// To another name in the image, which a hard link says from the root.
  boolean isLink() {
    return isHardLink() || type == '2';
  }

  boolean isHardLink() {
    return type == '1';
  }

  /// Of the content, with what fills its last block.
  long padded() {
    return (size + BLOCK - 1) / BLOCK * BLOCK;
  }

  private static String text(byte[] header, int from, int length) {
    int end = from;
    while (end < from + length && header[end] != 0) {
      end++;
    }
    return new String(header, from, end - from, StandardCharsets.UTF_8);
  }
}
