package dev.mooring.debug.inspect;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/// Cuts the JSON objects out of bytes that pass by, with or without lines or headers between them.
/// One that is too long is passed over.
final class JsonPieces {
  private static final int LONGEST = 256 * 1024;

  private final Consumer<byte[]> pieces;
  private final ByteArrayOutputStream piece = new ByteArrayOutputStream();
  private int depth;
  private boolean quoted;
  private boolean escaped;
  private boolean dropped;

  /// @param pieces gets each whole object
  JsonPieces(Consumer<byte[]> pieces) {
    this.pieces = pieces;
  }

  void feed(byte[] bytes, int offset, int length) {
    int from = offset;
    for (int i = offset; i < offset + length; i++) {
      if (depth == 0 && bytes[i] == '{') {
        from = i;
      }
      if (next(bytes[i])) {
        keep(bytes, from, i + 1 - from);
        if (!dropped) {
          pieces.accept(piece.toByteArray());
        }
        piece.reset();
        dropped = false;
      }
    }
    if (depth > 0) {
      keep(bytes, from, offset + length - from);
    }
  }

  /// @return whether an object ends with it
  private boolean next(byte one) {
    if (quoted) {
      boolean ends = one == '"' && !escaped;
      escaped = one == '\\' && !escaped;
      quoted = !ends;
    } else if (depth > 0 && one == '"') {
      quoted = true;
    } else if (one == '{') {
      depth++;
    } else if (one == '}' && depth > 0) {
      depth--;
      return depth == 0;
    }
    return false;
  }

  private void keep(byte[] bytes, int offset, int length) {
    dropped |= piece.size() + length > LONGEST;
    if (dropped) {
      piece.reset();
    } else {
      piece.write(bytes, offset, length);
    }
  }
}
