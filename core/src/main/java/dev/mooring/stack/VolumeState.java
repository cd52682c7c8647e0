package dev.mooring.stack;

import java.util.Locale;
import java.util.OptionalLong;

/// What was found on a registry's volume.
///
/// @param size bytes of the file system; empty where it was not told
/// @param free bytes that can be written
/// @param refused what a write was answered; empty where it worked
record VolumeState(OptionalLong size, OptionalLong free, String refused) {
  /// Says it of the folder $VOLUME, wherever that is mounted.
  static final String SCRIPT =
      """
      busybox df -Pk "$VOLUME" | {
        read -r head
        read -r system size used free rest
        echo "space $size $used $free"
      }
      probe="$VOLUME/.mooring.probe"
      if echo mooring > "$probe"; then
        echo written
      fi
      rm -f "$probe"
      """;

  /// Below that, pushes begin to fail.
  private static final long LEAST = 64L << 20;

  private static final double NEARLY = 0.85;
  private static final int LONGEST = 200;

  /// Reads the script's lines: `space SIZE USED FREE` in KiB, then `written` or an error.
  static VolumeState read(String message) {
    OptionalLong size = OptionalLong.empty();
    OptionalLong free = OptionalLong.empty();
    String refused = "";
    boolean written = false;
    for (String line : message.lines().toList()) {
      String[] words = line.strip().split(" +", -1);
      if (words[0].equals("space") && words.length == 4) {
        size = kibibytes(words[1]);
        free = kibibytes(words[3]);
      } else if (line.strip().equals("written")) {
        written = true;
      } else if (!line.isBlank() && refused.isEmpty()) {
        refused =
            line.strip().length() > LONGEST ? line.strip().substring(0, LONGEST) : line.strip();
      }
    }
    return new VolumeState(size, free, written ? "" : refused.isEmpty() ? "no answer" : refused);
  }

  private static OptionalLong kibibytes(String text) {
    return text.matches("[0-9]{1,15}")
        ? OptionalLong.of(Long.parseLong(text) * 1024)
        : OptionalLong.empty();
  }

  boolean full() {
    return refused.toLowerCase(Locale.ROOT).contains("no space left")
        || refused.toLowerCase(Locale.ROOT).contains("quota exceeded")
        || (free.isPresent() && free.getAsLong() < LEAST);
  }

  boolean writable() {
    return refused.isEmpty();
  }

  boolean nearlyFull() {
    return size.isPresent()
        && free.isPresent()
        && free.getAsLong() < size.getAsLong() * (1 - NEARLY);
  }
}
