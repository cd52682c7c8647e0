package dev.mooring.registry.zstd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The literals of a block: bytes that are copied as they are.
///
/// https://www.rfc-editor.org/rfc/rfc8878#section-3.1.1.3.1
final class Literals {
  final byte[] bytes = new byte[ZstdInput.LARGEST_BLOCK + Window.SPARE];
  int length;

  private @Nullable Huffman code;

  /// How the code was said.
  private byte[] said = {};

  /// A frame knows nothing of the one before.
  void reset() {
    code = null;
    said = new byte[0];
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(said.length);
    out.write(said);
  }

  /// Knows again what it did when it was written.
  void resume(DataInputStream in) throws IOException {
    reset();
    int length = in.readUnsignedByte();
    if (length > 0) {
      said = in.readNBytes(length);
      code = Huffman.read(Arrays.copyOf(said, length + BackwardBits.ROOM), 0, length).code();
    }
  }

  /// @return where the sequences begin
  int read(byte[] block, int start, int end) throws IOException {
    int head = at(block, start, end);
    int format = (head >> 2) & 3;
    return (head & 3) < 2 ? plain(block, start, end, format) : coded(block, start, end, format);
  }

  private static int at(byte[] block, int index, int end) throws IOException {
    if (index >= end) {
      throw new IOException("a block that is cut off");
    }
    return block[index] & 0xff;
  }

  private static long number(byte[] block, int start, int count, int end) throws IOException {
    long number = 0;
    for (int i = 0; i < count; i++) {
      number |= (long) at(block, start + i, end) << (8 * i);
    }
    return number;
  }

  private int plain(byte[] block, int start, int end, int format) throws IOException {
    int size = format == 1 ? 2 : format == 3 ? 3 : 1;
    length = (int) (number(block, start, size, end) >> (size == 1 ? 3 : 4));
    check();
    int at = start + size;
    if ((block[start] & 3) == 1) {
      Arrays.fill(bytes, 0, length, (byte) at(block, at, end));
      return at + 1;
    }
    if (length > end - at) {
      throw new IOException("literals that are cut off");
    }
    System.arraycopy(block, at, bytes, 0, length);
    return at + length;
  }

  private int coded(byte[] block, int start, int end, int format) throws IOException {
    int size = format < 2 ? 3 : format + 2;
    int width = format < 2 ? 10 : format == 2 ? 14 : 18;
    long head = number(block, start, size, end) >> 4;
    int mask = (1 << width) - 1;
    length = (int) (head & mask);
    check();
    int packed = (int) (head >> width) & mask;
    int at = start + size;
    int to = at + packed;
    if (to > end) {
      throw new IOException("literals that are cut off");
    }
    if ((block[start] & 3) == 2) {
      Huffman.Described described = Huffman.read(block, at, to);
      code = described.code();
      said = Arrays.copyOfRange(block, at, described.next());
      at = described.next();
    }
    Huffman known = code;
    if (known == null) {
      throw new IOException("a code that was never said");
    }
    if (format == 0) {
      known.decode(block, at, to, bytes, 0, length);
    } else {
      four(known, block, at, to);
    }
    return to;
  }

  private void four(Huffman known, byte[] block, int start, int end) throws IOException {
    int at = start + 6;
    int each = (length + 3) / 4;
    if (at > end || 3 * each > length) {
      throw new IOException("literals that are cut off");
    }
    int[] starts = {at, 0, 0, 0, end};
    for (int i = 0; i < 3; i++) {
      starts[i + 1] = starts[i] + (int) number(block, start + 2 * i, 2, end);
      if (starts[i + 1] > end) {
        throw new IOException("literals that are cut off");
      }
    }
    known.decodeFour(block, starts, bytes, each, length);
  }

  private void check() throws IOException {
    if (length > ZstdInput.LARGEST_BLOCK) {
      throw new IOException("more literals than a block holds");
    }
  }
}
