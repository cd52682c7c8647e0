package dev.mooring.desktop.registry.image;

import dev.mooring.document.Printable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/// Bytes of a file as text, where they are text.
final class PlainText {
  /// Characters of a line that are shown: a longer one takes seconds to lay out.
  private static final int LONGEST = 2_000;

  private PlainText() {}

  /// @param whole whether that is all of the file; else its last character may be cut
  static Optional<String> of(byte[] bytes, boolean whole) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), out, whole);
    if (result.isError()) {
      return Optional.empty();
    }
    String text = out.flip().toString();
    return text.chars().anyMatch(PlainText::isBinary)
        ? Optional.empty()
        : Optional.of(
            text.lines()
                .map(line -> Printable.cut(cleaned(line), LONGEST))
                .collect(Collectors.joining("\n")));
  }

  /// Control characters that no text has; escapes of terminals are in many.
  private static boolean isBinary(int letter) {
    return letter < ' '
        && letter != '\t'
        && letter != '\n'
        && letter != '\r'
        && letter != '\f'
        && letter != 0x1b;
  }

  private static String cleaned(String line) {
    return Printable.marked(line.replace("\t", "    "));
  }
}
