package dev.mooring.registry.packages;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/// What the header of an installed RPM package says (rpm.org, "Header format"); without the magic
/// that it has in a file.
///
/// @param version with epoch and release: "1:3.0.7-29.el9"
record RpmHeader(String name, String version, String architecture) {
  private static final int NAME = 1000;
  private static final int VERSION = 1001;
  private static final int RELEASE = 1002;
  private static final int EPOCH = 1003;
  private static final int ARCHITECTURE = 1022;
  private static final int INT32 = 4;
  private static final int STRING = 6;
  private static final int ENTRY = 16;
  private static final int LONGEST = 1000;

  /// @throws IOException when it is no header, or one without a name
  static RpmHeader read(byte[] bytes) throws IOException {
    ByteBuffer header = ByteBuffer.wrap(bytes);
    if (bytes.length < 8) {
      throw new IOException("an RPM header of " + bytes.length + " bytes");
    }
    int entries = header.getInt();
    int stored = header.getInt();
    long store = 8 + (long) entries * ENTRY;
    if (entries < 0 || stored < 0 || store + stored > bytes.length) {
      throw new IOException("an RPM header that is cut off");
    }
    Map<Integer, String> values = new HashMap<>();
    for (int i = 0; i < entries; i++) {
      header.position(8 + i * ENTRY);
      int tag = header.getInt();
      int type = header.getInt();
      long at = Integer.toUnsignedLong(header.getInt());
      if (at < stored && isWanted(tag)) {
        values.putIfAbsent(tag, value(header, (int) (store + at), type));
      }
    }
    String name = values.getOrDefault(NAME, "");
    if (name.isEmpty()) {
      throw new IOException("an RPM header without a name");
    }
    String epoch = values.getOrDefault(EPOCH, "");
    String release = values.getOrDefault(RELEASE, "");
    return new RpmHeader(
        name,
        (epoch.isEmpty() || epoch.equals("0") ? "" : epoch + ":")
            + values.getOrDefault(VERSION, "")
            + (release.isEmpty() ? "" : "-" + release),
        values.getOrDefault(ARCHITECTURE, ""));
  }

  private static boolean isWanted(int tag) {
    return (tag >= NAME && tag <= EPOCH) || tag == ARCHITECTURE;
  }

  private static String value(ByteBuffer header, int at, int type) {
    if (type == INT32) {
      return at + 4 <= header.limit() ? Integer.toUnsignedString(header.getInt(at)) : "";
    }
    if (type != STRING) {
      return "";
    }
    int end = at;
    while (end < header.limit() && header.get(end) != 0 && end - at < LONGEST) {
      end++;
    }
    byte[] text = new byte[end - at];
    header.get(at, text);
    return new String(text, StandardCharsets.UTF_8);
  }
}
