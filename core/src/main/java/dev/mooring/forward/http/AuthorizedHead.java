package dev.mooring.forward.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A request's head with one `Authorization` field, ours.
final class AuthorizedHead {
  private static final byte[] NAME = "authorization:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FIELD = "Authorization: ".getBytes(StandardCharsets.US_ASCII);

  private AuthorizedHead() {}

  /// @param head one that [RequestHead] let pass: every line ends with CRLF, none is folded, and an
  /// empty one ends it
  /// @param value wiped when this returns
  static byte[] of(byte[] head, byte[] value) {
    int kept = 0;
    for (int at = 0; at < head.length; at = next(head, at)) {
      kept += theirs(head, at) ? 0 : next(head, at) - at;
    }
    byte[] sent = new byte[kept + FIELD.length + value.length + 2];
    int filled = 0;
    for (int at = 0; at < head.length; at = next(head, at)) {
      int length = theirs(head, at) ? 0 : next(head, at) - at;
      System.arraycopy(head, at, sent, filled, length);
      filled += length;
      if (at == 0) {
        System.arraycopy(FIELD, 0, sent, filled, FIELD.length);
        filled += FIELD.length;
        System.arraycopy(value, 0, sent, filled, value.length);
        filled += value.length;
        sent[filled++] = '\r';
        sent[filled++] = '\n';
      }
    }
    Arrays.fill(value, (byte) 0);
    return sent;
  }

  /// @return where the next line begins
  private static int next(byte[] head, int at) {
    int end = at;
    while (head[end] != '\n') {
      end++;
    }
    return end + 1;
  }

  private static boolean theirs(byte[] head, int at) {
    if (head.length - at < NAME.length) {
      return false;
    }
    for (int i = 0; i < NAME.length; i++) {
      byte each = head[at + i];
      if ((each >= 'A' && each <= 'Z' ? each + 32 : each) != NAME[i]) {
        return false;
      }
    }
    return true;
  }
}
