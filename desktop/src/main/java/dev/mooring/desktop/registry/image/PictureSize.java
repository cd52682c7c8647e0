package dev.mooring.desktop.registry.image;

import java.util.Arrays;
import java.util.Optional;

/// How large a picture says that it is, before anybody makes room for it. PNG and JPEG: what else
/// the toolkit reads may hold any number of pictures.
record PictureSize(int width, int height) {
  /// As many as a screen of 3840 by 2160 has.
  private static final long MOST = 3840L * 2160;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int IHDR = 16;

  static Optional<PictureSize> of(byte[] start) {
    if (start.length >= IHDR + 8 && Arrays.equals(Arrays.copyOf(start, PNG.length), PNG)) {
      return Optional.of(new PictureSize(number(start, IHDR), number(start, IHDR + 4)));
    }
    return start.length > 4 && at(start, 0) == 0xff && at(start, 1) == 0xd8
        ? jpeg(start)
        : Optional.empty();
  }

  boolean isBounded() {
    return width > 0 && height > 0 && (long) width * height <= MOST;
  }

  /// Goes from segment to segment to the one that begins the frame (ITU T.81, B.2.2).
  private static Optional<PictureSize> jpeg(byte[] start) {
    int at = 2;
    while (at + 9 < start.length && at(start, at) == 0xff) {
      int marker = at(start, at + 1);
      boolean frame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (frame) {
        return Optional.of(new PictureSize(half(start, at + 7), half(start, at + 5)));
      }
      at += 2 + half(start, at + 2);
    }
    return Optional.empty();
  }

  private static int at(byte[] bytes, int index) {
    return bytes[index] & 0xff;
  }

  private static int half(byte[] bytes, int index) {
    return (at(bytes, index) << 8) | at(bytes, index + 1);
  }

  private static int number(byte[] bytes, int index) {
    return (half(bytes, index) << 16) | half(bytes, index + 2);
  }
}
