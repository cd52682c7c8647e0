package dev.mooring.desktop.terminal;

import dev.mooring.document.Printable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Text of a stranger, block by block as it is read, without what would steer a screen. Line ends
/// and tabs stay.
final class TextBlocks {
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private ByteBuffer left = ByteBuffer.allocate(0);

  String add(byte[] bytes, int length) {
    return decoded(bytes, length, false);
  }

  /// What a letter that was cut off has become.
  String rest() {
    return decoded(new byte[0], 0, true);
  }

  private String decoded(byte[] bytes, int length, boolean end) {
    ByteBuffer in = ByteBuffer.allocate(left.remaining() + length);
    in.put(left).put(bytes, 0, length).flip();
    CharBuffer out = CharBuffer.allocate(in.remaining() + 1);
    decoder.decode(in, out, end);
    left = in;
    String text = out.flip().toString();
    StringBuilder clean = new StringBuilder(text.length());
    int from = 0;
    for (int at = 0; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == '\n' || letter == '\t') {
        clean.append(Printable.marked(text.substring(from, at))).append(letter);
        from = at + 1;
      }
    }
    return clean.append(Printable.marked(text.substring(from))).toString();
  }
}
