package dev.mooring.registry.zstd;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// The content of zstd frames, one after the other.
///
/// Frames are somebody else's: whatever one announces is bounded before it is believed, and every
/// access is within an array. Dictionaries are not taken. Not thread-safe.
///
/// A read never goes beyond the end of a block, so that whoever reads can ask after each whether
/// one has ended, and take a [ZstdMark] to go on from there another time.
///
/// https://www.rfc-editor.org/rfc/rfc8878
public final class ZstdInput extends InputStream {
  static final int LARGEST_BLOCK = 128 << 10;
  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE = 0x184D2A50;

  private final InputStream input;
  private final int mostWindow;
  private final byte[] block = new byte[LARGEST_BLOCK + BackwardBits.ROOM];
  private final Literals literals = new Literals();
  private final Sequences sequences = new Sequences();
  private final Window window = new Window();
  private final XxHash64 hash = new XxHash64();
  private int served;
  private boolean within;
  private boolean hashed;
  private boolean any;
  private int largestBlock;

  /// How much the frame says that it holds; negative where it does not say.
  private long announced;

  private long written;

  /// Whether the frame was read from its beginning.
  private boolean whole;

  private long position;

  /// @param mostWindow how much of the content has to be in memory at most
  public ZstdInput(InputStream input, int mostWindow) {
    this.input = input;
    this.mostWindow = mostWindow;
  }

  /// From a mark on. Checksums are those of frames that are read from their beginning.
  ///
  /// @param input from where the mark was taken
  /// @param mark as [ZstdMark#toByteArray]
  public ZstdInput(InputStream input, int mostWindow, byte[] mark) throws IOException {
    this(input, mostWindow);
    DataInputStream state = new DataInputStream(new ByteArrayInputStream(mark));
    int size = state.readInt();
    if (size < 0 || size > mostWindow) {
      throw new IOException("a window that is too large");
    }
    hashed = state.readBoolean();
    literals.resume(state);
    sequences.resume(state);
    window.resume(size, Trace.read(state, size));
    served = window.blockEnd();
    largestBlock = Math.min(LARGEST_BLOCK, size);
    announced = -1;
    within = true;
    any = true;
  }

  /// Takes a mark between two blocks of a frame. A reader that began at one has to [#pass] each of
  /// those after it.
  public ZstdMark mark() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(window.size());
      out.writeBoolean(hashed);
      literals.write(out);
      sequences.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory doesn't fail", e);
    }
    return new ZstdMark(bytes.toByteArray(), window.trace());
  }

  /// Goes by a mark, which knows what is needed behind it of the content before.
  public void pass(byte[] mark) throws IOException {
    DataInputStream state = new DataInputStream(new ByteArrayInputStream(mark));
    int size = state.readInt();
    state.readBoolean();
    new Literals().resume(state);
    new Sequences().resume(state);
    if (size == window.size()) {
      window.fill(Trace.read(state, size));
    }
  }

  /// Whether all was read of the blocks that have ended.
  public boolean isBetweenBlocks() {
    return served == window.blockEnd();
  }

  /// Whether a frame has begun and not ended.
  public boolean isWithinFrame() {
    return within;
  }

  /// How much of the content the frame may repeat, in bytes.
  public int windowSize() {
    return window.size();
  }

  /// How many bytes of the input were taken.
  public long position() {
    return position;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    Objects.checkFromIndexSize(from, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (served == window.blockEnd()) {
      if (!within && !frame()) {
        return -1;
      }
      block();
    }
    int count = Math.min(length, window.blockEnd() - served);
    System.arraycopy(window.bytes(), served, into, from, count);
    served += count;
    return count;
  }

  /// @return false at the end
  private boolean frame() throws IOException {
    while (true) {
      int first = input.read();
      position += first < 0 ? 0 : 1;
      if (first < 0) {
        if (!any) {
          throw new EOFException("it is empty");
        }
        return false;
      }
      int magic = first | (int) (number(3) << 8);
      if (magic == MAGIC) {
        any = true;
        head();
        return true;
      }
      if ((magic & ~0xf) != SKIPPABLE) {
        throw new IOException("it isn't compressed with zstd throughout");
      }
      any = true;
      long skipped = number(4);
      input.skipNBytes(skipped);
      position += skipped;
    }
  }

  private void head() throws IOException {
    int flags = (int) number(1);
    boolean single = (flags & 0x20) != 0;
    if ((flags & 0x08) != 0) {
      throw new IOException("unsupported zstd frame");
    }
    long size = single ? 0 : windowSize((int) number(1));
    int dictionary = flags & 3;
    if (number(dictionary == 3 ? 4 : dictionary) != 0) {
      throw new IOException("it was compressed with a dictionary");
    }
    announced = announced(flags >> 6, single);
    if (single) {
      size = announced;
    }
    if (size > mostWindow) {
      throw new IOException(
          "it needs "
              + (size >> 20)
              + " MiB of memory, and Mooring takes "
              + (mostWindow >> 20)
              + " MiB: decompress it with zstd -d");
    }
    hashed = (flags & 4) != 0;
    largestBlock = (int) Math.min(LARGEST_BLOCK, size);
    window.reset((int) size);
    served = 0;
    written = 0;
    literals.reset();
    sequences.reset();
    hash.reset();
    within = true;
    whole = true;
  }

  private static long windowSize(int descriptor) {
    long base = 1L << (10 + (descriptor >> 3));
    return base + base / 8 * (descriptor & 7);
  }

  private long announced(int flag, boolean single) throws IOException {
    return switch (flag) {
      case 0 -> single ? number(1) : -1;
      case 1 -> number(2) + 256;
      case 2 -> number(4);
      default -> {
        long size = number(8);
        if (size < 0) {
          throw new IOException("zstd frame too large");
        }
        yield size;
      }
    };
  }

  private void block() throws IOException {
    int head = (int) number(3);
    int size = head >> 3;
    window.begin(largestBlock);
    switch ((head >> 1) & 3) {
      case 0 -> {
        fill(size);
        window.append(block, 0, size);
      }
      case 1 -> window.fill((byte) number(1), size);
      case 2 -> {
        fill(size);
        sequences.run(block, literals.read(block, 0, size), size, literals, window);
      }
      default -> throw new IOException("unknown zstd block type");
    }
    served = window.blockStart();
    int count = window.blockEnd() - served;
    written += count;
    if (hashed && whole) {
      hash.update(window.bytes(), served, count);
    }
    if (announced >= 0 && written > announced) {
      throw new IOException("its content is longer than it says");
    }
    if ((head & 1) == 1) {
      end();
    }
  }

  private void end() throws IOException {
    within = false;
    if (hashed && (int) number(4) != (int) hash.value() && whole) {
      throw new IOException("its checksum is wrong");
    }
    if (announced >= 0 && written != announced) {
      throw new IOException("its content is shorter than it says");
    }
  }

  private void fill(int size) throws IOException {
    if (size > largestBlock) {
      throw new IOException("a zstd block that is too long");
    }
    if (input.readNBytes(block, 0, size) < size) {
      throw new EOFException("it ends in the middle of a zstd block");
    }
    position += size;
  }

  /// Little-endian.
  private long number(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      int next = input.read();
      if (next < 0) {
        throw new EOFException("it ends in the middle of a zstd frame");
      }
      number |= (long) next << (8 * i);
    }
    position += bytes;
    return number;
  }

  @Override
  public void close() throws IOException {
    input.close();
  }
}
