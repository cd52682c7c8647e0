package dev.mooring.document;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads files whole, but never more than [Bounds] let in. What a device or a pipe holds shows only
/// by reading it, so its size is not asked for.
public final class BoundedFile {
  private BoundedFile() {}

  /// The file is longer than its bounds.
  public static final class TooLongException extends IOException {
    private static final long serialVersionUID = 1;

    TooLongException(Bounds bounds) {
      super(Messages.of("it-is-longer-than-mib", bounds.bytes() >> 20));
    }
  }

  /// The bytes of a file.
  ///
  /// @throws TooLongException when there are more than `bounds` let in; one more was read then
  public static byte[] bytes(Path file, Bounds bounds) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(bounds.bytes() + 1);
      if (bytes.length > bounds.bytes()) {
        throw new TooLongException(bounds);
      }
      return bytes;
    }
  }

  /// The text of a file in UTF-8.
  ///
  /// @throws CharacterCodingException when it is none; nothing is replaced
  /// @throws TooLongException when it has more bytes than `bounds` let in
  public static String text(Path file, Bounds bounds) throws IOException {
    return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(file, bounds))).toString();
  }
}
