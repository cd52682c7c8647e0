package dev.mooring.tunnel.connection;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The status line and headers of an HTTP answer, read byte by byte so that nothing after them is
/// taken.
///
/// @param headers by lower-case name; the last one of a name wins
public record HttpHead(int status, Map<String, String> headers) {
  private static final int LONGEST = 32 * 1024;
  private static final Pattern LINE_END = Pattern.compile("\r?\n");
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] [1-9][0-9]{2}( .*)?");

  /// Reads to the empty line and no further.
  ///
  /// @throws IOException when it is longer than 32 KiB, is no HTTP/1.x, or the input ends
  /// before
  public static HttpHead read(InputStream input) throws IOException {
    byte[] bytes = new byte[1024];
    int length = 0;
    while (true) {
      int next = input.read();
      if (next < 0) {
        throw new EOFException("the connection ended before an answer came");
      }
      if (length == LONGEST) {
        throw new IOException("the answer's headers are longer than " + LONGEST + " bytes");
      }
      if (length == bytes.length) {
        bytes = java.util.Arrays.copyOf(bytes, length * 2);
      }
      bytes[length++] = (byte) next;
      if (next == '\n'
          && length >= 4
          && (bytes[length - 2] == '\n'
              || (bytes[length - 2] == '\r' && bytes[length - 3] == '\n'))) {
        return parse(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
      }
    }
  }

  /// @param name in lower case
  /// @return empty where there is none
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  private static HttpHead parse(String text) throws IOException {
    String[] lines = LINE_END.split(text, -1);
    if (!STATUS.matcher(lines[0]).matches()) {
      throw new IOException("the answer is not HTTP/1.1");
    }
    Map<String, String> headers = new HashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon > 0) {
        headers.put(
            lines[i].substring(0, colon).trim().toLowerCase(Locale.ROOT),
            lines[i].substring(colon + 1).trim());
      }
    }
    return new HttpHead(Integer.parseInt(lines[0].substring(9, 12)), Map.copyOf(headers));
  }
}
